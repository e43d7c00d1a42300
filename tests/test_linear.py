"""Wrong neurons and wrong products are caught, each by its own exercise."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from autograder.sandbox.probes.calls import returned
from solutions.linear import XOR_POINTS
from tests.submissions import grade, results, skeleton

NEURONS = {
    "the sign of 0 is 0": "return np.sign(x @ w + b)",
    "no bias": "return np.where(x @ w >= 0, 1.0, -1.0)",
    "a step instead of a sign": "return np.where(x @ w + b >= 0, 1.0, 0.0)",
    "the line is on the negative side": "return np.where(x @ w + b > 0, 1.0, -1.0)",
    "one answer for a whole batch": "return 1.0 if np.sum(x @ w) + b >= 0 else -1.0",
    "the weighted sum itself": "return x @ w + b",
    "two dimensions only": "return np.where(x[..., 0] * w[0] + x[..., 1] * w[1] + b >= 0, 1.0, -1.0)",
}
PRODUCTS = {
    "in the wrong order": "p = weights[0]\n    for w in weights[1:]:\n        p = p @ w\n    return p",
    "element by element": "p = weights[0]\n    for w in weights[1:]:\n        p = w * p\n    return p",
    "two layers only": "return weights[-1] @ weights[0]",
    "without the first layer": "p = weights[1]\n    for w in weights[2:]:\n        p = w @ p\n    return p",
    "square layers only": "p = np.eye(2)\n    for w in weights:\n        p = w @ p\n    return p",
    "the list is used up": "p = weights.pop(0)\n    while weights:\n        p = weights.pop(0) @ p\n    return p",
}


def _neuron(body: str) -> str:
    return f"import numpy as np\n\n\ndef neuron(w, x, b):\n    {body}\n"


def _collapse(body: str) -> str:
    return f"import numpy as np\n\n\ndef collapse(weights):\n    {body}\n"


@pytest.mark.parametrize("body", NEURONS.values(), ids=NEURONS)
def test_a_wrong_neuron_loses_points(body: str, tmp_path: Path) -> None:
    report = grade(tmp_path, {"linear": _neuron(body)}, exercises=["neuron"])
    assert results(report)["neuron"].outcome in ("failed", "error")


@pytest.mark.parametrize("body", PRODUCTS.values(), ids=PRODUCTS)
def test_a_wrong_product_loses_points(body: str, tmp_path: Path) -> None:
    report = grade(tmp_path, {"linear": _collapse(body)}, exercises=["collapse"])
    assert results(report)["collapse"].outcome in ("failed", "error")


def test_hard_coded_answers_earn_nothing_of_the_hidden_checks(tmp_path: Path) -> None:
    body = "return np.array([[1.0, 2.0], [3.0, 7.0]])"
    report = grade(tmp_path, {"linear": _collapse(body)}, exercises=["collapse"])
    assert not any(check.outcome == "passed" for check in results(report)["collapse"].checks if not check.visible)


def test_the_skeleton_earns_nothing(tmp_path: Path) -> None:
    assert grade(tmp_path, {"linear": skeleton("linear")}, exercises=["neuron", "collapse", "xor_by_hand"]).points == 0


@pytest.mark.parametrize(("off", "steady"), [(1e-16, True), (1e-6, False)])
def test_the_last_bits_of_a_product_are_no_other_answer(off: float, steady: bool) -> None:
    calls: list[float] = []

    def double(x: float) -> float:
        calls.append(x)
        return 2 * x * (1 + len(calls) * off)

    [reply] = returned(SimpleNamespace(double=double), "double", [[0.7]])
    assert reply["steady"] is steady


RIGHT_FOLDS = {
    "the two sides of the diagonal": "[[1, -1, 0], [-1, 1, 0], [1, 1, -0.5]]",
    "at least one, and both": "[[1, 1, 0], [1, 1, -1], [1, -2, -0.5]]",
    "neither, and both": "[[-1, -1, 1], [1, 1, -1], [-1, -1, 0.5]]",
    "one of them alone each": "[[3, -2, -1], [-2, 3, -1], [1, 1, -1]]",
    "an output that is 0 counts as positive": "[[1, -1, 0], [-1, 1, 0], [1, 1, -1]]",
    "an array": "np.array([[1.0, -1.0, 0.0], [-1.0, 1.0, 0.0], [2.0, 2.0, -1.0]])",
    "tuples": "((1, -1, 0), (-1, 1, 0), (2, 2, -1))",
}
WRONG_FOLDS = {
    "no fold": ("[[1, 1, 5], [0, 0, 0], [1, 0, -5.5]]", "o(1, 1)  expected < 0  yours 1.5"),
    "not a number": ('[[float("nan")] * 3] * 3', "o  expected ±1  yours nan"),
    "without end": ('[[1, -1, 0], [-1, 1, 0], [float("inf"), 1, -1]]', "o  expected ±1  yours nan"),
    "the output alone": ("[1, 1, -1]", "shape  expected (3, 3)  yours (3,)"),
    "four neurons": ("[[0, 0, 0]] * 4", "shape  expected (3, 3)  yours (4, 3)"),
}


def _folded(rows: str) -> str:
    return f"import numpy as np\n\n\ndef xor_by_hand():\n    return {rows}\n"


@pytest.mark.parametrize("rows", RIGHT_FOLDS.values(), ids=RIGHT_FOLDS)
def test_any_weights_that_solve_xor_are_right(rows: str, tmp_path: Path) -> None:
    report = grade(tmp_path, {"linear": _folded(rows)}, exercises=["xor_by_hand"])
    assert report.complete, results(report)["xor_by_hand"].checks


@pytest.mark.parametrize(("rows", "told"), WRONG_FOLDS.values(), ids=WRONG_FOLDS)
def test_weights_that_do_not_solve_xor_are_shown_where(rows: str, told: str, tmp_path: Path) -> None:
    [check] = results(grade(tmp_path, {"linear": _folded(rows)}, exercises=["xor_by_hand"]))["xor_by_hand"].checks
    assert (check.outcome, told in check.message) == ("failed", True), check.message


def test_no_weights_at_random_solve_xor_without_a_fold() -> None:
    rng = np.random.default_rng(3)
    for rows in rng.normal(size=(2000, 3, 3)):
        (u, a), (v, b), (w, c) = ((row[:2], row[2]) for row in rows)
        linear = [(w[0] * (u @ x + a) + w[1] * (v @ x + b) + c >= 0) for x in XOR_POINTS]
        assert linear != [False, True, True, False]
