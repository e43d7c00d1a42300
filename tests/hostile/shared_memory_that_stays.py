# on the skeleton of value.py: 0
# only confined stops it
import ctypes

if ctypes.CDLL(None).shmget(0x4B49, 4096, 0o1600) >= 0:
    segment = ctypes.CDLL(None).shmget(0x4B49, 4096, 0)
    ctypes.CDLL(None).shmctl(segment, 0, None)
    raise RuntimeError("kit-hostile" " succeeded")
