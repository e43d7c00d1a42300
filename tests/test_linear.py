"""Wrong neurons and wrong products are caught, each by its own exercise."""

from pathlib import Path

import pytest

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
    assert grade(tmp_path, {"linear": skeleton("linear")}, exercises=["neuron", "collapse"]).points == 0
