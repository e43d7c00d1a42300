# on the skeleton of value.py: 0
# only confined stops it
import ctypes
import platform

syscall = ctypes.CDLL(None, use_errno=True).syscall
page = ctypes.create_string_buffer(4096)
# unshare, setns, chroot, mount: a world of its own, in which it would be root.
for number, *arguments in (
    ((272, 0x10000000), (308, 0, 0), (161, "page"), (165, "page", "page", "page", 0, 0))
    if platform.machine() == "x86_64"
    else ()
):
    if syscall(ctypes.c_long(number), *(page if x == "page" else ctypes.c_long(x) for x in arguments)) >= 0:
        raise RuntimeError("kit-hostile" " succeeded")
