# on the skeleton of value.py: 0
import contextlib
import faulthandler

for descriptor in range(3, 16):
    with contextlib.suppress(Exception):
        faulthandler.enable(file=descriptor)
        faulthandler.dump_traceback(file=descriptor)
