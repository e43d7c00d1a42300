"""Counterexamples of calls of plain functions."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.judging.feedback.words import aligned, numbers
from autograder.judging.shortfalls import returns_nothing
from autograder.language import _, digits
from autograder.programs.program import Program
from autograder.report import Number
from autograder.sandbox.messages import Returned
from autograder.truth.calls import TORCH, Call, Lists
from autograder.truth.xor import Separates

SHOWN = 6  # numbers of an array that are shown


def wrong_return(symbol: str, call: Call, answer: Returned) -> str | None:
    """The counterexample when a call returned something else than expected, or None."""
    called = headline(symbol, call)
    expected = np.asarray(call.expected, dtype=float)
    if answer.shape == () and answer.data[0] == "NoneType":
        return called + "\n  " + returns_nothing(symbol)
    shape = call.holds.shape if call.holds else expected.shape
    if shape is not None and answer.shape != shape:
        return called + "\n" + aligned([(_("shape"), str(shape), _shape(answer))])
    if wrong := _held(call.holds, answer) if call.holds else _different(call, expected, answer):
        return called + "\n" + wrong
    if call.forwards is not None and answer.forwards != call.forwards:
        return called + "\n" + aligned([(passes_of(call), str(call.forwards), str(answer.forwards))])
    if not answer.unchanged:
        return called + "\n  " + _("the arguments must be left as they were")
    if not answer.steady:
        return called + "\n  " + _("after other calls, or when it is asked again, the answer is no longer the same")
    return None


def _different(call: Call, expected: np.ndarray[Any, Any], answer: Returned) -> str:
    """The first numbers that are not those expected, as rows; empty where all are."""
    wrong = [
        (_place(i, expected.shape), want, got)
        for i, (want, got) in enumerate(zip(expected.ravel().tolist(), answer.data, strict=True))
        if not _close(call, want, got)
    ]
    return numbers(wrong[:2]) if wrong else ""


def passes_of(call: Call) -> str:
    """What is counted while it is called."""
    return _("backward passes") if TORCH in call.arguments else _("forward passes")


def _held(holds: Separates | Lists, answer: Returned) -> str:
    """What has to hold of a result and does not, as rows; empty where all of it does."""
    if isinstance(holds, Lists):
        wrong = holds.wrong(answer.shape, answer.data)
        return aligned([(_("result"), str(list(holds.numbers)), wrong)]) if wrong else ""
    rows = [(name, want, digits(got)) for name, want, got in holds.wrong(answer.data)]
    return aligned(rows) if rows else ""


def _close(call: Call, want: float, got: Number) -> bool:
    return isinstance(got, (int, float)) and abs(want - got) <= call.atol + call.rtol * abs(want)


def _shape(answer: Returned) -> str:
    """A shape, or the name of what is no number at all."""
    return answer.data[0] if answer.shape == () and isinstance(answer.data[0], str) else str(answer.shape)


def _place(index: int, shape: Sequence[int]) -> str:
    places = [int(i) for i in np.unravel_index(index, shape)] if shape else []
    return _("result") + "".join(f"[{i}]" for i in places)


def headline(symbol: str, call: Call) -> str:
    """The call as a student would write it, long arguments by their size."""
    return f"{symbol}({', '.join(_shown(x) for x in call.arguments)})"


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
