"""PyTorch's stand-in does what PyTorch does with the lines of the course, and `gradcheck` needs no other exercise."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox.probes.pytorch import Torch
from solutions.by_hand import central_difference
from solutions.tensor import in_pytorch
from tests.submissions import grade, reference, results, skeleton

AT = (2.0, -3.0)
EXPRESSIONS: dict[str, Callable[[Any, Any], Any]] = {
    "the slide": lambda x, y: (x + y) * y,
    "from the right": lambda x, y: 2.0 * x - 3.0 + (1.0 - y) * x,
    "a quotient": lambda x, y: x / y + 1.5,
    "powers": lambda x, y: x**2 - y**3,
    "one of them alone": lambda x, y: y * y,
}
WRONG = {
    "the same graph twice": ("b.backward()\n        b.backward()", "error"),
    "no gradient is asked for": ("torch.tensor(x)", "error"),
    "the answers of the slide": ("return [(-3.0, -4.0), (-6.0, -8.0)]", "failed"),
}


def _leaves(torch: Any) -> list[Any]:
    return [torch.tensor(x, requires_grad=True) for x in AT]


@pytest.mark.parametrize("f", EXPRESSIONS.values(), ids=EXPRESSIONS)
def test_the_stand_in_finds_the_derivatives(f: Callable[[Any, Any], Any]) -> None:
    x, y = _leaves(Torch())
    f(x, y).backward()
    found = [0.0 if leaf.grad is None else leaf.grad.item() for leaf in (x, y)]
    assert found == pytest.approx(central_difference(lambda p: f(*p), list(AT), 1e-4), abs=1e-5)


def test_gradients_accumulate_in_place_and_a_graph_is_walked_once() -> None:
    x, y = _leaves(Torch())
    b = (x + y) * y
    b.backward()
    kept = x.grad
    with pytest.raises(RuntimeError, match="a second time"):
        b.backward()
    ((x + y) * y).backward(retain_graph=True)
    assert (kept.item(), y.grad.item()) == (-6.0, -8.0)
    x.grad.zero_()
    assert kept.item() == 0.0


def test_one_leaf_of_two_numbers_will_do() -> None:
    p = Torch().tensor(AT, requires_grad=True)
    ((p[0] + p[1]) * p[1]).backward()
    (p * p).sum().backward()
    assert p.grad.tolist() == [1.0, -10.0]


def test_what_pytorch_refuses_is_refused() -> None:
    torch = Torch()
    with pytest.raises(RuntimeError, match="floating point"):
        torch.tensor(2, requires_grad=True)
    with pytest.raises(RuntimeError, match="does not require grad"):
        torch.tensor(2.0).backward()
    with pytest.raises(RuntimeError, match="scalar outputs"):
        torch.tensor(AT, requires_grad=True).backward()


def test_the_reference_says_the_same_to_pytorch() -> None:
    torch: Any = pytest.importorskip("torch", exc_type=ImportError)
    assert in_pytorch(torch, *AT) == in_pytorch(Torch(), *AT) == [(-3.0, -4.0), (-6.0, -8.0)]


@pytest.mark.parametrize(("line", "outcome"), WRONG.values(), ids=WRONG)
def test_wrong_lines_lose_points(line: str, outcome: str, tmp_path: Path) -> None:
    text = reference("tensor")
    changed = {"return": "u = torch.tensor", "torch": "torch.tensor(x, requires_grad=True)", "b": "b.backward()"}
    old = next(old for begin, old in changed.items() if line.startswith(begin))
    new = f"{line}\n    {old}" if line.startswith("return") else line
    assert old in text
    report = grade(tmp_path, {"tensor": text.replace(old, new, 1)}, exercises=["in_pytorch"])
    assert results(report)["in_pytorch"].outcome == outcome and report.points < 0.3


def test_gradcheck_needs_no_other_exercise(tmp_path: Path) -> None:
    for name, by_hand in {
        "to do": skeleton("by_hand"),
        "wrong": "def central_difference(f, at, h):\n    return [0.0] * len(at)\n",
        "no Python": "def central_difference(",
    }.items():
        texts = {"backward": reference("backward"), "by_hand": by_hand}
        assert grade(tmp_path / name, texts, exercises=["gradcheck"]).complete, name


def test_a_gradcheck_of_its_own_differences_is_as_good(tmp_path: Path) -> None:
    own = "moved = lambda i, h: f([x + h * (i == j) for j, x in enumerate(at)])"
    slopes = "slopes = [(moved(i, h) - moved(i, -h)) / (2 * h) for i in range(len(at))]"
    text = reference("backward").replace("slopes = central_difference(f, at, h)", f"{own}\n    {slopes}")
    assert own in text and grade(tmp_path, {"backward": text}, exercises=["gradcheck"]).complete
