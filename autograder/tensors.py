"""Programs of matrices, and the truth about them: every entry of every node by central differences.

A grader writes `lambda x, w, b: relu(x @ w + b)` with a shape for each operand. What is differentiated is the sum of
the root's entries, each times its upstream gradient, so that every gradient has the shape of its node.
"""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from autograder.errors import KitError
from autograder.feedback import aligned, braces, digits
from autograder.gradcheck import ATOL, ATTEMPTS, FOURTH_ORDER, RTOL, SIXTH_ORDER, STENCIL, STEP, WIDEST_BOUND, Array
from autograder.language import _
from autograder.messages import Matrix, TensorReplay
from autograder.program import Operation

FAR_FROM_KINK = 0.05  # how far relu's operands are from 0
Shape = tuple[int, ...]


@dataclass(frozen=True)
class TensorProgram:
    """Nodes 0 … are the operands, of these shapes; each operation ("@", "+" or "relu") adds one; the last is the root.

    `names` and `text` are how it was written; `strided` says that the operands are not contiguous in memory.
    """

    shapes: tuple[Shape, ...]
    operations: tuple[Operation, ...]
    names: tuple[str, ...]
    text: str
    strided: bool = False

    def evaluate(self, point: Sequence[Array], node: int = -1, nudge: Array | None = None) -> list[Array]:
        """Every node's value; one node may be nudged, by a batch of nudges at once."""
        values: list[Array] = []
        for i in range(len(self.shapes) + len(self.operations)):
            value = point[i] if i < len(point) else _apply(self.operations[i - len(point)], values)
            values.append(value if i != node or nudge is None else value + nudge)
        return values


@dataclass(frozen=True)
class TensorCase:
    """A program at a point, with the truth: values and gradients of all nodes."""

    program: TensorProgram
    point: tuple[Array, ...]
    upstream: Array
    data: tuple[Array, ...]
    gradients: tuple[Array, ...]

    def wire(self) -> dict[str, Any]:
        """The case as the worker needs it."""
        return {
            "point": [_wire(x) for x in self.point],
            "upstream": _wire(self.upstream),
            "operations": self.program.operations,
            "strided": self.program.strided,
        }


class TensorTracer:
    """Stands for a node while a function of matrices is recorded."""

    def __init__(self, operations: list[Operation], node: int, inputs: int, text: str) -> None:
        self._operations, self._node, self._inputs, self.text = operations, node, inputs, text

    def record(self, op: str, text: str, *operands: "TensorTracer") -> "TensorTracer":
        """The result of one operation."""
        self._operations.append(Operation(op, tuple(x._node for x in operands)))
        return TensorTracer(self._operations, self._inputs + len(self._operations) - 1, self._inputs, text)

    def __matmul__(self, other: "TensorTracer") -> "TensorTracer":
        return self.record("@", f"({self.text} @ {other.text})", self, other)

    def __add__(self, other: "TensorTracer") -> "TensorTracer":
        return self.record("+", f"({self.text} + {other.text})", self, other)


def relu(x: TensorTracer) -> TensorTracer:
    """The operation `relu` in a function to be traced."""
    return x.record("relu", f"relu({x.text})", x)


@lru_cache(maxsize=64)
def tensor_case(function: Callable[..., TensorTracer], *shapes: Shape, strided: bool = False) -> TensorCase:
    """The function at a random point, the same in every run. Raises KitError where no point has a certain truth."""
    operations: list[Operation] = []
    names = function.__code__.co_varnames[: len(shapes)]
    root = function(*(TensorTracer(operations, i, len(shapes), name) for i, name in enumerate(names)))
    text = root.text.removeprefix("(").removesuffix(")") if root.text.startswith("(") else root.text
    return fair_case(TensorProgram(shapes, tuple(operations), names, f"y = {text}", strided))


def fair_case(program: TensorProgram, accepts: Callable[[TensorCase], bool] = lambda _case: True) -> TensorCase:
    """The program at a random point that is accepted, the same in every run.

    Raises KitError where no point has a certain truth.
    """
    rng = np.random.default_rng([zlib.crc32(repr((program.text, program.shapes)).encode()), program.strided])
    for _attempt in range(ATTEMPTS):
        point = tuple(rng.uniform(0.3, 1.7, shape) * rng.choice([-1.0, 1.0], shape) for shape in program.shapes)
        if (case := _case(program, point, rng)) and accepts(case):
            return case
    raise KitError(f"no fair point for {program.text}")


