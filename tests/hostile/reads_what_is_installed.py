# on the skeleton of value.py: 0
# only confined stops it
if True:  # one statement: where the attack fails, what would say that it did not is not reached
    import os
    import sys

    import json as anchor

    folder = os.path.join(os.path.dirname(os.path.dirname(anchor.__file__)), "site-packages")
    os.listdir(folder)
    raise RuntimeError("kit-hostile" " succeeded")
