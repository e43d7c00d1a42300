# on the skeleton of value.py: 0
# only confined stops it
if True:  # one statement: where the attack fails, what would say that it did not is not reached
    import os

    for name in ("environ", "cmdline", "fd/0"):
        with open(f"/proc/{os.getppid()}/{name}", "rb") as file:
            file.read(4096)
    raise RuntimeError("kit-hostile" " succeeded")
