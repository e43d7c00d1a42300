"""Graphs of a submission's `Value`: built in tape order, with everything that is not under grading built by hand."""

import importlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from autograder.sandbox.worker import Malformed, attribute, failure, number

from .sets import Numbers, keep_order

# On the wire an operation is [what to call, operands], to be done by the submission, or [data, operands, local
# derivatives], to be built by hand. An operand that is an int is a node, one that is a float is a constant.
Wire = Sequence[Any]
FEW = 12  # nodes of a graph whose steps are kept
HOME = "exercises.value"  # the module that holds `Value`


def as_numbers(found: Sequence[object]) -> list[float | str]:
    """Plain finite floats as they are, without a call for each; anything else by its name."""
    return [x if type(x) is float and x - x == 0.0 else number(x) for x in found]


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
    if not isinstance(value, type):
        value = getattr(importlib.import_module(HOME), "Value", None)
    if not isinstance(value, type):
        raise Malformed("name", "Value", value)
    return value


@cache
def called(path: str) -> Any:
    """What an operation of a request is done with: "operator.add", "exercises.relu.relu"."""
    module, _, name = path.rpartition(".")
    function = getattr(importlib.import_module(module), name, None)
    if not callable(function):
        raise Malformed("name", name, function)
    return function


def build(
    value: Any,
    point: Sequence[float],
    operations: Sequence[Wire],
    *,
    received: float | None = None,
    flipped: bool = False,
    numbers: Numbers | None = None,
) -> list[Any]:
    """The nodes of a program, leaves first; each leaf has received a gradient before, where one is given.

    A node's operands are walked from left to right, or the other way round where `flipped`. Each node gets one of the
    `numbers` before it is an operand.
    """
    nodes = [value(x) for x in point]
    for node in nodes:
        if numbers:
            numbers.give(node)
        if received is not None:
            node.grad = received
    whole = all(type(x) is int for x in point)
    for operation in operations:
        path, operands = operation[0], operation[1]
        if isinstance(path, str):
            chosen = [nodes[x] if isinstance(x, int) else _plain(x, whole) for x in operands]
            node = _result(value, path, called(path)(*chosen))
        else:
            node = by_hand(value, operation, nodes)
        nodes.append(node)
        if numbers:
            numbers.give(node)
        indices = [nodes[x] for x in operands if isinstance(x, int)]
        keep_order(node, indices[::-1] if flipped else indices)
    return nodes


def build_in_no_order(value: Any, wires: Sequence[Wire], *, flipped: bool, numbers: Numbers) -> list[Any]:
    """The nodes of a program from [data, operands as places in the list]: when they were made says nothing of an order.

    All are there before one is made anew with its operands.
    """
    nodes = [value(data) for data, _operands in wires]
    numbers.give_all(nodes)
    for node, (data, operands) in zip(nodes, wires, strict=True):
        if operands:
            chosen = [nodes[x] for x in operands]
            node.__init__(data, tuple(chosen))
            keep_order(node, chosen[::-1] if flipped else chosen)
            node._backward = _nothing
    return nodes


def _nothing() -> None:
    """What is attached where nobody asks for gradients."""


def _plain(x: float, whole: bool) -> float:
    """A plain number as an operand: among whole numbers it is one too."""
    return int(x) if whole and x == int(x) else x


def _result(value: Any, op: str, result: Any) -> Any:
    """What an operation returned, if it can stand in a graph."""
    missing = "data" if not hasattr(result, "data") else "grad" if not hasattr(result, "grad") else ""
    if missing:
        raise Malformed("attribute", missing, result) if isinstance(result, value) else Malformed("result", op, result)
    return result


def closure(node: Any) -> Callable[[], None]:
    """The `_backward` of a result. What is attached there may be no function: what a call of it returned."""
    found: Callable[[], None] = attribute(node, "_backward")
    if not callable(found):
        raise Malformed("closure", "_backward", found)
    return found


def by_hand(value: Any, operation: Wire, nodes: Sequence[Any]) -> Any:
    """A result whose closure adds upstream gradient times the local derivatives that came with the request."""
    data, operands, local = operation
    pairs = [(nodes[x], slope) for x, slope in zip(operands, local, strict=True) if isinstance(x, int)]
    out = value(data, tuple([node for node, _ in pairs]))

    def _backward() -> None:
        for node, slope in pairs:
            node.grad += slope * out.grad

    out._backward = _backward
    return out


def let_go(nodes: Sequence[Any]) -> None:
    """Free a graph at once: a result and its closure hold each other, and collecting such cycles takes longer."""
    try:
        for node in nodes:
            node._backward = None
    except BaseException:  # whatever their class does with it, the answer is there already
        return


def gradients(value: Any, cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Replay each case until one raises: data before, gradients after a walk back over the tape."""
    replies = []
    for case in cases:
        try:
            replies.append(_gradients(value, case))
        except BaseException as error:
            replies.append(failure(error))
            break
    return replies


def _gradients(value: Any, case: Mapping[str, Any]) -> dict[str, Any]:
    leaves = len(case["point"])
    nodes = build(value, case["point"], case["operations"], received=case.get("received"))
    data = as_numbers([node.data for node in nodes])
    steps: list[Any] | None = [] if case.get("steps") else None
    reply = {"data": data, "gradients": _walk(nodes, leaves, case["upstream"], steps=steps)}
    if steps is not None:
        reply["steps"] = steps
    if "again" in case:
        for i, node in enumerate(nodes):
            node.grad = case.get("received", 0.0) if i < leaves else 0.0
        reply["again"] = _walk(nodes, leaves, case["again"])
    after = as_numbers([node.data for node in nodes])
    let_go(nodes)
    return reply if after == data else reply | {"after": after}


def _walk(nodes: Sequence[Any], leaves: int, upstream: float, *, steps: list[Any] | None = None) -> list[float | str]:
    """The gradients after each closure was called, from the root to the leaves; `steps` are those of each moment."""
    nodes[-1].grad = upstream
    note(steps, -1, nodes)
    for i in range(len(nodes) - 1, leaves - 1, -1):
        closure(nodes[i])()
        if steps is not None:
            note(steps, i, nodes)
    return as_numbers([node.grad for node in nodes])


def note(steps: list[Any] | None, caller: int, nodes: Sequence[Any]) -> None:
    """Keep what each value holds after a closure was called, that of the node `caller`; -1 is the start."""
    if steps is not None and len(nodes) <= FEW and len(steps) <= 4 * FEW:
        steps.append([caller, as_numbers([node.grad for node in nodes])])


def remembered(value: Any, cases: Sequence[Mapping[str, Any]]) -> list[Any]:
    """For each case the operands that its root remembers, as node numbers; -1 is a value of nobody's."""
    replies: list[Any] = []
    for case in cases:
        try:
            nodes = build(value, case["point"], case["operations"])
            closure(nodes[-1])()  # a stub raises here: what is given earns nothing by itself
            places = {id(node): i for i, node in enumerate(nodes)}
            replies.append({"operands": sorted({places.get(id(x), -1) for x in attribute(nodes[-1], "_prev")})})
            let_go(nodes)
        except BaseException as error:
            replies.append(failure(error))
            break
    return replies
