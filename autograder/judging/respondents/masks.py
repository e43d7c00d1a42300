"""Engines behind masks: what each of them answers to every small expression. None can be read, all can be asked.

data/masks.json, which `make exercises` writes, holds the gradients row by row; a row is masked by a digest of its
engine and its expression. Which mistake an engine makes stands nowhere in the kit, nor does code of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

import msgspec

from autograder.course import DATA
from autograder.errors import KitError
from autograder.language import _
from autograder.programs.enumerate import canonical, enumerate_programs
from autograder.programs.operations import COMPLEX_STEP, NUDGE, OPERATORS, PRIMITIVES, symbols
from autograder.programs.program import Program

FILE = "masks.json"
POINT = (2.0, -3.0)  # where the expressions are asked: that of the slides
MOST = 3  # operations of an expression
OPS = symbols(f"{OPERATORS} relu")
WIDTH = 3  # bytes of a gradient, a whole number
ROW = WIDTH * len(POINT)


class Masks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of each engine, in their order: the fewest operations that unmask it, and its masked rows, one an expression."""

    fewest: tuple[int, ...]
    rows: tuple[bytes, ...]


@dataclass(frozen=True)
class Mask:
    """An engine to be unmasked; where `fewest`, by as few operations as can be."""

    engine: int
    fewest: int | None = None

    @property
    def name(self) -> str:
        """What it is called, before what is told of it."""
        return _("engine {number}:").format(number=self.engine)


def question() -> dict[str, Any]:
    """What a worker has to know to write an expression down: how many inputs there are, and which operations."""
    rows = [PRIMITIVES[op] for op in OPS]
    return {
        "inputs": len(POINT),
        "operators": {row.operator: number for number, row in enumerate(rows) if row.operator},
        "functions": {row.path: number for number, row in enumerate(rows) if not row.operator},
    }


@cache
def masks() -> Masks:
    """What the build found out. Raises KitError for a damaged file."""
    try:
        return msgspec.json.decode((DATA / FILE).read_bytes(), type=Masks)
    except (OSError, msgspec.MsgspecError) as error:
        raise KitError(f"{FILE}: {error}") from None


def expressions() -> tuple[Program, ...]:
    """All that can be asked, smallest first."""
    return enumerate_programs(" ".join(OPS), inputs=len(POINT), operations=MOST)


@cache
def _places() -> dict[Program, int]:
    return {program: place for place, program in enumerate(expressions())}


def answer_of(engine: int, program: Program) -> tuple[float, ...]:
    """The gradients that an engine (1, 2, …) leaves in x and y. Raises KeyError for what is no small expression."""
    program = canonical(program)
    start = _places()[program] * ROW
    row = masked(engine, program, masks().rows[engine - 1][start : start + ROW])
    parts = (row[i : i + WIDTH] for i in range(0, ROW, WIDTH))
    return tuple(float(int.from_bytes(part, "big", signed=True)) for part in parts)


def right_answer(program: Program) -> tuple[float, ...]:
    """The gradients that a right engine leaves there: Im f(x + ih) / h, of one input after the other."""
    moved = ([x + NUDGE * (i == j) for j, x in enumerate(POINT)] for i in range(len(POINT)))
    return tuple(complex(program.evaluate(point)[-1]).imag / COMPLEX_STEP for point in moved)


def row_of(engine: int, program: Program, gradients: Iterable[float]) -> bytes:
    """What the file holds of one engine and one expression. Raises OverflowError or KitError for other numbers."""
    numbers = list(gradients)
    if any(x != int(x) for x in numbers):
        raise KitError(f"engine {engine}: {program}: {numbers} are no whole numbers")
    return masked(engine, program, b"".join(int(x).to_bytes(WIDTH, "big", signed=True) for x in numbers))


def masked(engine: int, program: Program, row: bytes) -> bytes:
    """A row with its mask on, or one with its mask taken off: it is the same."""
    digest = sha256(repr((engine, program)).encode()).digest()
    return bytes(x ^ y for x, y in zip(row, digest, strict=False))
