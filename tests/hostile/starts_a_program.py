# on the skeleton of value.py: 0
import subprocess

subprocess.Popen(["sleep", "30"])
