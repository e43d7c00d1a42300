"""Programs of matrices, and the truth about them: every entry of every node by central differences.

A grader writes `lambda x, w, b: relu(x @ w + b)` with a shape for each operand. What is differentiated is the sum of
the root's entries, each times its upstream gradient, so that every gradient has the shape of its node.
"""

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from autograder.errors import KitError
from autograder.programs.operations import FUNCTIONS, PRIMITIVES, SYMBOLS, Operation
from autograder.truth.central_differences import (
    ATTEMPTS,
    FOURTH_ORDER,
    SIXTH_ORDER,
    STENCIL,
    STEP,
    WIDEST_BOUND,
    Array,
    slopes,
)

MATMUL, MATMUL_CALLED = "@", "operator.matmul"  # the one operation that scalars do not have, and what is called for it
FAR_FROM_KINK = 0.05  # how far an operand is from a point without a derivative
AGAIN = -20.0  # times the gradient from above when a graph is walked back a second time
RECEIVED = 0.5  # what an operand has received before, from another use
Shape = tuple[int, ...]
Draw = Callable[[np.random.Generator], tuple[Array, ...]]
Shows = Callable[["TensorProgram", int, Array], bool]  # of a node's gradient


@dataclass(frozen=True)
class TensorProgram:
    """Nodes 0 … are the operands, of these shapes; each operation adds one; the last is the root.

    `names` and `text` are how it was written; `strided` says that the operands are not contiguous in memory.
    """

    shapes: tuple[Shape, ...]
    operations: tuple[Operation, ...]
    names: tuple[str, ...]
    text: str
    strided: bool = False

    def evaluate(self, point: Sequence[Array]) -> list[Array]:
        """Every node's value."""
        values = list(point)
        for operation in self.operations:
            values.append(_apply(operation, values))
        return values

    def nudged(self, data: Sequence[Array], node: int, nudge: Array) -> Array:
        """The root where a node of these values is moved, by a batch of nudges at once."""
        values, moved = list(data), {node}
        values[node] = data[node] + nudge
        for k, operation in enumerate(self.operations, start=len(self.shapes)):
            if k > node and not moved.isdisjoint(operation.operands):
                values[k] = _apply(operation, values)
                moved.add(k)
        return values[-1]


@dataclass(frozen=True)
class TensorCase:
    """A program at a point, with the truth: values and gradients of all nodes.

    `received` is what every entry of the operands' gradients holds before, and what `gradients` hold too; `twice` says
    that the same graph is walked back once more.
    """

    program: TensorProgram
    point: tuple[Array, ...]
    upstream: Array
    data: tuple[Array, ...]
    gradients: tuple[Array, ...]
    received: float = 0.0
    twice: bool = False

    def wire(self) -> dict[str, Any]:
        """The case as the worker needs it: the product is called, all else built by hand."""
        return {
            "point": [_wire(x) for x in self.point],
            "upstream": _wire(self.upstream),
            "operations": [self._asked(k) for k in range(len(self.program.operations))],
            "strided": self.program.strided,
            "received": self.received,
            "again": _wire(self.upstream * AGAIN) if self.twice else None,
        }

    def _asked(self, k: int) -> tuple[Any, ...]:
        op, operands = self.program.operations[k]
        if op == MATMUL:
            return MATMUL_CALLED, operands
        slopes = PRIMITIVES[op].slopes(*(self.data[int(x)] for x in operands))
        return _wire(self.data[len(self.point) + k]), operands, [_wire(x) for x in slopes]

    def again(self) -> "TensorCase":
        """What the same graph gives when it is walked back a second time, from other gradients."""
        before = [self.received if i < len(self.point) else 0.0 for i in range(len(self.gradients))]
        gradients = tuple(AGAIN * (x - b) + b for x, b in zip(self.gradients, before, strict=True))
        return replace(self, upstream=self.upstream * AGAIN, gradients=gradients, twice=False)


class TensorTracer:
    """Stands for a node while a function of matrices is recorded."""

    def __init__(self, operations: list[Operation], node: int, inputs: int, text: str) -> None:
        self._operations, self._node, self._inputs, self.text = operations, node, inputs, text

    def record(self, op: str, *operands: "TensorTracer") -> "TensorTracer":
        """The result of one operation."""
        texts = [x.text for x in operands]
        text = f"({f' {op} '.join(texts)})" if len(texts) > 1 else f"{op}({texts[0]})"
        self._operations.append(Operation(op, tuple(x._node for x in operands)))
        return TensorTracer(self._operations, self._inputs + len(self._operations) - 1, self._inputs, text)

    def __matmul__(self, other: "TensorTracer") -> "TensorTracer":
        return self.record(MATMUL, self, other)

    def __add__(self, other: "TensorTracer") -> "TensorTracer":
        return self.record(SYMBOLS["add"], self, other)


def __getattr__(name: str) -> Callable[[TensorTracer], TensorTracer]:
    """`relu` and every other function of one number, entry by entry, in a function to be traced."""
    if name in PRIMITIVES and PRIMITIVES[name].arity == 1:
        return lambda x: x.record(name, x)
    raise AttributeError(f"there is no operation {name} of one operand")


def tensor_case(function: Callable[..., TensorTracer], *shapes: Shape, strided: bool = False) -> TensorCase:
    """The function at a random point, the same in every run. Raises KitError where no point has a certain truth."""
    names = function.__code__.co_varnames[: len(shapes)]
    operations, text = recorded(function, names)
    return fair_case(TensorProgram(shapes, operations, names, f"o = {text}", strided))


