# on the reference value.py: all
import atexit
import os

atexit.register(os._exit, 1)
