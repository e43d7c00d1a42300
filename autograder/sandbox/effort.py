"""How much processor time a process has used, and whether it waits: a loaded machine costs nobody a point."""

import os
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Effort:
    """`seconds` of processor time so far; `waits` when it neither runs nor could."""

    seconds: float
    waits: bool


def effort_of(pid: int) -> Effort | None:
    """The effort of a process so far; None where the system does not tell, or the process is gone."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            state, *numbers = file.read().rpartition(b")")[2].split()  # its name, in parentheses, may hold anything
        return Effort((int(numbers[10]) + int(numbers[11])) / _ticks(), state in (b"S", b"T", b"t"))
    except (OSError, ValueError, IndexError):
        return None


@cache
def _ticks() -> int:
    return os.sysconf("SC_CLK_TCK")
