# on the skeleton of value.py: 0
# only confined stops it
import os
import signal

os.kill(os.getppid(), signal.SIGKILL)
