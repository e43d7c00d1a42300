# on the skeleton of value.py: 0
# only confined stops it
import os

for name in ("environ", "cmdline", "fd/0"):
    with open(f"/proc/{os.getppid()}/{name}", "rb") as file:
        file.read(4096)
raise RuntimeError("kit-hostile succeeded")
