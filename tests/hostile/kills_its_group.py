# on the skeleton of value.py: 0
import os
import signal

os.killpg(0, signal.SIGKILL)
