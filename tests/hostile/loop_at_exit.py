# on the reference value.py: all
import atexit
import time

atexit.register(time.sleep, 1000)
