"""Graphs of a submission's `Value`: built in tape order, with everything that is not under grading built by hand."""

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.worker import Malformed, attribute, failure, number

# On the wire an operation is [name, operands], to be done by the submission, or [data, operands, local
# derivatives], to be built by hand. An operand that is an int is a node, one that is a float is a constant.
Wire = Sequence[Any]
Apply = Mapping[str, Callable[..., Any]]


def usable(value: Any) -> bool:
    """Whether a `Value` class has the given part: enough for other exercises to build their graphs with it."""
    try:
        leaf = value(1.25)
        both = value(2.5, (leaf, leaf))
        leaf._backward()
        remembered = [x is leaf for x in both._prev]
        leaf.grad += 0.5
        return bool(leaf.data == 1.25 and leaf.grad == 0.5 and remembered[:1] == [True] and all(remembered))
    except BaseException:
        return False


def sibling_value(module: Any) -> Any:
    """The `Value` that a module works with: the one that it imported, or its sibling's."""
    value = getattr(module, "Value", None)
    return value if isinstance(value, type) else importlib.import_module("exercises.value").Value


def build(value: Any, point: Sequence[float], operations: Sequence[Wire], apply: Apply) -> list[Any]:
    """The nodes of a program, leaves first."""
    nodes = [value(x) for x in point]
    for operation in operations:
        if isinstance(operation[0], str):
            result = apply[operation[0]](*(nodes[x] if isinstance(x, int) else x for x in operation[1]))
            if not hasattr(result, "data") or not hasattr(result, "grad"):
                raise Malformed("result", operation[0], result)
            nodes.append(result)
        else:
            nodes.append(by_hand(value, operation, nodes))
    return nodes


def by_hand(value: Any, operation: Wire, nodes: Sequence[Any]) -> Any:
    """A result whose closure adds upstream gradient times the local derivatives that came with the request."""
    data, operands, local = operation
    pairs = [(nodes[x], slope) for x, slope in zip(operands, local, strict=True) if isinstance(x, int)]
    out = value(data, tuple(node for node, _ in pairs))

    def _backward() -> None:
        for node, slope in pairs:
            node.grad += slope * out.grad

    out._backward = _backward
    return out


def let_go(nodes: Sequence[Any]) -> None:
    """Free a graph at once: a result and its closure hold each other, and collecting such cycles takes longer."""
    for node in nodes:
        try:
            node._backward = None
        except BaseException:  # whatever their class does with it, the answer is there already
            return


def gradients(value: Any, cases: Sequence[Mapping[str, Any]], apply: Apply) -> list[dict[str, Any]]:
    """Replay each case until one raises: data before, gradients after a walk back over the tape."""
    replies = []
    for case in cases:
        try:
            replies.append(_gradients(value, case, apply))
        except BaseException as error:
            replies.append(failure(error))
            break
    return replies


def _gradients(value: Any, case: Mapping[str, Any], apply: Apply) -> dict[str, Any]:
    nodes = build(value, case["point"], case["operations"], apply)
    data = [number(node.data) for node in nodes]
    nodes[-1].grad = case["upstream"]
    for node in reversed(nodes[len(case["point"]) :]):
        attribute(node, "_backward")()
    reply = {"data": data, "gradients": [number(node.grad) for node in nodes]}
    after = [number(node.data) for node in nodes]
    let_go(nodes)
    return reply if after == data else reply | {"after": after}


def remembered(value: Any, cases: Sequence[Mapping[str, Any]], apply: Apply) -> list[Any]:
    """For each case the operands that its root remembers, as node numbers; -1 is a value of nobody's."""
    replies: list[Any] = []
    for case in cases:
        try:
            nodes = build(value, case["point"], case["operations"], apply)
            attribute(nodes[-1], "_backward")()  # a stub raises here: what is given earns nothing by itself
            places = {id(node): i for i, node in enumerate(nodes)}
            replies.append({"operands": sorted({places.get(id(x), -1) for x in attribute(nodes[-1], "_prev")})})
            let_go(nodes)
        except BaseException as error:
            replies.append(failure(error))
            break
    return replies
