"""One entry of the table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

Numbers = Callable[[], Iterable[float]]


@dataclass(frozen=True)
class Printed:
    """The words of a cell that hold numbers, and the numbers; None for a definition."""

    cell: str
    fr: str
    en: str
    numbers: Numbers | None = None


def formula(cell: str, text: str, numbers: Numbers | None = None) -> Printed:
    """What stands in both languages alike."""
    return Printed(cell, text, text, numbers)
