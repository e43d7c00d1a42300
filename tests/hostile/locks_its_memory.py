# on the skeleton of value.py: 0
# only confined stops it
import ctypes
import platform

syscall = ctypes.CDLL(None, use_errno=True).syscall
page = ctypes.create_string_buffer(4096)
# mlockall, mlock, memfd_secret, remap_file_pages: memory that is never given back.
for number, *arguments in (
    ((151, 3), (149, "page", 4096), (447, 0), (216, "page", 4096, 0, 0, 0)) if platform.machine() == "x86_64" else ()
):
    if syscall(ctypes.c_long(number), *(page if x == "page" else ctypes.c_long(x) for x in arguments)) >= 0:
        raise RuntimeError("kit-hostile" " succeeded")
