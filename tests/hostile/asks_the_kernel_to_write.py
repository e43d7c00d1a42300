# on the skeleton of value.py: 0
# only confined stops it
import ctypes
import platform

syscall = ctypes.CDLL(None, use_errno=True).syscall
page = ctypes.create_string_buffer(4096)
# io_setup, splice, vmsplice, tee, sendfile, copy_file_range between its own descriptors.
for number, *arguments in (
    (
        (206, 8, "page"),
        (278, 1, "page", 1, 0),
        (275, 0, 0, 1, 0, 1, 0),
        (276, 0, 1, 1, 0),
        (40, 1, 0, 0, 1),
        (326, 0, 0, 1, 0, 1, 0),
    )
    if platform.machine() == "x86_64"
    else ()
):
    if syscall(ctypes.c_long(number), *(page if x == "page" else ctypes.c_long(x) for x in arguments)) >= 0:
        raise RuntimeError("kit-hostile" " succeeded")
