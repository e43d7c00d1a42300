"""How much processor time a process has used, and whether it waits: a loaded machine costs nobody a point."""

import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Effort:
    """`seconds` of processor time that a process had used when it was asked."""

    seconds: float
    pid: int

    @property
    def waits(self) -> bool:
        """Whether it neither runs nor could, at this moment; so too when it is gone."""
        found = _stat(self.pid)
        return found is None or found[0] in (b"S", b"T", b"t")


def effort_of(pid: int) -> Effort | None:
    """The effort of a process so far; None where the system does not tell, or the process is gone."""
    seconds = _clock(pid)
    return None if seconds is None else Effort(seconds, pid)


def _clock(pid: int) -> float | None:
    """The process's own clock: a microsecond, where reading a file of /proc takes fifty."""
    try:
        return time.clock_gettime((~pid << 3) | 2) if sys.platform == "linux" else None  # as clock_getcpuclockid(3)
    except OSError:
        return None


def _stat(pid: int) -> list[bytes] | None:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()  # its name, in parentheses, may hold anything
    except OSError:
        return None
