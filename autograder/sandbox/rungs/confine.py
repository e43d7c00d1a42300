"""The layers of the confined rung, in the order in which a forked worker puts them on; none can be taken off.

Standard library only: this runs in the zygote. The order matters: limits while root may still set them, another user
while it may still change, the signal of the parent's death after that change (which clears it), Landlock before the
filter that forbids its system calls.
"""

import ctypes
import os
import resource
import signal
from dataclasses import dataclass

from autograder.sandbox.rungs import landlock, seccomp

LIMITS = {
    resource.RLIMIT_CPU: 60,  # seconds; the watchdog is stricter, this outlives it
    resource.RLIMIT_AS: 1 << 30,  # bytes
    resource.RLIMIT_FSIZE: 0,  # nothing is written
    resource.RLIMIT_NOFILE: 64,
    resource.RLIMIT_NPROC: 0,  # counted for each user: a worker of root's has one to itself
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_MEMLOCK: 0,
    resource.RLIMIT_MSGQUEUE: 0,
}
# A user of its own for each worker, by its process number, where nothing else has users; the second range for
# containers that have few. One shared user would let parallel workers reach each other.
USERS = ((0x7000_0000, 1 << 22), (61_184, 4_096))  # (first, how many)
SET_PDEATHSIG, SET_DUMPABLE, SET_NO_NEW_PRIVS, GET_NO_NEW_PRIVS = 1, 4, 38, 39  # prctl

_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Confinement:
    """What is made once, in the zygote: Landlock's rules (a descriptor) and the compiled filter."""

    rules: int
    code: bytes
    root: bool


def confine(confinement: Confinement, parent: int) -> None:
    """All layers on this process. Raises OSError when one cannot be applied: then it must end."""
    os.setsid()
    limit()
    if confinement.root:
        leave_root()
    die_with(parent)
    forbid_privileges()
    landlock.restrict(confinement.rules)
    seccomp.install(confinement.code)


def limit() -> None:
    """Resource limits, hard ones where the system's are not lower still."""
    for which, value in LIMITS.items():
        hard = resource.getrlimit(which)[1]
        ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (ceiling, ceiling))


def leave_root() -> None:
    """Become a user that nobody else is, without groups. Raises OSError where that is not allowed."""
    os.setgroups([])
    for first, many in USERS:
        user = first + os.getpid() % many
        try:
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
        except OSError:
            continue
        return
    raise PermissionError("no unprivileged user can be entered")


def die_with(parent: int) -> None:
    """End when the parent ends, even when that has happened already."""
    _prctl(SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def forbid_privileges() -> None:
    """Neither set-user-id programs nor capabilities from here on."""
    _prctl(SET_NO_NEW_PRIVS, 1)


def has_no_new_privileges() -> bool:
    """Whether neither this process nor what it executes can gain rights that it does not have."""
    return bool(_prctl(GET_NO_NEW_PRIVS, 0))


def hide_memory() -> None:
    """Other processes of the same user can no longer read this one's memory and descriptors."""
    _prctl(SET_DUMPABLE, 0)


def _prctl(option: int, value: int) -> int:
    result = int(_libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0))
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result
