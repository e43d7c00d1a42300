# on the skeleton of value.py: 0
# only confined stops it
import ctypes
import platform

syscall = ctypes.CDLL(None, use_errno=True).syscall
page = ctypes.create_string_buffer(4096)
# msgget, semget, mq_open: kept by the kernel when everybody who made them is gone.
for number, *arguments in (
    ((68, 0x4B49, 0o1600), (64, 0x4B49, 1, 0o1600), (240, "page", 0o102, 0o600, 0))
    if platform.machine() == "x86_64"
    else ()
):
    if syscall(ctypes.c_long(number), *(page if x == "page" else ctypes.c_long(x) for x in arguments)) >= 0:
        raise RuntimeError("kit-hostile" " succeeded")
