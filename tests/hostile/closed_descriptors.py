# on the skeleton of value.py: 0
import os

os.closerange(0, 256)
