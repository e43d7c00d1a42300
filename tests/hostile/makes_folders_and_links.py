# on the skeleton of value.py: 0
# only confined stops it
import os
import tempfile

os.mkdir(os.path.join(tempfile.gettempdir(), "kit-hostile-folder"))
os.symlink("/", os.path.join(tempfile.gettempdir(), "kit-hostile-link"))
