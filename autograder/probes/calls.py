"""Functions of numbers and arrays: called with given arguments, their results as a shape and plain numbers.

On the wire an array is {"shape", "data"}, a program {"inputs", "operations"} is a function of one list of floats,
and anything else stands for itself.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.worker import Malformed, failure, number, type_name

BINARY = {"+": operator.add, "*": operator.mul}


def returned(module: Any, symbol: str, calls: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """The result of each call until one raises, how often it called a program, and whether it changed a list."""
    function = getattr(module, symbol, None)
    if not callable(function):
        raise Malformed("name", symbol, function)
    replies: list[dict[str, Any]] = []
    for arguments in calls:
        try:
            replies.append(_call(function, arguments))
        except BaseException as error:
            replies.append(failure(error))
            break
    return replies


def _call(function: Callable[..., Any], arguments: Sequence[Any]) -> dict[str, Any]:
    counts: list[int] = []
    values = [decode(argument, counts) for argument in arguments]
    shape, data = encode(function(*values))
    unchanged = all(_same(decode(x, []), value) for x, value in zip(arguments, values, strict=True))
    return {"shape": shape, "data": data, "forwards": len(counts), "unchanged": unchanged}


def decode(argument: Any, counts: list[int]) -> Any:
    """An argument from the wire."""
    if isinstance(argument, Mapping) and "operations" in argument:
        return _function(argument, counts)
    if isinstance(argument, Mapping):
        import numpy

        return numpy.array(argument["data"], dtype=float).reshape(argument["shape"])
    return [decode(x, counts) for x in argument] if isinstance(argument, list) else argument


def encode(result: Any) -> tuple[list[int], list[float | str]]:
    """A result as its shape and its numbers; ragged lists and strangers are one stranger."""
    if hasattr(result, "shape") and hasattr(result, "ravel"):
        return [int(n) for n in result.shape], [number(x) for x in result.ravel().tolist()]
    if not isinstance(result, (list, tuple)):
        return [], [number(result)]
    parts = [encode(x) for x in result]
    if any(shape != parts[0][0] for shape, _ in parts):
        return [], [type_name(result)]
    return [len(parts), *(parts[0][0] if parts else [])], [x for _, data in parts for x in data]


def _function(program: Mapping[str, Any], counts: list[int]) -> Callable[[Sequence[float]], float]:
    def forward(x: Sequence[float]) -> float:
        counts.append(1)
        values = [*x]
        for op, operands in program["operations"]:
            values.append(BINARY[op](*(values[i] if type(i) is int else i for i in operands)))
        return values[-1]

    forward.__qualname__ = "f"  # what Python calls it when it is called wrongly
    return forward


def _same(before: Any, after: Any) -> bool:
    return callable(before) or encode(before) == encode(after)
