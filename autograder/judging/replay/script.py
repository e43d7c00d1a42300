"""The lines of a replay as they grow: imports, what helps to show numbers, then the counterexample itself."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from autograder.course import Exercise
from autograder.language import _, digits


class Script:
    """Python's text in the making; every name that it imports is the student's or numpy."""

    def __init__(self) -> None:
        self._imports: list[str] = []
        self._helpers: list[str] = []
        self._lines: list[str] = []

    def imports(self, *lines: str) -> None:
        """Import something, once."""
        self._imports += [line for line in lines if line not in self._imports]

    def helper(self, text: str) -> None:
        """Define something above everything else, once."""
        if text not in self._helpers:
            self._helpers.append(text)

    def add(self, *lines: str) -> None:
        """Append lines."""
        self._lines += lines

    def show(self, name: str, expected: object, yours: str, *, inside: bool = False) -> None:
        """Print a number of the student's, an expression, beside what is expected; `inside` of a statement."""
        self.helper(SHOW.format(expected=_("expected"), yours=_("yours")))
        wanted = digits(expected) if isinstance(expected, (int, float, str)) else str(expected)
        self.add(f"{'    ' * inside}show({name!r}, {wanted!r}, {yours})")

    def text(self) -> str:
        """All of it."""
        parts = ["\n".join(self._imports), *self._helpers, "\n".join(self._lines)]
        return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


SHOW = """\
def show(name, expected, yours):
    print(f"{{name}}  {expected} {{expected}}  {yours} {{yours}}")
"""


def imported(exercise: Exercise) -> str:
    """The line that imports an exercise's function or class."""
    return f"from exercises.{exercise.module} import {exercise.symbol.partition('.')[0]}"


def written(x: Any) -> str:
    """A number, a list or an array as Python writes it, all digits of it."""
    if isinstance(x, np.ndarray):
        return f"np.array({x.tolist()!r})" if x.size else f"np.zeros({x.shape!r})"
    if isinstance(x, (list, tuple)):
        parts = ", ".join(map(written, x))
        return f"[{parts}]" if isinstance(x, list) else f"({parts}{',' * (len(x) == 1)})"
    return repr(float(x) if isinstance(x, np.floating) else x)


def listed(names: Iterable[str]) -> str:
    """Names as the inside of a tuple."""
    found = list(names)
    return ", ".join(found) + "," * (len(found) == 1)
