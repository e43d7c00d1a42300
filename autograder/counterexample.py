"""A counterexample as a graph: each node with what is expected and what came, and the first that is wrong.

Frozen records that the report keeps; renderers draw them. Nothing here is the student's text: labels are the
program's, numbers are numbers or the names of what is none.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

from autograder.gradcheck import Case, local_derivatives
from autograder.messages import Answer, Number, Order, Replay

LARGEST = 12  # nodes: a larger graph is no help


class Node(msgspec.Struct, frozen=True):
    """A value: `operands` are the numbers of other nodes, one for each operand place."""

    label: str
    operands: tuple[int, ...]
    data: Number
    expected: Number
    yours: Number
    right: bool


class Share(msgspec.Struct, frozen=True):
    """What one use of a value has to hand back to it: upstream gradient times local derivative.

    `place` counts the operands of `operation`, `of` says how many there are.
    """

    operation: str
    place: int
    of: int
    upstream: float
    local: float


class Graph(msgspec.Struct, frozen=True):
    """`about` says what `expected` and `yours` are; for an order they are empty.

    `first` is the first node that is wrong, in the direction in which the numbers are computed: everything that it is
    made from is right. `shares` are what it has to receive in the backward pass.
    """

    about: Literal["data", "gradient", "order"]
    nodes: tuple[Node, ...]
    first: int | None = None
    shares: tuple[Share, ...] = ()


def graph_of(case: Case, answer: Answer) -> Graph | None:
    """The graph of a wrong answer, or None: no node is wrong, or there are too many."""
    if case.program.nodes > LARGEST or answer.raised or answer.malformed:
        return None
    if isinstance(answer, Order):
        return Graph("order", _nodes(case, [""] * case.program.nodes, [""] * case.program.nodes, []))
    return _graph_of_replay(case, answer) if isinstance(answer, Replay) else None


def _graph_of_replay(case: Case, replay: Replay) -> Graph | None:
    """Values first, then gradients, then values that the backward pass changed."""
    nodes = range(case.program.nodes)
    if wrong := [i for i in nodes if not same(case.data[i], replay.data[i])]:
        return Graph("data", _nodes(case, case.data, replay.data, wrong), wrong[0])
    if wrong := [i for i in nodes if not case.accepts(i, replay.gradients[i])]:
        first = min(wrong, key=lambda node: _completion(case, node))
        expected = [0.0 if abs(x) <= case.tolerance else x for x in case.low]  # no noise of central differences
        return Graph("gradient", _nodes(case, expected, replay.gradients, wrong), first, _shares(case, first))
    after = replay.after or replay.data
    if wrong := [i for i in nodes if not same(case.data[i], after[i])]:
        return Graph("data", _nodes(case, case.data, after, wrong), wrong[0])
    return None


def same(expected: float, got: Number) -> bool:
    """Whether a value of the forward pass is right."""
    return isinstance(got, (int, float)) and abs(expected - got) <= 1e-9 * max(1.0, abs(expected))


def _nodes(case: Case, expected: Sequence[Number], yours: Sequence[Number], wrong: Sequence[int]) -> tuple[Node, ...]:
    program, labels = case.program, case.program.node_labels()
    operands = [*[()] * program.inputs, *(_indices(operation.operands) for operation in program.operations)]
    return tuple(
        Node(labels[i], operands[i], case.data[i], expected[i], yours[i], i not in wrong) for i in range(program.nodes)
    )


def _indices(operands: Sequence[int | float]) -> tuple[int, ...]:
    return tuple(x for x in operands if isinstance(x, int))


def _completion(case: Case, node: int) -> tuple[int, int]:
    """When the backward pass is done with a node: after its earliest use, the left operand before the right one.

    The results that the first wrong node goes into are complete before, and so they are right.
    """
    for k, operation in enumerate(case.program.operations, start=case.program.inputs):
        if node in _indices(operation.operands):
            return -k, operation.operands.index(node)
    return -case.program.nodes, 0


def _shares(case: Case, node: int) -> tuple[Share, ...]:
    program, labels = case.program, case.program.node_labels()
    shares = []
    for k, (op, operands) in enumerate(program.operations, start=program.inputs):
        local = local_derivatives(op, [case.data[x] if isinstance(x, int) else x for x in operands])
        for place, operand in enumerate(operands):
            if isinstance(operand, int) and operand == node:
                shares.append(Share(labels[k], place, len(operands), case.low[k], local[place]))
    return tuple(shares)
