# on the skeleton of value.py: 0
# only confined stops it
import os

os.listdir(os.path.expanduser("~"))
raise RuntimeError("kit-hostile succeeded")
