# on the reference value.py: 4
import atexit
import os

atexit.register(os._exit, 1)
