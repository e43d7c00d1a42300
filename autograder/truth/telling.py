"""Points and programs at which a wrong program shows: each dimension in which one can be right by chance.

A grader asks for `telling_cases`, which go through all of VALUES; `dimensions` says which of them some cases cover, so
that a test can name what a grader leaves out.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import cycle, islice

from autograder.programs.operations import PRIMITIVES
from autograder.programs.program import Program
from autograder.programs.trace import Tracer, trace
from autograder.truth.central_differences import Case
from autograder.truth.exact import exact_case

# By dimension: two numbers, of which a program takes as many as it has inputs, in both orders.
VALUES: dict[str, tuple[tuple[float, float], ...]] = {
    "zero": ((0.0, 0.75), (0.0, 0.0)),
    "one": ((1.0, -0.625), (-1.0, 0.375)),
    "equal": ((1.25, 1.25), (-2.5, -2.5)),
    "opposite": ((-0.75, 0.75),),  # their sum is 0
    "whole": ((2, -3), (0, 1), (4, 4)),
    "tiny": ((3e-7, -2e-7), (1e-12, 4e-12)),
    "large": ((50.0, -70.0), (-8e3, 6e3), (3e9, 2e9)),
}
UPSTREAMS = (1.5, -2.0, 1.0, 0.0, 1e-3, -40.0)  # a gradient from above may be any number, 0 too
RECEIVED = 0.5  # what an input has received before, from another use

Functions = Sequence[Callable[..., Tracer]]


def telling_roots(*functions: Callable[..., Tracer]) -> list[Case]:
    """The programs at all telling points, for a backward pass from the root."""
    programs = map(trace, functions)
    return [exact_case(x, at, upstream=1.0) for x in programs for name in VALUES for at in _points(name, x)]


def telling_cases(*functions: Callable[..., Tracer] | Program, dimensions: Iterable[str] = tuple(VALUES)) -> list[Case]:
    """The programs at all telling points, from telling gradients; every other input has received a gradient before.

    A point where an operation's derivative does not show is left out: nobody asks for exp(3e9).
    """
    programs = [x if isinstance(x, Program) else trace(x) for x in functions]
    points = [(program, point) for name in dimensions for program in programs for point in _points(name, program)]
    return [
        exact_case(program, point, upstream=upstream, received=received, again=-2.0 * upstream or 1.25)
        for (program, point), upstream, received in zip(points, cycle(UPSTREAMS), cycle((0.0, RECEIVED)))
    ]


def _points(dimension: str, program: Program) -> list[tuple[float, ...]]:
    """Each pair in both orders, repeated or cut to as many numbers as there are inputs; only where the truth shows."""
    pairs = [pair[::side] for pair in VALUES[dimension] for side in (1, -1)]
    points = dict.fromkeys(tuple(islice(cycle(pair), program.inputs)) for pair in pairs)
    return [point for point in points if _is_in_domain(program, point)]


def _is_in_domain(program: Program, point: Sequence[float]) -> bool:
    """Whether each operation is asked where its derivative shows."""
    values = list(point)
    for op, operands in program.operations:
        row, numbers = PRIMITIVES[op], [values[x] if isinstance(x, int) else x for x in operands]
        if not row.takes(*numbers):
            return False
        values.append(row.function(*numbers))
    return True


def dimensions(cases: Iterable[Case]) -> set[str]:
    """Which dimensions some cases cover; "received" and "twice" are said of a case, the others of its point."""
    found = set[str]()
    for case in cases:
        found |= {name for name, holds in _HOLDS.items() if holds(case)}
    return found


_HOLDS: dict[str, Callable[[Case], bool]] = {
    "zero": lambda case: 0.0 in case.point,
    "one": lambda case: bool({1.0, -1.0} & set(case.point)),
    "equal": lambda case: len(set(case.point)) < len(case.point),
    "opposite": lambda case: any(-x in case.point for x in case.point if x),
    "whole": lambda case: all(type(x) is int for x in case.point),
    "tiny": lambda case: any(0 < abs(x) < 1e-6 for x in case.point),
    "large": lambda case: any(abs(x) > 20 for x in case.point),
    "received": lambda case: bool(case.received),
    "twice": lambda case: case.again is not None,
    "no gradient": lambda case: case.upstream == 0.0,
}
DIMENSIONS = tuple(_HOLDS)
