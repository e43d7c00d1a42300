"""Where an operation has no derivative: which of a program's operations are asked there, and the lines that meet."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.programs.operations import PRIMITIVES, Primitive
from autograder.programs.program import Program

Instead = Mapping[int, Callable[..., Any]]  # what is computed in the place of an operation


def kinks_of(program: Program, point: Sequence[float]) -> dict[int, float]:
    """The operations that are asked exactly at a kink, and where that is."""
    if not any(PRIMITIVES[op].kinks for op, _operands in program.operations):
        return {}
    values = program.evaluate(point)
    return {
        k: values[x]
        for k, (op, operands) in enumerate(program.operations)
        for x in operands
        if isinstance(x, int) and values[x] in PRIMITIVES[op].kinks
    }


def lines_at(
    program: Program, kinks: Mapping[int, float], side: int, number: Callable[[float], Any] = float
) -> dict[int, Callable[..., Any]]:
    """In the place of each operation at a kink, the line that it is on one side of it (0 left, 1 right)."""
    return {k: _line(PRIMITIVES[program.operations[k].op], kink, side, number) for k, kink in kinks.items()}


def _line(row: Primitive, kink: float, side: int, number: Callable[[float], Any]) -> Callable[..., Any]:
    at, value, slope = (number(x) for x in (kink, row.function(kink), row.kinks[kink][side]))
    return lambda x: value + slope * (x - at)
