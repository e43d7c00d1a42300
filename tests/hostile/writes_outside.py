# on the skeleton of value.py: 0
# only confined stops it
import os
import tempfile

for folder in (tempfile.gettempdir(), "/dev/shm", "/var/tmp"):
    with open(os.path.join(folder, "kit-hostile-note"), "w") as file:
        file.write("I was here")
