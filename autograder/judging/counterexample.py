"""A counterexample as a graph: each node with what is expected and what came, and the first that is wrong.

Frozen records that the report keeps; renderers draw them. Nothing here is the student's text: labels are the
program's, numbers are numbers or the names of what is none.
"""

from collections.abc import Sequence

import msgspec

from autograder.report import Graph, Node, Number, Share
from autograder.sandbox.messages import Answer, Order, Replay
from autograder.truth.central_differences import Case, local_derivatives, same
from autograder.truth.orders import edge_out_of_order

LARGEST = 12  # nodes: a larger graph is no help


def graph_of(case: Case, answer: Answer) -> Graph | None:
    """The graph of a wrong answer, or None: no node is wrong, or there are too many."""
    if case.program.nodes > LARGEST or answer.raised or answer.malformed:
        return None
    if isinstance(answer, Order):
        return _graph_of_order(case, answer)
    return _graph_of_replay(case, answer) if isinstance(answer, Replay) else None


def _graph_of_order(case: Case, answer: Order) -> Graph:
    """Each value with its places in the list, and the value that is listed twice, is missing, or comes too early."""
    order = nodes_of(case, answer)
    ranks = [tuple(i for i, x in enumerate(order, start=1) if x == node) for node in range(case.program.nodes)]
    edge = edge_out_of_order(case, order)
    wrong = [node for node in sorted(case.program.live) if len(ranks[node]) != 1] or list(edge or ())[1:]
    blank = [""] * case.program.nodes
    nodes = [
        msgspec.structs.replace(node, ranks=ranks[i]) for i, node in enumerate(_nodes(case, blank, blank, wrong[:1]))
    ]
    return Graph(
        "order", tuple(nodes), wrong[0] if wrong else None, edge=edge if edge and edge[1:] == (wrong[0],) else None
    )


def nodes_of(case: Case, answer: Order) -> list[int]:
    """The nodes in the order in which they were listed; -1 is a value of nobody's."""
    nodes = {label: node for node, label in enumerate(case.program.labels)}
    return [nodes.get(label, -1) for label in answer.labels]


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
