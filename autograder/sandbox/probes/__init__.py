"""What a worker can be asked to do: one file for each module under grading, one function for each request.

`modules.py` and `surroundings.py` are what a submission is loaded with: itself, and what it may expect around it.
Standard library only, and numpy where the module needs it. A probe's first argument is the submission's module.
"""
