"""What an operation hands back, where no misconception of the bank answers alike: found by trying, told as it is.

An operation hands each operand a share of its gradient, which is added to what the operand has received, or put in its
place. Every share that is made of upstream gradient, local derivative and data is tried on each operand, and what
agrees with every number that came back is told: which operation, which operand, what it receives.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from autograder.language import _
from autograder.programs.operations import PRIMITIVES, Operation
from autograder.programs.printing import operation_text
from autograder.sandbox.messages import Replay
from autograder.truth.central_differences import Case, local_derivatives, same

RTOL, ATOL = 1e-6, 1e-9
FEWEST = 5  # programs that have to agree
OPERANDS = ("x", "y")

Share = Callable[
    [float, float, float, float, float], float
]  # of upstream, local derivative, own, other's, result's data

SHARES: dict[str, Share] = {
    "right": lambda up, local, own, other, out: up * local,
    "nothing": lambda up, local, own, other, out: 0.0,
    "upstream": lambda up, local, own, other, out: up,
    "local": lambda up, local, own, other, out: local,
    "negated": lambda up, local, own, other, out: -up * local,
    "doubled": lambda up, local, own, other, out: 2 * up * local,
    "halved": lambda up, local, own, other, out: up * local / 2,
    "own": lambda up, local, own, other, out: up * own,
    "other": lambda up, local, own, other, out: up * other,
    "result": lambda up, local, own, other, out: up * out,
    "own_alone": lambda up, local, own, other, out: own,
    "other_alone": lambda up, local, own, other, out: other,
    "one": lambda up, local, own, other, out: 1.0,
    "squared": lambda up, local, own, other, out: up * up * local,
    "reversed": lambda up, local, own, other, out: up * (1.0 - local),
}


class Handed(NamedTuple):
    """What one operand receives: a key of SHARES, and whether it is added to what was there."""

    share: str
    added: bool


RIGHT = Handed("right", True)
Observed = tuple[Case, Replay]


def explanation(op: str, observed: Sequence[Observed]) -> str:
    """What `op` does with the gradients, in words; empty where nothing that was tried agrees with every number."""
    told = [pair for pair in observed if _can_be_told(*pair)]
    if len(told) < FEWEST or len(told) < len(observed) - _at_kinks(observed):
        return ""
    return next((_in_words(op, tried) for tried in _tries(op) if all(_agrees(op, tried, *pair) for pair in told)), "")


def _can_be_told(case: Case, replay: Replay) -> bool:
    """Whether the forward pass is right, and no slope is a matter of choice."""
    right = all(map(same, case.data, replay.data)) and replay.after is None
    return right and case.low == case.high


def _at_kinks(observed: Sequence[Observed]) -> int:
    return sum(case.low != case.high for case, _replay in observed)


def _tries(op: str) -> Iterator[tuple[Handed, ...]]:
    """Every way to hand back the shares, those with the fewest faults first; the right one is none of them."""
    ways = [Handed(share, added) for share in SHARES for added in (True, False)]
    tries = product(ways, repeat=PRIMITIVES[op].arity)
    yield from sorted((x for x in tries if any(way != RIGHT for way in x)), key=_faults)


def _faults(tried: Sequence[Handed]) -> int:
    return sum((way.share != "right") + (not way.added) for way in tried)


def _agrees(op: str, tried: Sequence[Handed], case: Case, replay: Replay) -> bool:
    gradients = _walked_back(op, tried, case)
    return all(
        isinstance(got, (int, float)) and abs(got - want) <= ATOL + RTOL * max(1.0, abs(want))
        for want, got in zip(gradients, replay.gradients, strict=True)
    )


def _walked_back(op: str, tried: Sequence[Handed], case: Case) -> list[float]:
    """The gradients of a program whose operations `op` hand back other shares."""
    program = case.program
    gradients = [case.received] * program.inputs + [0.0] * len(program.operations)
    gradients[-1] = case.upstream
    for k in range(program.nodes - 1, program.inputs - 1, -1):
        name, operands = program.operations[k - program.inputs]
        operands = operands if isinstance(operands[0], int) else operands[::-1]  # 2 + x is x + 2: __radd__ is given
        values = [case.data[x] if isinstance(x, int) else x for x in operands]
        local = local_derivatives(name, values)
        for place, node in enumerate(operands):
            if isinstance(node, int):
                way = tried[place] if name == op else RIGHT
                numbers = gradients[k], local[place], values[place], values[place - 1], case.data[k]
                share = SHARES[way.share](*numbers)
                gradients[node] = gradients[node] + share if way.added else share
    return gradients


def _in_words(op: str, tried: Sequence[Handed]) -> str:
    operation = _written(op)
    names = [_("the left operand"), _("the right operand")] if len(tried) == 2 else [_("the input")]
    lines = []
    for place, (name, way) in enumerate(zip(names, tried, strict=True)):
        if way.share != "right":
            text = _("in {operation}, {operand} receives {share}")
            lines.append(text.format(operation=operation, operand=name, share=_share(op, way.share, place)))
        if not way.added:
            text = _("in {operation}, {operand} loses what it had received before")
            lines.append(text.format(operation=operation, operand=name))
    return _("; ").join(lines)


def _written(op: str) -> str:
    """`x + y`, `f(x)`."""
    return operation_text(Operation(op, tuple(range(PRIMITIVES[op].arity))), OPERANDS)


def _share(op: str, share: str, place: int) -> str:
    own, other = OPERANDS if place == 0 else OPERANDS[::-1]
    return {
        "nothing": _("nothing"),
        "upstream": _("the upstream gradient as it is"),
        "local": _("the local derivative alone, without the upstream gradient"),
        "negated": _("its share with the other sign"),
        "doubled": _("twice its share"),
        "halved": _("half of its share"),
        "own": _("the upstream gradient × {value}").format(value=own),
        "other": _("the upstream gradient × {value}").format(value=other),
        "result": _("the upstream gradient × ({value})").format(value=_written(op)),
        "own_alone": _("the number {value}").format(value=own),
        "other_alone": _("the number {value}").format(value=other),
        "one": _("the number {value}").format(value=1),
        "squared": _("its share, multiplied once more by the upstream gradient"),
        "reversed": _("the upstream gradient where the slope is 0, and nothing where it is 1"),
    }[share]
