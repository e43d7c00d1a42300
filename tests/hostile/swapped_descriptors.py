# on the skeleton of value.py: 0
import os

for descriptor in range(3, 32):
    try:
        os.dup2(1, descriptor)
    except OSError:
        pass
