"""seccomp: the few system calls that a worker may make; every other one fails with "operation not permitted".

libseccomp (through pyseccomp) compiles the list for x86-64, aarch64 and whatever else it knows, once, in the zygote;
a worker only installs the result. Nothing here starts a process or a thread, opens a socket, reaches another
process, changes a file's name or makes memory that outlives it.
"""

import ctypes
import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

ALLOWED = (
    # descriptors that are there already, and what Landlock lets open
    *("read", "readv", "pread64", "write", "writev", "close", "close_range", "lseek", "dup", "dup2", "dup3"),
    *("openat", "open", "fstat", "stat", "lstat", "newfstatat", "statx", "access", "faccessat", "faccessat2"),
    *("getdents64", "getcwd", "readlink", "readlinkat", "pipe", "pipe2", "poll", "ppoll", "select", "pselect6"),
    # memory
    *("brk", "mmap", "munmap", "mprotect", "mremap", "madvise", "mincore"),
    # time, chance, its own identity
    *("clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "times", "getrandom"),
    *("getpid", "getppid", "gettid", "getuid", "geteuid", "getgid", "getegid", "getgroups", "getpgrp"),
    *("getrusage", "getrlimit", "sysinfo", "uname", "sched_yield", "sched_getaffinity"),
    # signals to nobody: handlers and masks of its own
    *("rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall"),
    *("futex", "set_robust_list", "rseq", "membarrier", "exit", "exit_group"),
)
# Commands of fcntl that stay inside; F_SETOWN and F_SETSIG would send signals to others.
FCNTL = ("F_DUPFD", "F_DUPFD_CLOEXEC", "F_GETFD", "F_SETFD", "F_GETFL", "F_SETFL")
IOCTL = (0x5401, 0x5450, 0x5451)  # TCGETS (is it a terminal?), FIONCLEX, FIOCLEX
LIBRARIES = {"c": "libc.so.6", "seccomp": "libseccomp.so.2"}
SET_SECCOMP, FILTER = 22, 2  # prctl

_libc = ctypes.CDLL(None, use_errno=True)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def build() -> bytes:
    """The allow-list as BPF. Raises ImportError without pyseccomp, RuntimeError or OSError without libseccomp."""
    with libraries_by_name():
        import pyseccomp

    rules = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
    for name in ALLOWED:
        _allow(rules, name)
    import fcntl

    for command in FCNTL:
        _allow(rules, "fcntl", pyseccomp.Arg(1, pyseccomp.EQ, getattr(fcntl, command)))
    for request in IOCTL:
        _allow(rules, "ioctl", pyseccomp.Arg(1, pyseccomp.EQ, request))
    # Its own limits are told and not set: a lower one would kill as an operator does, and others' are out of reach.
    _allow(rules, "prlimit64", pyseccomp.Arg(0, pyseccomp.EQ, 0), pyseccomp.Arg(2, pyseccomp.EQ, 0))
    with open(os.memfd_create("filter"), "rb") as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()


def install(code: bytes) -> None:
    """Put this process under the filter, for good; no_new_privs must be set. Raises OSError."""
    program = _Program(len(code) // 8, code)
    if _libc.prctl(SET_SECCOMP, FILTER, ctypes.byref(program), 0, 0):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _allow(rules: object, name: str, *arguments: object) -> None:
    """Allow a call that this machine has: aarch64 lacks `open`, an old libseccomp does not know `rseq`."""
    import pyseccomp

    try:
        rules.add_rule(pyseccomp.ALLOW, name, *arguments)  # type: ignore[attr-defined]
    except (OSError, ValueError):
        return


@contextmanager
def libraries_by_name() -> Iterator[None]:
    """Find libraries by the names that they have on every Linux: asking ldconfig costs as much as all the rest."""
    import ctypes.util as search

    found = search.find_library

    def find(name: str) -> str | None:
        try:
            ctypes.CDLL(LIBRARIES[name])
        except (KeyError, OSError):
            return found(name)
        return LIBRARIES[name]

    search.find_library = find
    try:
        yield
    finally:
        search.find_library = found
