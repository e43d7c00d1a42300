# on the skeleton of value.py: 0
import ctypes

KIND = ctypes.CFUNCTYPE(ctypes.c_int)


@KIND
def again():
    return again()


import sys  # noqa: E402

sys.setrecursionlimit(1 << 30)
again()
