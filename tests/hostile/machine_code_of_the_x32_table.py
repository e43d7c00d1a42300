# on the skeleton of value.py: 0
# only confined stops it
import ctypes

if ctypes.CDLL(None).syscall(ctypes.c_long(0x40000000 | 57)) >= 0:  # fork, with the bit of the x32 table
    raise RuntimeError("kit-hostile" " succeeded")
