"""What is right of a topological order: a property of the list, not one expected list."""

from collections.abc import Sequence

from autograder.programs.program import Program
from autograder.truth.central_differences import Case


def fault_of_order(case: Case, order: Sequence[int]) -> str | None:
    """What is wrong with an order of nodes, in one word: "stranger", "twice", "missing" or "before"; or None."""
    needed = case.program.live
    if -1 in order or not set(order) <= needed:
        return "stranger"
    if len(set(order)) < len(order):
        return "twice"
    if len(order) < len(needed):
        return "missing"
    return "before" if edge_out_of_order(case, order) else None


def edge_out_of_order(case: Case, order: Sequence[int]) -> tuple[int, int] | None:
    """The first operand and result of which the result is listed before, or None."""
    places = {node: place for place, node in enumerate(order)}
    for k, operation in enumerate(case.program.operations, start=case.program.inputs):
        for x in operation.operands:
            if isinstance(x, int) and k in places and places.get(x, -1) > places[k]:
                return x, k
    return None


def right_order(program: Program, *, flipped: bool, leaves_first: bool) -> list[int]:
    """What a right `topological_sort` returns: the order in which a walk in depth leaves the nodes, or leaves first.

    The walk takes the operands from left to right, or the other way round where `flipped`.
    """
    order: list[int] = []
    seen: set[int] = set()
    stack = [(program.nodes - 1, False)]
    while stack:
        node, complete = stack.pop()
        if complete:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            operands = program.operands(node)
            stack += [(node, True), *((x, False) for x in (operands if flipped else operands[::-1]))]
    return sorted(order, key=lambda node: node >= program.inputs) if leaves_first else order
