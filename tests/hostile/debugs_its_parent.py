# on the skeleton of value.py: 0
# only confined stops it
import ctypes
import platform

syscall = ctypes.CDLL(None, use_errno=True).syscall
page = ctypes.create_string_buffer(4096)
# ptrace, process_vm_readv, pidfd_open, kcmp on the parent; what is tried on itself is no one else's.
for number, *arguments in (
    ((101, 16, 1, 0, 0), (310, 1, "page", 1, "page", 1, 0), (434, 1, 0), (312, 1, 1, 0, 0, 0))
    if platform.machine() == "x86_64"
    else ()
):
    if syscall(ctypes.c_long(number), *(page if x == "page" else ctypes.c_long(x) for x in arguments)) >= 0:
        raise RuntimeError("kit-hostile" " succeeded")
