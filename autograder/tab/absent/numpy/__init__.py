"""As much of numpy as the judge uses where every truth is data: numpy itself has no wheel for a browser on PyPI.

Arrays that are made, shown and compared. Nothing computes with them: whatever else is asked for is a KitError, so that
a truth that is missing is never made up. `tests/test_tab.py` compares it with numpy.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import Any, NoReturn

from autograder.errors import KitError

Shape = tuple[int, ...]


class number(float):
    """The kinds of numbers are only named, in annotations and where one is recognised."""

    def __class_getitem__(cls, _kind: Any) -> Any:
        return cls


class floating(number):
    """A number that numpy made: here there is none."""


float64 = int64 = bool_ = intp = floating


class Generator:
    """Nothing is drawn here."""


class ndarray:
    """A shape, and the numbers in rows."""

    def __init__(self, shape: Shape, numbers: list[Any]) -> None:
        self.shape, self._numbers = shape, numbers

    def __class_getitem__(cls, _kinds: Any) -> Any:
        return cls

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return len(self._numbers)

    def ravel(self) -> "ndarray":
        """All numbers in one row."""
        return ndarray((self.size,), self._numbers)

    def astype(self, kind: type) -> "ndarray":
        """The same numbers, whole ones say."""
        return ndarray(self.shape, [kind(x) for x in self._numbers])

    def tolist(self) -> Any:
        """The numbers in lists of lists; a single one stands alone."""
        rows = self._numbers
        for size in reversed(self.shape[1:]):
            rows = [rows[i : i + size] for i in range(0, len(rows), size)]
        return rows if self.shape else rows[0]

    def __getitem__(self, place: Shape) -> Any:
        index = 0
        for i, size in zip(place, self.shape, strict=True):
            index = index * size + i
        return self._numbers[index]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.tolist())

    def __truediv__(self, by: float) -> "ndarray":
        return ndarray(self.shape, [x / by for x in self._numbers])

    def __getattr__(self, name: str) -> NoReturn:
        raise _missing(name)


def asarray(x: Any, dtype: Any = None) -> ndarray:
    """Numbers in lists of lists as an array; with `dtype=float` they are made floats."""
    if not isinstance(x, ndarray):
        shape, numbers = list[int](), [x]
        while numbers and isinstance(numbers[0], (list, tuple)):
            shape.append(len(numbers[0]))
            numbers = [each for row in numbers for each in row]
        x = ndarray(tuple(shape), numbers)
    made: ndarray = x.astype(float) if dtype is float else x
    return made


array = asarray


def unravel_index(index: int, shape: Sequence[int]) -> Shape:
    """Where the number of this index stands."""
    places = list[int]()
    for size in reversed(shape):
        index, place = divmod(index, size)
        places.append(place)
    return tuple(reversed(places))


def ndindex(shape: Shape) -> Iterator[Shape]:
    """Every place of an array of this shape, row by row."""
    return product(*map(range, shape))


def zeros(shape: Shape) -> ndarray:
    """An array of zeros."""
    return ndarray(tuple(shape), [0.0] * prod(shape))


class _Random:
    Generator = Generator

    def __getattr__(self, name: str) -> NoReturn:
        raise _missing(f"random.{name}")


random = _Random()


def _missing(name: str) -> Exception:
    if name.startswith("__"):
        return AttributeError(name)
    return KitError(f"a truth is not among the page's data: numpy's {name} was asked for, and numpy is not here")


def __getattr__(name: str) -> NoReturn:
    raise _missing(name)
