"""`topological_sort` and `backward`, on graphs that are built by hand."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Reversible, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from autograder.sandbox.worker import Malformed, failure, number

from . import nodes
from .sets import Operands, numbered

BEFORE = 0.75  # the gradient that each value has when it is sorted, as after a backward pass
LARGE = 1_000  # nodes: a graph that is there for its size is asked once

# `view` says how a graph is shown: 0 and 2 with the operands as they stand, 1 the other way round. Where the order is
# asked for, nothing here knows it; where gradients are, the request says what a right `topological_sort` returns.


def order(module: Any, cases: Sequence[Mapping[str, Any]]) -> list[Any]:
    """For each case what `topological_sort(root)` returns, as places in the list of nodes; -1 is nobody's value."""
    replies: list[Any] = []
    for case in cases:
        try:
            replies.append(_order(module, case))
        except BaseException as error:
            replies.append(failure(error))
            break
    return replies


def _order(module: Any, case: Mapping[str, Any]) -> dict[str, Any]:
    value, flipped = nodes.sibling_value(module), case["view"] == 1
    count = range(len(case["nodes"]))
    with numbered(module, value, count[::-1] if flipped else count) as numbers:
        graph = nodes.build_in_no_order(value, case["nodes"], flipped=flipped, numbers=numbers)
        for node in graph:
            node.grad = BEFORE if case["view"] else 0.0
        before, places = _state(graph), {id(node): place for place, node in enumerate(graph)}
        labels, listed = _asked(module, places, graph[case["root"]])
        again = labels if len(graph) > LARGE else _asked(module, places, graph[case["root"]])[0]
        unchanged = _state(graph) == before
    nodes.let_go(graph)
    return {"labels": labels, "again": again, "listed": listed, "unchanged": unchanged}


def _asked(module: Any, places: Mapping[int, int], root: Any) -> tuple[list[int], bool]:
    """The places of what is returned, and whether it is a list; then the list is turned round, as `backward` may."""
    returned = _function(module, "topological_sort")(root)
    listed = isinstance(returned, list)
    if not listed and (not isinstance(returned, Reversible) or isinstance(returned, (str, bytes))):
        raise Malformed("list", "topological_sort", returned)  # `backward` walks it in reverse
    limit = 4 * len(places) + 8  # enough to see what is listed twice; a longer answer is no shorter a lesson
    labels = [places.get(id(node), -1) for node in itertools.islice(returned, limit)]
    if listed:
        returned.reverse()
    return labels, listed


def _state(graph: Sequence[Any]) -> list[Any]:
    """What a sort has to leave as it was."""
    state: list[Any] = []
    for node in graph:
        data, grad = node.data, node.grad
        plain = type(data) is float and type(grad) is float  # nearly always, and then nobody can change them
        state += (data, grad) if plain else (number(data), number(grad))
        operands = node._prev
        state.append([*map(id, operands.in_turn if type(operands) is Operands else operands)])
    return state


def backward(module: Any, cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """For each case the gradients after `backward(root)` and how often each operation's closure was called.

    `again` are the gradients when the same graph is walked back a second time, `kept` says whether they are still there
    when another graph has been walked back.
    """
    replies: list[dict[str, Any]] = []
    earlier: list[Any] = []
    for case in cases:
        try:
            reply, graph = _backward(module, case)
        except BaseException as error:
            replies.append(failure(error))
            break
        if replies:
            replies[-1]["kept"] = replies[-1]["again"] == _gradients(earlier)
        nodes.let_go(earlier)
        replies.append(reply)
        earlier = graph
    return replies


def _backward(module: Any, case: Mapping[str, Any]) -> tuple[dict[str, Any], list[Any]]:
    function, value, flipped = _function(module, "backward"), nodes.sibling_value(module), case["view"] == 1
    labels = case["labels"][::-1] if flipped else case["labels"]
    with numbered(module, value, labels) as numbers:
        graph = nodes.build(value, case["point"], case["operations"], flipped=flipped, numbers=numbers)
        calls, leaves = [0] * len(graph), len(case["point"])
        steps: list[Any] | None = [] if case.get("steps") else None
        told = partial(_note, steps, graph) if steps is not None else None
        for i, node in enumerate(graph[leaves:], start=leaves):
            node._backward = _counted(node._backward, calls, i, told=told)
        with _right_order(module, function, [graph[i] for i in case["order"]]):
            function(graph[-1])
            nodes.note(steps, -2 if steps else -1, graph)
            answer = {
                "data": nodes.as_numbers([x.data for x in graph]),
                "gradients": _gradients(graph),
                "calls": calls[leaves:],
            }
            answer |= {"steps": list(steps)} if steps is not None else {}
            for node in graph:
                node.grad = 0.0
            function(graph[-1])
    return answer | {"again": _gradients(graph)}, graph


def _note(steps: list[Any], graph: Sequence[Any], caller: int) -> None:
    """What each value holds: before the first call too."""
    if caller >= 0 or not steps:
        nodes.note(steps, caller, graph)


def _gradients(graph: Sequence[Any]) -> list[float | str]:
    return nodes.as_numbers([node.grad for node in graph])


@contextmanager
def _right_order(module: Any, function: Any, order: Sequence[Any]) -> Iterator[None]:
    """Meanwhile the module's own `topological_sort` answers from this order, where it is bound as a default too."""
    own = getattr(module, "topological_sort", None)
    if own is None:
        yield
        return

    def right(root: Any) -> list[Any]:
        needed = _needed(root)
        return [node for node in order if id(node) in needed]

    def replaced(x: Any) -> Any:
        return right if x is own else x

    defaults = getattr(function, "__defaults__", None), getattr(function, "__kwdefaults__", None)
    module.topological_sort = right
    try:
        if defaults[0]:
            function.__defaults__ = tuple(map(replaced, defaults[0]))
        if defaults[1]:
            function.__kwdefaults__ = {name: replaced(x) for name, x in defaults[1].items()}
        yield
    finally:
        module.topological_sort = own
        if defaults[0] or defaults[1]:
            function.__defaults__, function.__kwdefaults__ = defaults


def _needed(root: Any) -> set[int]:
    """What a value depends on, itself included."""
    found, left = {id(root)}, [root]
    for node in left:  # it grows meanwhile
        for x in node._prev:
            if id(x) not in found:
                found.add(id(x))
                left.append(x)
    return found


def _counted(closure: Any, calls: list[int], i: int, *, told: Callable[[int], None] | None) -> Callable[[], None]:
    """A closure whose calls are counted; the moments before and after each are told where somebody wants to know."""
    if told is not None:
        return partial(_call, closure, calls, i, told)

    def _backward() -> None:
        calls[i] += 1
        closure()

    return _backward


def _call(closure: Any, calls: list[int], i: int, told: Callable[[int], None]) -> None:
    calls[i] += 1
    told(-1)
    closure()
    told(i)


def _function(module: Any, name: str) -> Any:
    found = getattr(module, name, None)
    if not callable(found):
        raise Malformed("name", name, found)
    return found
