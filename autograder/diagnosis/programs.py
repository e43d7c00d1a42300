"""The fixed set of small programs that tell misconceptions apart, smallest first; written as graders are.

The points are no numbers that a student would choose: a coincidence there would give a mistake a wrong name. A change
here changes every signature: make exercises.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol, Self

import numpy as np

from autograder.programs.operations import PRIMITIVES, TABLE
from autograder.programs.program import Program
from autograder.programs.trace import RECORDED, Tracer, relu, trace
from autograder.truth.calls import Call, checked, twice_in_pytorch, walked_back
from autograder.truth.networks import Sizes
from autograder.truth.tensors import TensorCase, tensor_case
from autograder.truth.training import Training, training


class Check(Protocol):
    """What can be asked for here, as a grader asks for it: see judging/check.py."""

    def of(self, symbol: str) -> Self:
        """Of another function that belongs to the exercise."""

    def gradients(self, subject: Any, *, at: Sequence[float] | None = None) -> None: ...
    def remembers(self, subject: Any) -> None: ...
    def order(self, subject: Any) -> None: ...
    def backward(self, subject: Any, *, at: Sequence[float] | None = None) -> None: ...
    def returns(self, *calls: Call) -> None: ...
    def tensors(self, *cases: TensorCase) -> None: ...
    def remembers_tensors(self, *cases: TensorCase) -> None: ...
    def parameters(self, *sizes: Sizes) -> None: ...
    def networks(self, *sizes: Sizes) -> None: ...
    def descends(self, *trainings: Training) -> None: ...


AT = (1.7, -0.6, 0.35)
EQUAL = (1.3, 1.3)


def _at(function: Callable[..., Tracer], point: Sequence[float] = AT) -> list[float]:
    return list(point[: function.__code__.co_argcount])


def _gradients(check: Check, *functions: Callable[..., Tracer]) -> None:
    for function in functions:
        check.gradients(function, at=_at(function))


def _add(check: Check) -> None:
    check.remembers(lambda a, b: a + b)
    check.remembers(lambda a: a + a)
    _gradients(
        check,
        lambda a: a + a,
        lambda a, b: a + b,
        lambda a: a + 2.5,
        lambda a: 2.5 + a,
        lambda a, b: (a + b) + a,
        lambda a, b: a + (a + b),
        lambda a, b: (a + b) + b,
        lambda a, b: (a + b) * b,
        lambda a, b: a * b + a,
        lambda a, b: a + a * b,
        lambda a, b: _twice(a + b),
        lambda a, b, c: (a + b) * (b + c),
    )
    check.gradients(lambda a, b: a + b, at=EQUAL)
    check.gradients(lambda a, b: a + b, at=[0.0, 0.8])


def _mul(check: Check) -> None:
    check.remembers(lambda a, b: a * b)
    check.remembers(lambda a: a * a)
    _gradients(
        check,
        lambda a: a * a,
        lambda a, b: a * b,
        lambda a: a * 2.5,
        lambda a: 2.5 * a,
        lambda a, b: (a * b) * a,
        lambda a, b: a * (a * b),
        lambda a, b: (a * b) * b,
        lambda a, b: a * b + b,
        lambda a, b: (a + b) * a,
        lambda a, b: a * (a + b),
        lambda a, b: _squared(a * b),
        lambda a, b, c: a * b + b * c,
    )
    check.gradients(lambda a, b: a * b, at=EQUAL)
    check.gradients(lambda a, b: a * b, at=[0.0, 0.8])


def _relu(check: Check) -> None:
    check.remembers(lambda a: relu(a))
    for x in (1.7, -0.6, 0.35, -2.3, 0.0):
        check.gradients(lambda a: relu(a), at=[x])
    for point in ([1.7, 0.35], [1.7, -0.6]):
        check.gradients(lambda a, b: relu(a * b) * -1.4, at=point)
        check.gradients(lambda a, b: relu(a) * b + a, at=point)
        check.gradients(lambda a, b: relu(a + b) + relu(a + b) * b, at=point)
        check.gradients(lambda a, b: a * b + relu(b), at=point)
        check.gradients(lambda a, b: relu(b) + a * b, at=point)
    for point in ([-1.4, 0.35], [-1.4, -0.6]):  # b receives less than 0
        check.gradients(lambda a, b: a * b + relu(b), at=point)
        check.gradients(lambda a, b: relu(b) + a * b, at=point)
    check.gradients(lambda a: relu(a) + relu(a), at=[0.35])
    check.gradients(lambda a: relu(relu(a)), at=[1.7])


def _function(op: str, check: Check) -> None:
    """A function of one number in general: alone, on both sides of 0, and where its operand is used again."""
    f, (low, high) = RECORDED[op], PRIMITIVES[op].domain
    check.remembers(lambda a: f(a))
    for x in (1.7, -0.6, 0.35, -1.3):
        if low < x < high:
            check.gradients(lambda a: f(a), at=[x])
    for point in ([1.1, 0.35], [0.8, -0.6]):
        check.gradients(lambda a, b: f(a * 0.5) * -1.4 + b, at=point)
        check.gradients(lambda a, b: f(a) * b + a, at=point)
        check.gradients(lambda a, b: f(a) + f(a) * b, at=point)
        check.gradients(lambda a, b: a * b + f(a), at=point)
    check.gradients(lambda a: f(a) + f(a), at=[0.35])
    check.gradients(lambda a: f(f(a)), at=[0.6])


def _graphs() -> tuple[Callable[..., Tracer], ...]:
    """A leaf, chains, diamonds, and values that are reached by ways of different lengths."""
    return (
        lambda a: a,
        lambda a: a * a,
        lambda a, b: a * b,
        lambda a: a * 2.5 + 0.4,
        lambda a, b: (a + b) * b,
        lambda a, b: b * (a + b),
        lambda a, b: _squared(a * b),
        _diamond,
        _stairs,
        lambda a, b: ((a * b + b) * b + a) * a,
        lambda a, b: a * (a + b * (b + a * b)),
        _ladder,
    )


def _topological_sort(check: Check) -> None:
    for function in _graphs():
        check.order(function)


def _backward(check: Check) -> None:
    for function in _graphs():
        check.backward(function, at=_at(function))


def _twice(x: Tracer) -> Tracer:
    return x + x


def _squared(x: Tracer) -> Tracer:
    return x * x


def _diamond(a: Tracer, b: Tracer) -> Tracer:
    c = a * b
    return c * (c + a)


def _stairs(a: Tracer, b: Tracer) -> Tracer:
    c = a + b
    d = c * b
    return (d + c) * (d * c)


def _ladder(a: Tracer, b: Tracer) -> Tracer:
    p, q = a, b
    for _ in range(3):
        p, q = p + q, q * p
    return p + q


def _neuron(check: Check) -> None:
    w = np.array([1.7, -0.6])
    grid = np.array([[x, y] for x in (-2.1, -0.4, 0.3, 1.9) for y in (-3.2, -0.7, 0.2, 2.6)])
    for point in ([1.1, 0.4], [-1.1, 0.4]):
        check.returns(Call((w, np.array(point), 0.25), 1.0 if point[0] > 0 else -1.0))
    for b in (0.9, -0.9, 2.3):
        check.returns(Call((w, grid, b), np.where(grid @ w + b >= 0, 1.0, -1.0)))
    check.returns(Call((np.array([1.0, -1.0]), np.array([2.0, 1.0]), -1.0), 1.0))
    check.returns(Call((np.array([0.5, -1.5, 0.8]), np.array([[0.3, 0.2, -0.9], [1.2, -0.1, 0.4]]), 0.1), [-1.0, 1.0]))


def _collapse(check: Check) -> None:
    square, other = np.array([[1.7, -0.6], [0.35, 1.2]]), np.array([[0.4, 1.1], [-1.3, 0.9]])
    wide, narrow = np.array([[0.5, -1.2, 0.7], [1.4, 0.3, -0.8]]), np.array([[0.9, -0.4]])
    for layers in ([square], [square, other], [wide, square], [square, other, square], [wide, other, square, narrow]):
        product = layers[0]
        for layer in layers[1:]:
            product = layer @ product
        check.returns(Call((layers,), product))


def _backward_pass(check: Check) -> None:
    for x, y in ((1.7, -0.6), (-2.3, 0.35), (0.0, 0.8), (0.8, 0.0)):
        check.of("forward_pass").returns(Call((x, y), [x + y, (x + y) * y]))
        check.returns(walked_back(x, y))
    check.returns(walked_back(1.7, -0.6, kept=0.45))


def _central_difference(check: Check) -> None:
    functions = [trace(lambda a: a * a), trace(lambda a: a * a * a), trace(lambda a, b: (a + b) * b)]
    functions += [trace(lambda a, b, c: a * b + b * c)]
    for program in functions:
        for h in (0.125, 0.5):
            at = list(AT[: program.inputs])
            check.returns(Call((program, at, h), _differences(program, at, h), atol=1e-6, forwards=2 * program.inputs))


def _differences(program: Program, at: Sequence[float], h: float) -> list[float]:
    moved = [[[x + side * h * (i == j) for j, x in enumerate(at)] for side in (1, -1)] for i in range(len(at))]
    return [(program.evaluate(up)[-1] - program.evaluate(down)[-1]) / (2 * h) for up, down in moved]


def _gradcheck(check: Check) -> None:
    product, sums = trace(lambda a, b: (a + b) * b), trace(lambda a, b, c: a * b + b * c)
    at, cube, fold = list(AT), trace(lambda a: a * a * a), trace(lambda a: relu(a))
    for off in ((0.0, 0.0), (0.9, 0.0), (0.0, -0.9), (-0.9, 0.9)):
        check.returns(checked(product, at[:2], *off, h=0.125, tolerance=0.05))
    check.returns(
        *(
            checked(sums, at, *off, h=0.25, tolerance=0.05)
            for off in ((0.0, 0.7, 0.0), (0.7, 0.0, -0.7), (0.01, 0.0, 0.0))
        )
    )
    check.returns(
        *(checked(sums, at, *off, h=0.25, tolerance=0.05) for off in ((-2 * at[1], 0.0, 0.0), (0.0, 0.0, 0.7)))
    )
    check.returns(*(checked(cube, at[:1], off, h=h, tolerance=0.05) for h in (0.5, 0.0625) for off in (0.0, -0.4, 0.4)))
    check.returns(*(checked(fold, [0.0], off, h=0.125, tolerance=0.05) for off in (0.0, -0.5, 0.5)))


def _in_pytorch(check: Check) -> None:
    check.returns(*(twice_in_pytorch(x, y) for x, y in ((1.7, -0.6), (-2.3, 0.35), (0.0, 0.8), (0.8, 0.0))))


def _matmul(check: Check) -> None:
    check.remembers_tensors(tensor_case(lambda a, b: a @ b, (2, 3), (3, 4)))
    check.tensors(tensor_case(lambda a, b: a @ b, (1, 1), (1, 1)))
    check.tensors(tensor_case(lambda a, b: a @ b, (2, 2), (2, 2)))
    check.tensors(tensor_case(lambda a: a @ a, (2, 2)))
    check.tensors(tensor_case(lambda a, b: a @ b, (1, 2), (2, 1)))
    check.tensors(tensor_case(lambda a, b: a @ b, (2, 3), (3, 4)))
    check.tensors(tensor_case(lambda a, b: a @ b + a, (2, 2), (2, 2)))
    check.tensors(tensor_case(lambda x, w, b: x @ w + b, (3, 2), (2, 2), (2,)))
    check.tensors(tensor_case(lambda a, b, c: a @ b @ c, (2, 2), (2, 2), (2, 2)))
    check.tensors(tensor_case(lambda a, b, c: a @ (b @ c), (2, 2), (2, 2), (2, 2)))


def _mlp(check: Check) -> None:
    check.parameters((1, 1), (2, 3, 1))
    check.networks((3, 1), (2, 3, 1), (1, 3, 2, 2))


def _train(check: Check) -> None:
    one, two = [([1.7], 2.1)], [([1.7], 2.1), ([-0.6], 0.35)]
    three = [*two, ([0.9], -1.3)]
    check.descends(
        training(lambda x, w: x * w, one, [0.35], steps=1, rate=0.13),
        training(lambda x, w, b: x * w + b, two, [0.35, -0.6], steps=1, rate=0.13),
        training(lambda x, w, b: x * w + b, two, [0.35, -0.6], steps=3, rate=0.07),
        training(lambda x, u, v: x * u * v, one, [0.8, -1.1], steps=2, rate=0.07),
        training(lambda x, u, v: x * u * v + u * v * v, three, [0.8, -1.1], steps=2, rate=0.07),
        training(lambda x, u, v, b: relu(x * u + b) * v + b, three, [0.8, -1.1, 0.3], steps=3, rate=0.05),
    )


PROGRAMS: dict[str, Callable[[Check], None]] = {
    "neuron": _neuron,
    "collapse": _collapse,
    "central_difference": _central_difference,
    "backward_pass": _backward_pass,
    "add": _add,
    "mul": _mul,
    "relu": _relu,
    "topological_sort": _topological_sort,
    "backward": _backward,
    "mlp": _mlp,
    "train": _train,
    "matmul": _matmul,
    "gradcheck": _gradcheck,
    "in_pytorch": _in_pytorch,
}
# An operation that is a function is recognised without more: its exercise bears its name.
PROGRAMS |= {
    row.symbol: partial(_function, row.symbol) for row in TABLE if not row.operator and row.symbol not in PROGRAMS
}
