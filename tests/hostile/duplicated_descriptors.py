# on the reference value.py: 4
import os

copies = []
for descriptor in range(8):
    try:
        copies.append(os.dup(descriptor))
    except OSError:
        pass
