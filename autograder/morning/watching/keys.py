"""Keys as they are pressed, without Enter; the terminal is left as it was, whatever happens."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Read = Callable[[float], str]  # waits at most so many seconds; "" where no key was pressed


@contextmanager
def keys() -> Iterator[Read]:
    """A function that waits for a key; without a terminal it only waits."""
    if not sys.stdin or not sys.stdin.isatty():
        yield _nobody
    elif os.name == "nt":
        yield _of_windows
    else:
        import termios
        import tty

        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
        try:
            tty.setcbreak(descriptor)
            yield _of_posix
        finally:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _nobody(seconds: float) -> str:
    time.sleep(seconds)
    return ""


def _of_posix(seconds: float) -> str:
    import select

    if not select.select([0], [], [], seconds)[0]:
        return ""
    pressed = os.read(0, 32)
    return "q" if not pressed else pressed.decode(errors="replace")[:1]  # the terminal is gone


def _of_windows(seconds: float) -> str:
    import msvcrt

    end = time.monotonic() + seconds
    while not msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]
        if time.monotonic() >= end:
            return ""
        time.sleep(min(0.01, seconds))
    return str(msvcrt.getwch())  # type: ignore[attr-defined,unused-ignore]
