# on the skeleton of value.py: 0
# only confined stops it
import ctypes
import platform

syscall = ctypes.CDLL(None, use_errno=True).syscall
page = ctypes.create_string_buffer(4096)
# execveat with an empty path, execve, uselib.
for number, *arguments in (
    ((322, 0, "page", 0, 0, 0x1000), (59, "page", 0, 0), (134, "page")) if platform.machine() == "x86_64" else ()
):
    if syscall(ctypes.c_long(number), *(page if x == "page" else ctypes.c_long(x) for x in arguments)) >= 0:
        raise RuntimeError("kit-hostile" " succeeded")
