# on the skeleton of value.py: 0
import os
import sys

worker = sys.modules["autograder.sandbox.worker"]
write = worker._write


def half(descriptor, data):
    write(descriptor, data[: len(data) // 2])
    os._exit(0)


worker._write = half
