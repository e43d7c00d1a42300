# on the skeleton of value.py: 0
# only confined stops it
if True:  # one statement: where the attack fails, what would say that it did not is not reached
    import os

    with open(f"/proc/{os.getppid()}/maps", "rb") as file:
        start = int(file.readline().split(b"-")[0], 16)
    with open(f"/proc/{os.getppid()}/mem", "rb") as file:
        file.seek(start)
        file.read(4096)
    raise RuntimeError("kit-hostile" " succeeded")
