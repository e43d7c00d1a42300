"""Checks of functions of numbers and arrays: what they return, how often they ask for a forward pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from autograder.feedback import aligned, digits
from autograder.language import _
from autograder.messages import Number, Returned
from autograder.program import Program
from autograder.shortfalls import returns_nothing

SHOWN = 6  # numbers of an array that are shown


@dataclass(frozen=True)
class Call:
    """A call and what it has to return: a number, a list or an array (shape and all), to a tolerance.

    `forwards` is how many forward passes it may ask of the program among its arguments.
    """

    arguments: tuple[Any, ...]
    expected: ArrayLike
    rtol: float = 1e-9
    atol: float = 1e-9
    forwards: int | None = None

    def wire(self) -> list[Any]:
        """The arguments as the worker takes them."""
        return [_wire(argument) for argument in self.arguments]

    def headline(self, symbol: str) -> str:
        """The call as a student would write it, long arguments by their size."""
        return f"{symbol}({', '.join(_shown(x) for x in self.arguments)})"


def wrong_return(symbol: str, call: Call, answer: Returned) -> str | None:
    """The counterexample when a call returned something else than expected, or None."""
    headline = call.headline(symbol)
    expected = np.asarray(call.expected, dtype=float)
    if answer.shape == () and answer.data[0] == "NoneType":
        return headline + "\n  " + returns_nothing(symbol)
    if answer.shape != expected.shape:
        return headline + "\n" + aligned([(_("shape"), str(expected.shape), _shape(answer))])
    wrong = [
        (i, want, got)
        for i, (want, got) in enumerate(zip(expected.ravel().tolist(), answer.data, strict=True))
        if not _close(call, want, got)
    ]
    if wrong:
        rows = [(_place(i, expected.shape), digits(want), digits(got)) for i, want, got in wrong[:2]]
        return headline + "\n" + aligned(rows)
    if call.forwards is not None and answer.forwards != call.forwards:
        return headline + "\n" + aligned([(_("forward passes"), str(call.forwards), str(answer.forwards))])
    return None if answer.unchanged else headline + "\n  " + _("the arguments must be left as they were")


def _close(call: Call, want: float, got: Number) -> bool:
    return isinstance(got, (int, float)) and abs(want - got) <= call.atol + call.rtol * abs(want)


def _shape(answer: Returned) -> str:
    """A shape, or the name of what is no number at all."""
    return answer.data[0] if answer.shape == () and isinstance(answer.data[0], str) else str(answer.shape)


def _place(index: int, shape: Sequence[int]) -> str:
    places = [int(i) for i in np.unravel_index(index, shape)] if shape else []
    return _("result") + "".join(f"[{i}]" for i in places)


def _wire(argument: Any) -> Any:
    if isinstance(argument, np.ndarray):
        return {"shape": argument.shape, "data": argument.ravel().tolist()}
    if isinstance(argument, Program):
        return {"inputs": argument.inputs, "operations": argument.operations}
    return [_wire(x) for x in argument] if isinstance(argument, (list, tuple)) else argument


def _shown(argument: Any) -> str:
    if isinstance(argument, Program):
        names = argument.input_names()
        return f"f({', '.join(names)}): {argument}"
    if isinstance(argument, np.ndarray):
        return _numbers(argument)
    if isinstance(argument, (list, tuple)):
        return "[" + ", ".join(_shown(x) for x in argument[:SHOWN]) + (", …" if len(argument) > SHOWN else "") + "]"
    return digits(argument) if isinstance(argument, (int, float)) else repr(argument)


def _numbers(array: np.ndarray[Any, Any]) -> str:
    if array.size > SHOWN:
        return _("array {shape}").format(shape=" × ".join(map(str, array.shape)))
    return _shown(array.tolist())
