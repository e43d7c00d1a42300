"""Wrong derivatives by hand are caught, each by its own exercise."""

from pathlib import Path

import pytest

from tests.submissions import grade, results, skeleton

DIFFERENCES = {
    "a forward difference": "return [(f(_moved(at, i, h)) - f(at)) / h for i in range(len(at))]",
    "divided by h": "return [(f(_moved(at, i, h)) - f(_moved(at, i, -h))) / h for i in range(len(at))]",
    "a step of its own": "return [(f(_moved(at, i, 1e-4)) - f(_moved(at, i, -1e-4))) / 2e-4 for i in range(len(at))]",
    "one pass too many": "f(at)\n    return [(f(_moved(at, i, h)) - f(_moved(at, i, -h))) / h / 2 for i in (0, 1, 2)]",
    "all inputs moved at once": "return [(f([x + h for x in at]) - f([x - h for x in at])) / (2 * h) for _ in at]",
    "at is moved": "for i in range(len(at)):\n        at[i] += h\n    return [f(at) / h] * len(at)",
    "signs exchanged": "return [(f(_moved(at, i, -h)) - f(_moved(at, i, h))) / (2 * h) for i in range(len(at))]",
}
FORWARD = {
    "the output alone": "return (x + y) * y",
    "hard-coded": "return -1.0, 3.0",
    "the other product": "return x + y, (x + y) * x",
    "in the other order": "return (x + y) * y, x + y",
}
BACKWARD = {
    "one of the two shares": "return y, a",
    "the other of the two shares": "return y, y",
    "hard-coded": "return -3.0, -4.0",
    "the upstream gradient is the output": "return y * b, (a + y) * b",
    "exchanged": "return a + y, y",
    "computed again": "return y, x + 2 * y",
}


PASSES = {
    "forward_pass": "def forward_pass(x, y):\n    return x + y, (x + y) * y\n",
    "backward_pass": "def backward_pass(x, y, a, b):\n    return y, a + y\n",
}


def _module(function: str, body: str) -> str:
    moved = "def _moved(at, i, h):\n    return [x + h * (i == j) for j, x in enumerate(at)]\n"
    return f"{moved}\n\ndef {function}:\n    {body}\n"


def _outcome(tmp_path: Path, function: str, body: str) -> str:
    written = function.partition("(")[0]
    name = "backward_pass" if written in PASSES else written
    beside = [text for other, text in PASSES.items() if other != written]
    report = grade(tmp_path, {"by_hand": "\n\n".join([*beside, _module(function, body)])}, exercises=[name])
    return results(report)[name].outcome


@pytest.mark.parametrize("body", DIFFERENCES.values(), ids=DIFFERENCES)
def test_a_wrong_central_difference_loses_points(body: str, tmp_path: Path) -> None:
    assert _outcome(tmp_path, "central_difference(f, at, h)", body) == "failed"


@pytest.mark.parametrize("body", FORWARD.values(), ids=FORWARD)
def test_a_wrong_forward_pass_loses_points(body: str, tmp_path: Path) -> None:
    assert _outcome(tmp_path, "forward_pass(x, y)", body) == "failed"


@pytest.mark.parametrize("body", BACKWARD.values(), ids=BACKWARD)
def test_a_wrong_backward_pass_loses_points(body: str, tmp_path: Path) -> None:
    assert _outcome(tmp_path, "backward_pass(x, y, a, b)", body) == "failed"


def test_hard_coded_numbers_earn_nothing_of_the_hidden_checks(tmp_path: Path) -> None:
    report = grade(tmp_path, {"by_hand": _module("backward_pass(x, y, a, b)", BACKWARD["hard-coded"])})
    checks = results(report)["backward_pass"].checks
    assert not any(check.outcome == "passed" for check in checks if not check.visible)


def test_the_skeleton_earns_nothing(tmp_path: Path) -> None:
    names = ["central_difference", "backward_pass"]
    assert grade(tmp_path, {"by_hand": skeleton("by_hand")}, exercises=names).points == 0


@pytest.mark.parametrize("text", PASSES.values(), ids=PASSES)
def test_each_pass_earns_its_own_checks(text: str, tmp_path: Path) -> None:
    report = grade(tmp_path, {"by_hand": text}, exercises=["backward_pass"])
    passed = [check.outcome == "passed" for check in results(report)["backward_pass"].checks]
    assert any(passed) and not all(passed)
