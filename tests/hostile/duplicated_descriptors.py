# on the reference value.py: all
import os

copies = []
for descriptor in range(8):
    try:
        copies.append(os.dup(descriptor))
    except OSError:
        pass
