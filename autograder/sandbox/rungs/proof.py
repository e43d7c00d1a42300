"""Each layer proves itself: a forked child puts it on, tries what it should forbid, and says what was not forbidden.

Standard library only: this runs in the zygote, before the first worker.
"""

import errno
import fcntl
import os
import socket
from collections.abc import Callable

from autograder.sandbox.rungs import confine, landlock, library, seccomp

REFUSED = (errno.EPERM, errno.EACCES, errno.EAGAIN, errno.EFBIG, errno.EMFILE)


class NotForbidden(Exception):
    """Something that a layer should forbid was possible."""


def prove(confinement: confine.Confinement) -> dict[str, str]:
    """The layers that do not hold here, and why; empty when all do."""
    trials = {"limits": _limits, "privileges": _privileges, "landlock": _landlock, "seccomp": _seccomp}
    if confinement.root:
        trials["user"] = _user
    trials["all together"] = _together
    faults = {layer: try_in_child(trial, confinement) for layer, trial in trials.items()}
    return {layer: fault for layer, fault in faults.items() if fault}


def is_reached(confinement: confine.Confinement) -> bool:
    """Whether a confined process can read the standard library by its path."""

    def trial(confinement: confine.Confinement) -> None:
        confine.confine(confinement, os.getppid())
        if not library.can_be_reached():
            raise NotForbidden(library.STANDARD)

    return not try_in_child(trial, confinement)


def try_in_child(trial: Callable[[confine.Confinement], None], confinement: confine.Confinement) -> str:
    """What a trial raised in a child of its own, or nothing."""
    receiver, sender = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            trial(confinement)
            status = 0
        except BaseException as error:
            os.write(sender, f"{type(error).__name__}: {error}"[:300].encode())
            status = 1
        os._exit(status)
    os.close(sender)
    with open(receiver, "rb") as pipe:
        said = pipe.read().decode(errors="replace")
    ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return said or (f"the trial ended with status {ended}" if ended else "")


def _limits(confinement: confine.Confinement) -> None:
    file = os.memfd_create("trial")
    confine.limit()
    if confinement.root:
        confine.leave_root()
    _refused("writing a file", lambda: os.write(file, b"x"))
    _refused("starting a process", _fork)
    _refused("opening many files", lambda: [os.dup(file) for _ in range(100)])


def _user(_confinement: confine.Confinement) -> None:
    parent = os.getppid()
    confine.leave_root()
    _refused("becoming root again", lambda: os.setuid(0))
    _refused("a signal to the parent", lambda: os.kill(parent, 0))


def _privileges(_confinement: confine.Confinement) -> None:
    confine.forbid_privileges()
    if not confine.has_no_new_privileges():
        raise NotForbidden("new privileges")


def _landlock(confinement: confine.Confinement) -> None:
    confine.forbid_privileges()
    landlock.restrict(confinement.rules)
    _refused("listing the root folder", lambda: os.listdir("/"))
    _refused("opening a file for writing", lambda: os.open(os.devnull, os.O_WRONLY))


def _seccomp(confinement: confine.Confinement) -> None:
    confine.forbid_privileges()
    seccomp.install(confinement.code)
    _refused("starting a process", _fork)
    _refused("a socket", lambda: socket.socket(socket.AF_UNIX))
    _refused("a signal", lambda: os.kill(os.getpid(), 0))
    _refused("signals through a descriptor", lambda: fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid()))


def _together(confinement: confine.Confinement) -> None:
    confine.confine(confinement, os.getppid())
    _refused("starting a process", _fork)
    _refused("listing the root folder", lambda: os.listdir("/"))


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _refused(what: str, attempt: Callable[[], object]) -> None:
    try:
        attempt()
    except OSError as error:
        if error.errno in REFUSED:
            return
        raise
    raise NotForbidden(what)
