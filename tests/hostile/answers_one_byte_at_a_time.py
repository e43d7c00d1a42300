# on the skeleton of value.py: 0
import os
import sys
import time

worker = sys.modules.get("autograder.sandbox.worker") or sys.modules["__main__"]


def write(descriptor, data):
    for i in range(len(data)):
        os.write(descriptor, data[i : i + 1])
        time.sleep(0.05)


worker._write = write
