# on the skeleton of value.py: 0
import os

for descriptor in range(3, 16):
    try:
        os.set_blocking(descriptor, False)
        os.read(descriptor, 1 << 20)
    except OSError:
        pass
