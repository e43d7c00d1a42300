# on the skeleton of value.py: 0
# only confined stops it
import os
import sys

import json as anchor

folder = os.path.join(os.path.dirname(os.path.dirname(anchor.__file__)), "site-packages")
os.listdir(folder)
raise RuntimeError("kit-hostile succeeded")
