"""The truth at points that are chosen because they tell: 0, 1, equal, whole, tiny or large numbers.

There rounding would drown a central difference of floats. Every float is a finite decimal number: with enough digits
nothing is rounded, the step can be as small as one likes, and the stencil is exact for a polynomial of low degree.
An operation whose results are no finite decimals is computed to DIGITS: what that rounds is 1e-80 of a slope.
"""

from collections.abc import Sequence
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow, localcontext
from functools import lru_cache
from operator import add

from autograder.errors import KitError
from autograder.programs.kinks import Instead, kinks_of, lines_at
from autograder.programs.operations import FUNCTIONS, PRIMITIVES
from autograder.programs.program import Program
from autograder.truth.central_differences import Case, packed, unpacked
from autograder.truth.known import known

STEP = Decimal("1e-40")  # no kink is nearer to a point than this, unless it is exactly there
STENCIL = (-2, -1, 1, 2)
FOURTH_ORDER, SECOND_ORDER = (1, -8, 8, -1), (0, -6, 6, 0)  # both to be divided by 12 steps
DIGITS = 120
EXACT = Context(prec=4000, traps=[Inexact, InvalidOperation, DivisionByZero])
ROUNDED = Context(prec=DIGITS, traps=[Overflow, InvalidOperation, DivisionByZero])
RTOL = 1e-9  # nothing is rounded here, so that only the submission's own rounding is left
SMALLEST = 1e-300  # of which even 0 may be off


@lru_cache(maxsize=4096)
@known(packed, lambda row, program, _point, **_numbers: unpacked(row, program))
def exact_case(
    program: Program,
    point: tuple[float, ...],
    *,
    upstream: float = 1.5,
    received: float = 0.0,
    again: float | None = None,
) -> Case:
    """The truth of one program at a chosen point; numbers that are whole (int) are asked as such.

    `again` is the gradient from above when the graph is walked back a second time.

    Raises KitError where a derivative of higher order counts.
    """
    sides = [_gradients(program, point, upstream, instead) for instead in _without_kinks(program, point)]
    ends = [(min(x), max(x)) for x in zip(*sides, strict=True)]
    before = [received] * program.inputs + [0.0] * len(program.operations)
    low, high = (tuple(map(add, before, x)) for x in zip(*ends, strict=True))
    second = None if again is None else exact_case(program, point, upstream=again, received=received)
    tolerance = RTOL * max(map(abs, (*low, *high))) + SMALLEST
    return Case(program, point, upstream, tuple(program.evaluate(point)), low, high, tolerance, received, second)


def sum_case(program: Program) -> Case:
    """A program of sums alone, of any size: each node's gradient is the number of its ways to the root."""
    ways = [0] * program.nodes
    ways[-1] = 1
    for k, operation in reversed(list(enumerate(program.operations, start=program.inputs))):
        for operand in operation.operands:
            ways[int(operand)] += ways[k]
    point, gradients = tuple(1.5 + k for k in range(program.inputs)), tuple(map(float, ways))
    return Case(program, point, 1.0, tuple(program.evaluate(point)), gradients, gradients, RTOL)


def _without_kinks(program: Program, point: Sequence[float]) -> list[Instead]:
    """What stands in for the operations at a kink: the lines on both of its sides, for any slope between is right."""
    kinks = kinks_of(program, point)
    return [lines_at(program, kinks, side, Decimal) for side in (0, 1)] if kinks else [{}]


def _gradients(program: Program, point: Sequence[float], upstream: float, instead: Instead) -> list[float]:
    return [_slope(program, point, node, instead) * upstream for node in range(program.nodes)]


def _slope(program: Program, point: Sequence[float], node: int, instead: Instead) -> float:
    """d root / d node."""
    with localcontext(ROUNDED if any(PRIMITIVES[op].rounds for op, _operands in program.operations) else EXACT):
        # Weights come to 0: a root that does not move leaves no digit, however it was rounded.
        roots = [_nudged(program, point, (node, k * STEP), instead) for k in STENCIL]
        fourth, second = (
            sum((weight * (root - roots[0]) for weight, root in zip(weights, roots, strict=True)), Decimal(0)).scaleb(
                40
            )
            for weights in (FOURTH_ORDER, SECOND_ORDER)
        )
    if abs(float(fourth) - float(second)) > abs(float(fourth)) * RTOL / 10:
        raise KitError(f"the gradient of {program} at {tuple(point)} is not certain")
    return float(fourth) / 12


def _nudged(program: Program, point: Sequence[float], nudge: tuple[int, Decimal], instead: Instead) -> Decimal:
    """The root where one node is moved."""
    values, (node, by) = [Decimal(x) for x in point], nudge
    if node < len(values):
        values[node] += by
    for k, (op, operands) in enumerate(program.operations):
        numbers = [values[x] if isinstance(x, int) else Decimal(x) for x in operands]
        result = instead.get(k, FUNCTIONS[op])(*numbers)
        values.append(result + by if program.inputs + k == node else result)
    return values[-1]
