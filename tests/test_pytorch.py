"""The reference and PyTorch agree on random programs. PyTorch is no dependency: one job of the workflow installs it."""

import operator
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

import numpy as np
import pytest

from autograder.course import load_course
from autograder.submission.cells import notebook_text
from autograder.truth.central_differences import Array, Case
from autograder.truth.random_cases import random_cases
from solutions import network
from solutions.backward import backward
from solutions.relu import relu
from solutions.tensor import Tensor
from solutions.value import Value

torch: Any = pytest.importorskip("torch", exc_type=ImportError)

SIZES = (4, 8, 12, 16, 20)  # operations in a scalar program
SCALAR_PROGRAMS, TENSOR_PROGRAMS = 1000, 200
CLOSE = 1e-12  # both compute in double precision; only the order in which shares are added differs


def assert_close(ours: Any, theirs: Any, shown: str) -> None:
    """The same gradients, relative to the largest of them."""
    scale = max(1.0, *(float(np.abs(x).max()) for x in theirs))
    for mine, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine, other, rtol=0, atol=CLOSE * scale, err_msg=shown)


# Scalars


@pytest.mark.parametrize("size", SIZES)
def test_values_have_the_gradients_of_pytorch(size: int) -> None:
    cases = random_cases("+* relu", count=SCALAR_PROGRAMS // len(SIZES), operations=size)
    for case in cases:
        assert_close(_by_value(case), _by_pytorch(case), f"{case.program} at {case.point}")
    assert {op for case in cases for op, _ in case.program.operations} == {"+", "*", "relu"}


def _by_value(case: Case) -> list[float]:
    leaves = [Value(x) for x in case.point]
    backward(case.program.evaluate(leaves, relu)[-1])
    return [leaf.grad for leaf in leaves]


def _by_pytorch(case: Case) -> list[float]:
    leaves = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in case.point]
    case.program.evaluate(leaves, torch.relu)[-1].backward()
    return [0.0 if leaf.grad is None else float(leaf.grad) for leaf in leaves]  # None: the root does not depend on it


# Tensors: a step is a leaf's array, or an operation and the nodes that it takes; the last node's entries are summed.

Step = Array | tuple[str, tuple[int, ...]]
OPERATIONS: dict[str, Callable[..., Any]] = {
    "@": operator.matmul,
    "+": operator.add,
    "relu": lambda x: x.relu() if hasattr(x, "relu") else np.maximum(x, 0.0),
    "T": operator.attrgetter("T"),
}


def random_steps(seed: int, operations: int = 6) -> list[Step]:
    """Operations on the newest node and another one that fits: an earlier node or a new leaf."""
    rng = np.random.default_rng(seed)
    steps: list[Step] = [rng.normal(size=rng.integers(1, 5, 2))]
    for name in rng.choice(list(OPERATIONS), operations, p=[0.45, 0.3, 0.15, 0.1]).tolist():
        nodes = replay(steps, lambda array: array)
        newest = len(steps) - 1
        if name not in ("@", "+"):
            steps.append((name, (newest,)))
            continue
        wanted = _partner(name, nodes[newest].shape, rng)
        fitting = [i for i, node in enumerate(nodes) if node.shape == wanted]
        if fitting and rng.random() < 0.6:
            steps.append((name, (newest, int(rng.choice(fitting)))))
        else:
            steps += [rng.normal(size=wanted), (name, (newest, newest + 1))]
    return steps


def _partner(name: str, shape: tuple[int, ...], rng: np.random.Generator) -> tuple[int, ...]:
    """The shape of a second operand; in a sum often one that is repeated."""
    if name == "@":
        return shape[1], int(rng.integers(1, 5))
    shapes = [shape, (1, shape[1]), (shape[1],), (shape[0], 1), (1, 1)]
    return shapes[rng.integers(len(shapes))]


def replay(steps: Sequence[Step], leaf: Callable[[Array], Any]) -> list[Any]:
    """Every node, on leaves of any kind."""
    nodes: list[Any] = []
    for step in steps:
        nodes.append(OPERATIONS[step[0]](*(nodes[i] for i in step[1])) if isinstance(step, tuple) else leaf(step))
    return nodes


def _gradients(steps: Sequence[Step], leaf: Callable[[Array], Any], walk: Callable[[Any], None]) -> list[Any]:
    nodes = replay(steps, leaf)
    walk(nodes[-1].sum())
    return [np.asarray(node.grad) for node, step in zip(nodes, steps, strict=True) if not isinstance(step, tuple)]


def test_tensors_have_the_gradients_of_pytorch() -> None:
    programs = [random_steps(seed) for seed in range(TENSOR_PROGRAMS)]
    for steps in programs:
        ours = _gradients(steps, Tensor, backward)  # type: ignore[arg-type]
        theirs = _gradients(steps, lambda x: torch.tensor(x, requires_grad=True), lambda root: root.backward())
        assert_close(ours, theirs, str(steps))
    assert {step[0] for steps in programs for step in steps if isinstance(step, tuple)} == set(OPERATIONS)


# The notebook's own comparison


def test_the_notebook_prints_the_gradients_of_pytorch_beside_its_own() -> None:
    cell = next(cell for cell in load_course().cells["en"] if cell.name == "pytorch")
    with redirect_stdout(StringIO()) as printed:
        exec(notebook_text(cell), {**vars(network), "Tensor": Tensor})
    rows = [row.split() for row in printed.getvalue().splitlines()]
    assert [row[0] for row in rows] == ["Value", "Tensor", "PyTorch"]
    assert rows[0][1:7] == rows[1][1:7] == rows[2][1:7]
    assert all(float(row[-1]) < CLOSE for row in rows)


# Test the tester


def test_one_wrong_share_in_a_thousand_programs_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def replacing(self: Tensor, other: Tensor) -> Tensor:
        out = Tensor(self.data @ other.data, (self, other))

        def _backward() -> None:
            self.grad = out.grad @ other.data.T
            other.grad += self.data.T @ out.grad

        out._backward = _backward
        return out

    monkeypatch.setattr(Tensor, "__matmul__", replacing)
    with pytest.raises(AssertionError):
        test_tensors_have_the_gradients_of_pytorch()