def _case(program: TensorProgram, point: tuple[Array, ...], rng: np.random.Generator) -> TensorCase | None:
    data = program.evaluate(point)
    kinks = [data[int(x)] for op, (x, *_rest) in program.operations if op == "relu"]
    if any(np.abs(x).min() < FAR_FROM_KINK for x in kinks):
        return None
    upstream = rng.uniform(1.2, 2.5, data[-1].shape) * rng.choice([-1.0, 1.0], data[-1].shape)
    gradients = []
    for node in range(len(data)):
        gradient, bound = _central(program, point, node, upstream)
        if bound > WIDEST_BOUND * max(1.0, float(np.abs(gradient).max())):
            return None
        gradients.append(gradient)
    return TensorCase(program, point, upstream, tuple(data), tuple(gradients))


def _central(program: TensorProgram, point: Sequence[Array], node: int, upstream: Array) -> tuple[Array, float]:
    """The gradient of one node, entry by entry, and what it can be off by."""
    shape = program.evaluate(point)[node].shape
    size = int(np.prod(shape))
    nudges = np.eye(size)[:, None, :] * STENCIL[:, None] * STEP
    padded = nudges.reshape(size * len(STENCIL), *(1,) * (2 - len(shape)), *shape)  # a row stays a row in a batch
    root = program.evaluate(point, node, padded)[-1]
    outputs = (root * upstream).sum(axis=(-1, -2)).reshape(size, len(STENCIL))
    sixth, fourth = outputs @ SIXTH_ORDER / STEP, outputs @ FOURTH_ORDER / STEP
    return sixth.reshape(shape), float(np.abs(sixth - fourth).max())


def _apply(operation: Operation, values: Sequence[Array]) -> Array:
    op, operands = operation
    chosen = [values[int(x)] for x in operands]
    if op == "@":
        return np.asarray(chosen[0] @ chosen[1])
    return np.asarray(chosen[0] + chosen[1]) if op == "+" else np.maximum(chosen[0], 0.0)


def _wire(array: Array) -> dict[str, Any]:
    return {"shape": array.shape, "data": array.ravel().tolist()}


def wrong_tensors(case: TensorCase, replay: TensorReplay) -> str | None:
    """The counterexample of values, then of gradients (the operands' first), then of data that backward changed."""
    names = _names(case)
    steps = (
        (replay.data, case.data, "{}", 1e-9),
        (replay.gradients, case.gradients, "dL/d{}", RTOL),
        (replay.after or replay.data, case.data, "{}.data", 1e-9),
    )
    for answers, truths, form, rtol in steps:
        for name, got, want in zip(names, answers, truths, strict=True):
            if row := _wrong(got, want, form.format(name), rtol):
                return headline(case) + "\n" + aligned([row])
    return None


def wrong_operands(case: TensorCase, replay: TensorReplay) -> str | None:
    """The counterexample when the root's `_prev` does not hold exactly its operands."""
    names, expected = _names(case), set(case.program.operations[-1].operands)
    got = replay.operands[-1] if replay.operands else ()
    if set(got) == expected:
        return None
    shown = [names[i] if 0 <= i < len(names) else _("another value") for i in got]
    row = ("y._prev", braces([names[int(i)] for i in sorted(expected)]), braces(shown))
    return headline(case) + "\n" + aligned([row])


def _wrong(got: Matrix, want: Array, name: str, rtol: float) -> tuple[str, str, str] | None:
    if got.shape != want.shape:
        stranger = got.data[0] if got.shape == () and isinstance(got.data[0], str) else str(got.shape)
        return _("shape of {name}").format(name=name), str(want.shape), stranger
    atol = ATOL + rtol * max(1.0, float(np.abs(want).max()))
    for index, mine, theirs in zip(np.ndindex(want.shape), want.ravel().tolist(), got.data, strict=True):
        if not (isinstance(theirs, (int, float)) and abs(mine - theirs) <= atol):
            place = "".join(f"[{i}]" for i in index)
            return name + place, digits(mine), digits(theirs)
    return None


def headline(case: TensorCase) -> str:
    """`y = x @ w + b   with x 4 × 2, w 2 × 3, b 3`."""
    shapes = [" × ".join(map(str, shape)) for shape in case.program.shapes]
    shown = ", ".join(f"{name} {shape}" for name, shape in zip(_names(case), shapes, strict=False))
    line = f"{case.program.text}   " + _("with {shapes}").format(shapes=shown)
    return line + ("\n  " + _("operands that are not contiguous in memory") if case.program.strided else "")


def _names(case: TensorCase) -> list[str]:
    names = case.program.names
    return [*names, *(f"v{k}" for k in range(len(names), len(case.data) - 1)), "y"]
