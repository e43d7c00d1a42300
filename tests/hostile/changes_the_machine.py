# on the skeleton of value.py: 0
# only confined stops it
import ctypes
import platform

syscall = ctypes.CDLL(None, use_errno=True).syscall
page = ctypes.create_string_buffer(4096)
# iopl, ioperm, and adjtimex with nothing to change: ports of devices, the clock.
for number, *arguments in (
    ((172, 3), (173, 0, 1, 1), (159, "page"))
    if platform.machine() == "x86_64"
    else ()
):
    if syscall(ctypes.c_long(number), *(page if x == "page" else ctypes.c_long(x) for x in arguments)) >= 0:
        raise RuntimeError("kit-hostile" " succeeded")
