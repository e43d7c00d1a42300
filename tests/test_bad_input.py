"""A bad module has one clear message, costs its own exercises only, and never shows our own traceback."""

from pathlib import Path

import pytest

from autograder.report import CheckResult
from tests.submissions import grade, reference, results

VALUE = ["add", "mul"]
OTHERS = ["relu", "topological_sort", "backward"]


def _graded(tmp_path: Path, value: str) -> CheckResult:
    """Grade a bad `value` beside right siblings, which keep their points; its first check."""
    modules = {"value": value, "relu": reference("relu"), "backward": reference("backward")}
    report = results(grade(tmp_path, modules, exercises=VALUE + OTHERS))
    for name in OTHERS:
        assert report[name].points == report[name].max_points, report[name]
    assert max(report["add"].points, report["mul"].points) < 0.2
    check = next(check for check in report["add"].checks if check.outcome != "passed")
    assert check.message
    return check


@pytest.mark.parametrize(
    ("text", "outcome", "message", "line"),
    [
        ("", "todo", "is empty", None),
        ("x = 1\ndef f(:\n", "error", "SyntaxError", 2),
        ("import math\n\nraise RuntimeError('no')\n", "error", "RuntimeError: no", 3),
        ("import sys\nsys.exit(3)\n", "error", "SystemExit: 3", 2),
        ("import os\nos._exit(3)\n", "crashed", "exit status 3", None),
        ("while True:\n    pass\n", "timeout", "top level", None),
        ("from math import no_such_name\n", "error", "no_such_name", 1),
        ("class Number:\n    pass\n", "error", "`Value.__add__` is not defined", None),
        ("Value = 3\n", "error", "`Value` is not defined", None),
    ],
    ids=lambda x: repr(x)[:30],
)
def test_a_module_that_does_not_load(tmp_path: Path, text: str, outcome: str, message: str, line: int | None) -> None:
    check = _graded(tmp_path, text)
    assert check.outcome == outcome and message in check.message
    assert (check.where or "").endswith(f"value.py:{line}" if line else "")
    assert not line or check.message.endswith(f"\n  {text.splitlines()[line - 1].strip()}")  # their own line is quoted
    assert "autograder" not in check.message + (check.where or "")


def test_a_module_that_prints_a_megabyte_is_graded(tmp_path: Path) -> None:
    report = grade(tmp_path, {"value": reference("value") + "\nprint('x' * 1_000_000)\n"}, exercises=VALUE)
    assert report.complete


def test_a_missing_module_is_to_do(tmp_path: Path) -> None:
    report = results(grade(tmp_path, {"relu": reference("relu")}, exercises=[*VALUE, "relu"]))
    assert report["add"].outcome == "todo" and "value.py is missing" in report["add"].checks[0].message
    assert report["relu"].points == report["relu"].max_points


def _value(body: str) -> str:
    """A `Value` whose `__add__` and `__mul__` have this body."""
    lines = "\n".join("        " + line for line in body.splitlines())
    return f"""
class Value:
    def __init__(self, data, _children=()):
        self.data = data
        self.grad = 0.0
        self._prev = set(_children)
        self._backward = lambda: None

    def __add__(self, other):
{lines}

    def __mul__(self, other):
{lines}
"""


@pytest.mark.parametrize(
    ("body", "outcome", "message"),
    [
        ("return None", "failed", "returns nothing"),
        ("return 3.0", "failed", "has to return a Value, and returns: float"),
        ("out = Value(float('nan'), (self, other))\nreturn out", "failed", "nan"),
        (
            "out = Value(0.0, (self, other))\nout._backward = lambda: setattr(self, 'grad', 1e999)\nreturn out",
            "failed",
            "",
        ),
        ("return 1 / 0", "error", "ZeroDivisionError"),
        ("while True: pass", "timeout", "no answer within"),
        ("return self.__add__(other)", "error", "RecursionError"),
        ("import os\nos.abort()", "crashed", "signal"),
    ],
    ids=lambda x: repr(x)[:30],
)
def test_a_wrong_body(tmp_path: Path, body: str, outcome: str, message: str) -> None:
    check = _graded(tmp_path, _value(body))
    assert check.outcome == outcome and message in check.message


def test_a_value_without_backward_is_told_so(tmp_path: Path) -> None:
    text = _value("return Value(self.data + other.data, (self, other))").replace(
        "self._backward = lambda: None", "pass"
    )
    assert "has no attribute `_backward`" in _graded(tmp_path, text).message


def test_infinite_gradients_are_shown_as_what_they_are(tmp_path: Path) -> None:
    body = """out = Value(self.data + other.data, (self, other))
def _backward():
    self.grad = other.grad = float("inf")
out._backward = _backward
return out"""
    report = results(grade(tmp_path, {"value": _value(body)}, exercises=["add"]))
    failed = next(check for check in report["add"].checks if check.outcome == "failed")
    assert "yours inf" in failed.message


def test_one_hung_exercise_costs_the_other_of_its_module_nothing(tmp_path: Path) -> None:
    hung = reference("value").replace("        other = as_value(other)\n", "        while True: pass\n", 1)
    report = results(grade(tmp_path, {"value": hung}, exercises=VALUE))
    assert report["add"].outcome == "timeout"
    assert report["mul"].points == report["mul"].max_points
