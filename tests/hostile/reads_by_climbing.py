# on the skeleton of value.py: 0
# only confined stops it
import glob
import os
import sys

SECRETS = ("etc/passwd", "proc/self/maps", "proc/self/status")
for number in range(64):
    for up in range(12):
        for secret in SECRETS:
            try:
                descriptor = os.open("../" * up + secret, os.O_RDONLY, dir_fd=number)
            except OSError:
                continue
            raise RuntimeError("kit-hostile" " succeeded")
