"""An expression of somebody's own, walked backward in this very process: what each closure hands on, call by call."""

from collections.abc import Mapping, Sequence
from typing import Any

from autograder.errors import UsageError
from autograder.language import _
from autograder.report import Graph, Node, Number, Step

LARGEST = 24  # nodes: a larger graph is no picture


def walked(root: Any, names: Mapping[str, Any]) -> Graph:
    """The backward pass from `root`, a value with data, grad, _prev and _backward; gradients are put back afterwards.

    `names` are what values are called. Raises UsageError for what is no such value, or too large to be shown.
    """
    order = _ordered(root)
    places = {id(node): i for i, node in enumerate(order)}
    known = {id(value): name for name, value in reversed(list(names.items())) if not name.startswith("_")}
    called = [known.get(id(node), f"v{i}") for i, node in enumerate(order)]
    operands = [tuple(places[id(x)] for x in node._prev) for node in order]
    before = [node.grad for node in order]
    steps: list[Step] = []
    try:
        for node in order:
            node.grad = 0.0
        root.grad = 1.0
        steps.append(Step(-1, _held(order), ()))
        for i in range(len(order) - 1, -1, -1):
            if operands[i]:
                order[i]._backward()
                steps.append(Step(i, _held(order), ()))
    finally:
        for node, gradient in zip(order, before, strict=True):
            node.grad = gradient
    labels = [_label(name, [called[x] for x in of]) for name, of in zip(called, operands, strict=True)]
    nodes = zip(labels, operands, [_number(x.data) for x in order], steps[-1].held, strict=True)
    return Graph("held", tuple(Node(x, of, data, held, held, True) for x, of, data, held in nodes), steps=tuple(steps))


def _label(name: str, operands: Sequence[str]) -> str:
    return f"{name} ← {', '.join(operands)}" if operands else name


def _held(order: Sequence[Any]) -> tuple[Number, ...]:
    return tuple(_number(node.grad) for node in order)


def _number(x: Any) -> Number:
    return float(x) if isinstance(x, (int, float)) else type(x).__name__


def _ordered(root: Any) -> list[Any]:
    """The values that the root needs, operands before results."""
    order, seen, stack = list[Any](), set[int](), [(root, False)]
    while stack:
        node, complete = stack.pop()
        if not all(hasattr(node, name) for name in ("data", "grad", "_prev", "_backward")):
            raise UsageError(_("steps(…) takes a Value, and was given: {got}").format(got=type(node).__name__))
        if complete:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack += [(operand, False) for operand in node._prev]
        if len(seen) > LARGEST:
            raise UsageError(_("the graph has more than {count} values: take a smaller one").format(count=LARGEST))
    return order
