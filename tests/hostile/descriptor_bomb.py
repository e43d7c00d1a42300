# on the skeleton of value.py: 0
import os

while True:
    os.dup(0)
