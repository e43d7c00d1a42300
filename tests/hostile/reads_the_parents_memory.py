# on the skeleton of value.py: 0
# only confined stops it
import os

with open(f"/proc/{os.getppid()}/maps", "rb") as file:
    start = int(file.readline().split(b"-")[0], 16)
with open(f"/proc/{os.getppid()}/mem", "rb") as file:
    file.seek(start)
    file.read(4096)
raise RuntimeError("kit-hostile succeeded")
