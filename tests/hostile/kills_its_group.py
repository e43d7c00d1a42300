# on the skeleton of value.py: 0
# only confined stops it
import os
import signal

os.killpg(0, signal.SIGKILL)
