# on the skeleton of value.py: 0
import sys

sys.exit(0)
