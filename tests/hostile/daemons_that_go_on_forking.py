# on the skeleton of value.py: 0
# only confined stops it
import os
import time

if os.fork() == 0:
    os.setsid()
    for _ in range(200):
        if os.fork():
            os._exit(0)
        time.sleep(0.01)
    time.sleep(60)
