# on the skeleton of value.py: 0
# only confined stops it
import fcntl
import os
import signal

receiver, sender = os.pipe()
fcntl.fcntl(receiver, fcntl.F_SETOWN, os.getppid())
fcntl.fcntl(receiver, 10, signal.SIGKILL)  # F_SETSIG
fcntl.fcntl(receiver, fcntl.F_SETFL, fcntl.fcntl(receiver, fcntl.F_GETFL) | os.O_ASYNC)
os.write(sender, b"x")
