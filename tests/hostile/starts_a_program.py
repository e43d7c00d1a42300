# on the skeleton of value.py: 0
# only confined stops it
import subprocess

subprocess.Popen(["sleep", "30"])
