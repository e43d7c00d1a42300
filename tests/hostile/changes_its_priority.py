# on the skeleton of value.py: 0
# only confined stops it
import ctypes
import platform

syscall = ctypes.CDLL(None, use_errno=True).syscall
page = ctypes.create_string_buffer(4096)
# setpriority, sched_setaffinity, sched_setscheduler, ioprio_set: others would wait for it.
for number, *arguments in (
    ((141, 0, 0, -20), (203, 0, 8, "page"), (144, 0, 1, "page"), (251, 1, 0, 0x2000))
    if platform.machine() == "x86_64"
    else ()
):
    if syscall(ctypes.c_long(number), *(page if x == "page" else ctypes.c_long(x) for x in arguments)) >= 0:
        raise RuntimeError("kit-hostile" " succeeded")
