# on the skeleton of value.py: 0
# only confined stops it
import ctypes
import platform

syscall = ctypes.CDLL(None, use_errno=True).syscall
page = ctypes.create_string_buffer(4096)
# clone3, and clone with the flags of a thread and without.
for number, *arguments in (
    ((435, "page", 88), (56, 0x00000011, 0, 0, 0, 0), (56, 0x00000100 | 0x11, 0, 0, 0, 0))
    if platform.machine() == "x86_64"
    else ()
):
    if syscall(ctypes.c_long(number), *(page if x == "page" else ctypes.c_long(x) for x in arguments)) >= 0:
        raise RuntimeError("kit-hostile" " succeeded")