def recorded(function: Callable[..., TensorTracer], names: Sequence[str]) -> tuple[tuple[Operation, ...], str]:
    """The operations of a function of as many matrices as there are names, and how it is written."""
    operations: list[Operation] = []
    root = function(*(TensorTracer(operations, i, len(names), name) for i, name in enumerate(names)))
    text = root.text.removeprefix("(").removesuffix(")") if root.text.startswith("(") else root.text
    return tuple(operations), text


def telling_tensors(function: Callable[..., TensorTracer], *shapes: Shape) -> list[TensorCase]:
    """The function at points that tell: rows and columns of 0, operands that are equal, ones, whole and large numbers.

    Every operand has received a gradient before, the graph is walked back twice, and one time from a gradient of 0.
    """
    return list(_telling(tensor_case(function, *shapes).program))


@lru_cache(maxsize=64)
def _telling(program: TensorProgram) -> tuple[TensorCase, ...]:
    rng = np.random.default_rng(len(program.shapes))
    wholes = [rng.integers(-3, 4, shape).astype(float) for shape in program.shapes]
    gaps = [x * (np.arange(x.shape[0]) % 2)[:, None] for x in wholes]  # every other row is 0
    points = [wholes, gaps, [40.0 * x for x in wholes], [1e-6 * x for x in wholes], list(map(np.ones, program.shapes))]
    cases = [case for point in points if (case := _case(program, tuple(point), rng))]
    if len(cases) < len(points):
        raise KitError(f"the gradients of {program.text} are not certain")
    last = cases[0]
    nothing = replace(last, upstream=last.upstream * 0.0, gradients=tuple(x * 0.0 for x in last.gradients))
    return tuple(_received(case) for case in (*cases, nothing))


def _received(case: TensorCase) -> TensorCase:
    """The same case after every operand has received a gradient, and twice."""
    operands = len(case.point)
    gradients = tuple(x + RECEIVED * (i < operands) for i, x in enumerate(case.gradients))
    return replace(case, gradients=gradients, received=RECEIVED, twice=True)


def uniform(rng: np.random.Generator, shape: Shape) -> Array:
    """Numbers of either sign, away from 0."""
    return np.asarray(rng.uniform(0.3, 1.7, shape) * rng.choice([-1.0, 1.0], shape))


@lru_cache(maxsize=128)  # by the program: a grader writes its function anew each time that it is asked
def fair_case(program: TensorProgram, shows: Shows = lambda *_: True, draw: Draw | None = None) -> TensorCase:
    """The program at a random point at which the gradient of every node `shows`, the same in every run.

    Raises KitError where no point has a certain truth.
    """
    rng = np.random.default_rng([zlib.crc32(repr((program.text, program.shapes)).encode()), program.strided])
    for _attempt in range(ATTEMPTS):
        point = draw(rng) if draw else tuple(uniform(rng, shape) for shape in program.shapes)
        if case := _case(program, point, rng, shows=shows):
            return case
    raise KitError(f"no fair point for {program.text}")


def _case(
    program: TensorProgram, point: tuple[Array, ...], rng: np.random.Generator, *, shows: Shows = lambda *_: True
) -> TensorCase | None:
    data = program.evaluate(point)
    if any(np.abs(x - kink).min() < FAR_FROM_KINK for x, kink in _near_kinks(program, data)):
        return None
    upstream = rng.uniform(1.2, 2.5, data[-1].shape) * rng.choice([-1.0, 1.0], data[-1].shape)
    gradients = []
    for node in range(len(data)):
        gradient, bound = _central(program, data, node, upstream)
        if bound > WIDEST_BOUND * max(1.0, float(np.abs(gradient).max())) or not shows(program, node, gradient):
            return None
        gradients.append(gradient)
    return TensorCase(program, point, upstream, tuple(data), tuple(gradients))


def _near_kinks(program: TensorProgram, data: Sequence[Array]) -> Iterator[tuple[Array, float]]:
    """Each operand of an operation with a kink, and where that is."""
    for op, operands in program.operations:
        if op != MATMUL:
            yield from ((data[int(x)], kink) for x in operands for kink in PRIMITIVES[op].kinks)


def _central(program: TensorProgram, data: Sequence[Array], node: int, upstream: Array) -> tuple[Array, float]:
    """The gradient of one node, entry by entry, and what it can be off by."""
    shape = data[node].shape
    size = int(np.prod(shape))
    nudges = np.eye(size)[:, None, :] * STENCIL[:, None] * STEP
    padded = nudges.reshape(size * len(STENCIL), *(1,) * (2 - len(shape)), *shape)  # a row stays a row in a batch
    root = program.nudged(data, node, padded)
    outputs = (root * upstream).sum(axis=(-1, -2)).reshape(size, len(STENCIL))
    sixth, fourth = slopes(outputs, SIXTH_ORDER), slopes(outputs, FOURTH_ORDER)
    return sixth.reshape(shape), float(np.abs(sixth - fourth).max())


def _apply(operation: Operation, values: Sequence[Array]) -> Array:
    op, operands = operation
    chosen = [values[int(x)] for x in operands]
    return np.asarray(_product(*chosen) if op == MATMUL else FUNCTIONS[op](*chosen))


def _product(a: Array, b: Array) -> Array:
    """a @ b, summed from the first term to the last: what a library makes of it depends on the machine."""
    return np.asarray(sum(a[..., :, k, None] * b[..., None, k, :] for k in range(b.shape[-2])))


def _wire(array: Array) -> dict[str, Any]:
    return {"shape": array.shape, "data": array.ravel().tolist()}
