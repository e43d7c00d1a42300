"""Rows and lists as every message sets them."""

import struct
from collections.abc import Sequence

from autograder.language import _, digits
from autograder.report import Number

PRECISIONS = (6, 9, 12)  # significant digits: as many as it takes to see that two numbers differ
SINGLE = 1e-6  # what single precision is off by, relatively, after a few operations


def numbers(rows: Sequence[tuple[str, Number, Number]]) -> str:
    """Aligned rows of numbers, or of names of what is none; single precision is named where it is all that is wrong."""
    lines = aligned([(name, *_apart(want, got)) for name, want, got in rows])
    if not any(_is_single(want, got) for _name, want, got in rows):
        return lines
    return lines + "\n  " + _("your number is in single precision (float32): make it a Python float, or float64")


def _apart(want: Number, got: Number) -> tuple[str, str]:
    shown = [(digits(want, precision), digits(got, precision)) for precision in PRECISIONS]
    return next((pair for pair in shown if pair[0] != pair[1]), shown[-1])


def _is_single(want: Number, got: Number) -> bool:
    """Whether a number is nearly right, and one that single precision holds, which the right one is not."""
    if isinstance(want, str) or isinstance(got, str) or abs(want - got) > SINGLE * abs(want):
        return False
    return _rounded(got) == got != want != _rounded(want)


def _rounded(number: float) -> float:
    try:
        return float(struct.unpack("f", struct.pack("f", number))[0])
    except OverflowError:
        return 0.0


def aligned(rows: Sequence[tuple[str, str, str]]) -> str:
    """Lines of `name   expected x   yours y`, in columns."""
    expected, yours = _("expected"), _("yours")
    widths = [max(len(row[i]) for row in rows) for i in range(2)]
    return "\n".join(
        f"  {name:<{widths[0]}}  {expected} {want:<{widths[1]}}  {yours} {got}" for name, want, got in rows
    )


def braces(names: Sequence[str]) -> str:
    """Names as a set."""
    return "{" + ", ".join(names) + "}"
