# on the reference value.py: 4
import atexit
import time

atexit.register(time.sleep, 1000)
