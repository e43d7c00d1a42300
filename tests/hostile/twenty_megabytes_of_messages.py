# on the skeleton of value.py: 0
import sys

for _ in range(20):
    sys.stderr.write("\x1b[2J" * (1 << 18))
raise RuntimeError("done")
