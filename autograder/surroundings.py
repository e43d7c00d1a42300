"""What a door does before and after its work: it trusts nothing around it, and its status means one thing.

0   all points, or all done
1   points are missing, or submissions are listed
2   the kit or its use is at fault

Few imports, and none that is not the standard library's or nearly as small: they come before the path is in order.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from autograder.errors import KitError, UsageError
from autograder.language import _, printable

BY = "AUTOGRADER_BY"  # "make" where make was asked: a student is told what they can type
OWN = "exercises"  # in the current folder: one's own work; any other path is another's
# What would change this process's children: a judge's, and the programs that nbgrader starts.
VARIABLES = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTHONOPTIMIZE", "PYTHONPATH", "PYTHONSTARTUP")

SET_PDEATHSIG = 1  # prctl
SHELLS = ("sh", "dash", "bash", "busybox")


def distrust() -> None:
    """Let the current folder and the environment decide nothing: neither what is imported nor how children end."""
    last = {*_current(), *os.environ.get("PYTHONPATH", "").split(os.pathsep)}
    sys.path.sort(key=lambda place: place in last)  # a stable sort: behind the standard library and what is installed
    for name in VARIABLES:
        os.environ.pop(name, None)
    if hasattr(signal, "SIGCHLD"):
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # where a parent had it ignored, nobody learns how a child ended
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:  # a closed one would become a pipe of ours
        pass
    os.close(descriptor)


def _current() -> set[str]:
    try:
        return set() if sys.flags.safe_path else {"", os.getcwd()}
    except OSError:  # it was deleted
        return {""}


def end_with_parent(parent: int | None = None) -> None:
    """On Linux, end when the process that started this one does; called in the thread that lives as long as it.

    `parent` is its number, where whoever started this one could tell it: it may have died before this is called.
    Under make that is a shell, which outlives make: whether it was left behind is looked at four times a second.
    """
    if sys.platform != "linux":
        return
    import ctypes

    ctypes.CDLL(None).prctl(SET_PDEATHSIG, ctypes.c_ulong(signal.SIGKILL), 0, 0, 0)
    if parent not in (None, os.getppid()):
        os.kill(os.getpid(), signal.SIGKILL)
    if os.environ.get("MAKELEVEL") and (over := _parent_of(os.getppid())):
        threading.Thread(target=_watch, args=(os.getppid(), over), name="make", daemon=True).start()


def _watch(parent: int, over: int) -> None:
    while _parent_of(parent) == over:
        time.sleep(0.25)
    os.kill(os.getpid(), signal.SIGKILL)


def _parent_of(pid: int) -> int | None:
    """A shell's parent; None for what is no shell, which waits for nobody."""
    try:
        name, _closed, rest = Path(f"/proc/{pid}/stat").read_text(errors="replace").partition("(")[2].rpartition(")")
    except OSError:
        return None
    return int(rest.split()[1]) if name in SHELLS else None


def by_make() -> bool:
    """Whether it is make that the student types, and no environment is activated."""
    return os.environ.get(BY) == "make"


def command(name: str, exercise: str) -> str:
    """How the same student asks for something else about an exercise."""
    if by_make():
        return f"make {name} EXERCISE={exercise}"
    return f"python -m autograder {name} {exercise}"


def is_own(path: str | Path) -> bool:
    """Whether a submission is the work of whoever grades it, who needs no protection from it."""
    return Path(path).resolve() == Path(OWN).resolve()


def status_of(run: Callable[[], int], *, debug: bool, tell: Callable[[KitError], str] = str) -> int:
    """What a command returns; a failure is what `tell` says of it, or one line, and status 2."""
    try:
        status = run()
        _flush()
    except KitError as error:
        _complain(printable(tell(error)), debug=debug)
    except KeyboardInterrupt:
        _complain(_("interrupted"), debug=debug)
    except Exception as error:
        _complain(_unexpected(error), debug=debug)
    else:
        return status
    return 2


def width() -> int:
    """Columns of the terminal, 80 where there is none."""
    return max(60, min(100, os.get_terminal_size().columns)) if is_terminal() else 80


def is_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def colored() -> bool:
    """Whether there is a terminal that wants colours."""
    return is_terminal() and "NO_COLOR" not in os.environ


def _unexpected(error: Exception) -> str:
    """One line; the output and the current folder are what fails without the kit's doing."""
    try:
        _flush()
        os.getcwd()
    except UsageError as unwritable:
        return str(unwritable)
    except OSError:
        return _("the current folder was deleted: go to another one")
    what = printable(f"{type(error).__name__}: {error}".replace("\n", " "))
    hint = _("to see where: the same command with --debug")
    return f"{_('The kit is at fault, no points are lost')}: {what} ({hint})"


def say(text: str) -> None:
    """Write to standard output. Raises UsageError where it is closed or full."""
    if sys.stdout is None:
        raise UsageError(_("standard output is closed"))
    try:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    except OSError as error:
        raise _unwritable(error) from None


def _flush() -> None:
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        raise _unwritable(error) from None


def _unwritable(error: OSError) -> UsageError:
    return UsageError(_("standard output cannot be written: {error}").format(error=error.strerror))


def _complain(line: str, *, debug: bool) -> None:
    if debug:
        import traceback

        traceback.print_exc()
    if sys.stderr is not None:
        print(line, file=sys.stderr)
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:  # what is still in it would be tried once more at the end, and end in status 120
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
