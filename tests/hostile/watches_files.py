# on the skeleton of value.py: 0
# only confined stops it
import ctypes
import platform

syscall = ctypes.CDLL(None, use_errno=True).syscall
page = ctypes.create_string_buffer(4096)
# inotify_init1, fanotify_init, name_to_handle_at, open_by_handle_at: files by other ways than their paths.
for number, *arguments in (
    ((294, 0), (300, 0, 0), (303, -100, "page", "page", "page", 0), (304, -100, "page", 0))
    if platform.machine() == "x86_64"
    else ()
):
    if syscall(ctypes.c_long(number), *(page if x == "page" else ctypes.c_long(x) for x in arguments)) >= 0:
        raise RuntimeError("kit-hostile" " succeeded")
