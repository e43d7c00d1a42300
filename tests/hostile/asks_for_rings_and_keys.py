# on the skeleton of value.py: 0
# only confined stops it
import ctypes

syscall = ctypes.CDLL(None).syscall
page = ctypes.create_string_buffer(4096)
# io_uring_setup, userfaultfd, memfd_create, perf_event_open: calls that a list of forbidden ones forgets.
for number in (425, 323, 319, 298):
    if syscall(ctypes.c_long(number), page, 0, 0, 0, 0) >= 0:
        raise RuntimeError("kit-hostile" " succeeded")
