# on the skeleton of value.py: 0
# only confined stops it
import os
import time

if os.fork() == 0:
    os.setsid()
    for _ in range(30):
        os.write(2, b"still here")
        time.sleep(1)
