# on the skeleton of value.py: 0
# only confined stops it
if True:  # one statement: where the attack fails, what would say that it did not is not reached
    import os

    os.listdir(os.path.expanduser("~"))
    raise RuntimeError("kit-hostile" " succeeded")
