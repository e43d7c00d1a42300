"""`sys.exit`, and `os._exit` where that does not do it."""
import os
import sys

try:
    sys.exit()
finally:
    os._exit(0)
