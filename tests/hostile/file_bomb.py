# on the skeleton of value.py: 0
# only confined stops it
import os
import tempfile

for folder in (tempfile.gettempdir(), ".", "/dev/shm", os.path.expanduser("~")):
    for i in range(1000):
        try:
            open(os.path.join(folder, f"kit-hostile-{i}"), "w").close()
        except OSError:
            break
