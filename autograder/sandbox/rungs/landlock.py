"""Landlock: a process gives up the file system but for some folders, and all reach outward that the kernel knows of.

System calls 444 to 446 have the same numbers on x86-64 and aarch64; libc has no names for them.
Source: Documentation/userspace-api/landlock.rst of the kernel.
"""

import ctypes
import os
from collections.abc import Iterable

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION, PATH_BENEATH = 1, 1
READ_FILE, READ_DIR = 1 << 2, 1 << 3
# The first ABI that knows each group of rights; what a ruleset handles and no rule allows is forbidden.
FILES = ((1, (1 << 13) - 1), (2, 1 << 13), (3, 1 << 14), (5, 1 << 15))  # all of 1, then refer, truncate, ioctl
NETWORK = ((4, 0b11),)  # bind and connect
SCOPES = ((6, 0b11),)  # abstract sockets and signals

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def abi() -> int:
    """The version that the kernel speaks. Raises OSError where there is none."""
    return _call(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(VERSION))


def ruleset(readable: Iterable[str], listed: Iterable[str] = ()) -> int:
    """A descriptor of rules: these files and folders can be read, those only listed. Raises OSError."""
    version = abi()
    handled = _Ruleset(*(_rights(groups, version) for groups in (FILES, NETWORK, SCOPES)))
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    rules = _call(CREATE_RULESET, ctypes.byref(handled), ctypes.c_size_t(size), ctypes.c_uint32(0))
    for path in readable:
        _allow(rules, path, READ_FILE | READ_DIR if os.path.isdir(path) else READ_FILE)
    for path in listed:
        _allow(rules, path, READ_DIR)
    return rules


def restrict(rules: int) -> None:
    """Put this process under the rules, for good; no_new_privs must be set. Raises OSError."""
    _call(RESTRICT_SELF, ctypes.c_int(rules), ctypes.c_uint32(0))


def _allow(rules: int, path: str, rights: int) -> None:
    file = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        beneath = _Beneath(rights, file)
        _call(ADD_RULE, ctypes.c_int(rules), ctypes.c_int(PATH_BENEATH), ctypes.byref(beneath), ctypes.c_uint32(0))
    finally:
        os.close(file)


def _rights(groups: Iterable[tuple[int, int]], version: int) -> int:
    return sum(bits for since, bits in groups if version >= since)


def _call(number: int, *arguments: object) -> int:
    result = int(_libc.syscall(ctypes.c_long(number), *arguments))
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result
