#!/bin/sh
# Gradescope runs this for each submission. What it prints is for instructors; students see results/results.json.
root=${AUTOGRADER:-/autograder}
exec "$root/source/.venv/bin/python" -I "$root/source/judge.py" "$root"<<options>>
