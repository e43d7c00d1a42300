# on the skeleton of value.py: 0
# only confined stops it
import ctypes
import platform

syscall = ctypes.CDLL(None, use_errno=True).syscall
page = ctypes.create_string_buffer(4096)
# bpf, syslog, kexec_load, init_module, delete_module, keyctl, quotactl, acct.
for number, *arguments in (
    (
        (321, 0, "page", 72),
        (103, 3, "page", 4096),
        (246, 0, 0, 0, 0),
        (175, "page", 4096, "page"),
        (250, 0, -3, 1),
        (179, 0, "page", 0, "page"),
        (163, "page"),
    )
    if platform.machine() == "x86_64"
    else ()
):
    if syscall(ctypes.c_long(number), *(page if x == "page" else ctypes.c_long(x) for x in arguments)) >= 0:
        raise RuntimeError("kit-hostile" " succeeded")
