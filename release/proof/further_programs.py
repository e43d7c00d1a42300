"""Many more programs than the diagnosis has, drawn at random: on them a name is put to the test.

What is recognised by the few programs of the diagnosis has to answer what the named misconception answers here too.
What the right answer would be does not matter.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

import numpy as np

from autograder.judging.check import Check
from autograder.programs.enumerate import enumerate_programs
from autograder.programs.operations import OPERATORS, TABLE, Primitive
from autograder.programs.trace import RECORDED, Tracer, relu
from autograder.truth.calls import Call, checked, twice_in_pytorch, walked_back
from autograder.truth.central_differences import Case, fair_cases
from autograder.truth.random_cases import random_cases
from autograder.truth.tensors import TensorCase, TensorTracer, tensor_case
from autograder.truth.tensors import relu as tensor_relu
from autograder.truth.training import Training, training

SEED = 20
BENT = " ".join([OPERATORS, *(row.symbol for row in TABLE if row.kinks)])


def _cases(ops: str = OPERATORS) -> list[Case]:
    deep = random_cases(ops, count=15, operations=9, inputs=3)
    return [*_small_cases(ops), *deep]


def _small_cases(ops: str = OPERATORS) -> list[Case]:
    """With no more orders of sets than are tried."""
    drawn = random_cases(ops, count=25, operations=4, inputs=2)
    return [*fair_cases(enumerate_programs(operations=2)), *drawn]


def _operator(check: Check) -> None:
    check.remembers([case.program for case in _cases()])
    check.gradients(_cases())
    check.gradients(lambda a: a * 0.7 + 1.9)
    check.gradients(lambda a: (0.3 + a) * (a * -1.7))


def _function(row: Primitive, check: Check) -> None:
    f = RECORDED[row.symbol]
    check.gradients(_cases(f"{OPERATORS} {row.symbol}"))
    for x in (0.5, *row.kinks):
        check.gradients(lambda a: f(a) * 3.0 + f(a + 0.0), at=[x])
    check.gradients(lambda a, b: f(f(a * b) + f(b)), at=[0.8, -0.9])


def _order(check: Check) -> None:
    check.order([case.program for case in _small_cases()])


def _backward(check: Check) -> None:
    check.backward(_small_cases(BENT))


def _neuron(check: Check) -> None:
    rng = np.random.default_rng(SEED)
    for size in (1, 2, 2, 3, 5) * 4:
        check.returns(Call((rng.normal(size=size), rng.normal(size=(4, size)), float(rng.normal())), 0.0))
        w, x = rng.integers(-2, 3, (2, size)).astype(float)  # many of them exactly on the line
        check.returns(Call((w, x, float(rng.integers(-2, 3))), 0.0))


def _collapse(check: Check) -> None:
    rng = np.random.default_rng(SEED)
    for depth in (1, 2, 3, 4) * 5:
        sizes = rng.integers(1, 4, depth + 1) if depth % 2 else [int(rng.integers(1, 4))] * (depth + 1)
        check.returns(Call(([rng.normal(size=(n, m)) for m, n in pairwise(sizes)],), 0.0))


def _both_passes(check: Check) -> None:
    for x, y, kept in np.random.default_rng(SEED).normal(scale=3.0, size=(30, 3)).tolist():
        check.of("forward_pass").returns(Call((x, y), 0.0))
        check.returns(walked_back(x, y), walked_back(x, y, kept=kept))


def _differences(check: Check) -> None:
    rng = np.random.default_rng(SEED)
    for case in random_cases(OPERATORS, count=25, operations=5):
        check.returns(Call((case.program, list(case.point), float(rng.uniform(0.01, 0.9))), 0.0))


def _gradcheck(check: Check) -> None:
    rng = np.random.default_rng(SEED)
    for case in random_cases(OPERATORS, count=40, operations=5):
        off = rng.choice([0.0, 0.0, 0.7, -0.7, 0.02, -3.0], case.program.inputs).tolist()
        check.returns(checked(case.program, list(case.point), *off, h=float(rng.uniform(0.01, 0.9)), tolerance=0.1))


def _in_pytorch(check: Check) -> None:
    check.returns(*(twice_in_pytorch(x, y) for x, y in np.random.default_rng(SEED).normal(size=(20, 2)).tolist()))


def _matmul(check: Check) -> None:
    check.remembers_tensors(*_tensors())
    check.tensors(*_tensors())


def _tensors() -> Iterator[TensorCase]:
    rng = np.random.default_rng(SEED)
    for _ in range(6):
        k, m, n, p = rng.integers(1, 4, 4).tolist()
        yield tensor_case(_product, (k, m), (m, n))
        yield tensor_case(_left, (k, m), (m, n), (n, p))
        yield tensor_case(_right, (k, m), (m, n), (n, p))
        yield tensor_case(_folded, (k, m), (m, n), (1, n), (n, p))
        yield tensor_case(_shared, (k, k), (k, k))


def _product(a: TensorTracer, b: TensorTracer) -> TensorTracer:
    return a @ b


def _left(a: TensorTracer, b: TensorTracer, c: TensorTracer) -> TensorTracer:
    return (a @ b) @ c


def _right(a: TensorTracer, b: TensorTracer, c: TensorTracer) -> TensorTracer:
    return a @ (b @ c)


def _folded(x: TensorTracer, w: TensorTracer, b: TensorTracer, v: TensorTracer) -> TensorTracer:
    return tensor_relu(x @ w + b) @ v


def _shared(a: TensorTracer, b: TensorTracer) -> TensorTracer:
    c = a @ b
    return c @ (c + a) + b @ b


def _mlp(check: Check) -> None:
    sizes = ((1, 1), (2, 1), (4, 1), (1, 2, 1), (2, 2, 1), (2, 2, 2), (3, 4, 2), (2, 3, 3, 1), (3, 2, 2, 2))
    check.parameters(*sizes)
    check.networks(*sizes)


def _train(check: Check) -> None:
    check.descends(*_trainings())


def _trainings() -> Iterator[Training]:
    rng = np.random.default_rng(SEED)
    for model, inputs, parameters in ((_line, 1, 2), (_plane, 2, 3), (_curve, 1, 2), (_fold, 1, 3)) * 6:
        rows = rng.normal(size=(int(rng.integers(1, 5)), inputs + 1)).tolist()
        start = (rng.uniform(0.3, 1.2, parameters) * rng.choice([-1.0, 1.0], parameters)).tolist()
        steps, rate = int(rng.integers(1, 4)), float(rng.uniform(0.01, 0.08))
        yield training(model, [(row[:-1], row[-1]) for row in rows], start, steps=steps, rate=rate)


def _line(x: Tracer, w: Tracer, b: Tracer) -> Tracer:
    return x * w + b


def _plane(x: Tracer, z: Tracer, u: Tracer, v: Tracer, b: Tracer) -> Tracer:
    return x * u + z * v + b


def _curve(x: Tracer, u: Tracer, v: Tracer) -> Tracer:
    return (x * u + v) * (x + v) * u


def _fold(x: Tracer, u: Tracer, b: Tracer, v: Tracer) -> Tracer:
    return relu(x * u + b) * v + relu(b * x) * u


FURTHER: dict[str, Callable[[Check], None]] = {
    "neuron": _neuron,
    "collapse": _collapse,
    "central_difference": _differences,
    "backward_pass": _both_passes,
    "topological_sort": _order,
    "backward": _backward,
    "mlp": _mlp,
    "train": _train,
    "matmul": _matmul,
    "gradcheck": _gradcheck,
    "in_pytorch": _in_pytorch,
}
# An operator's exercise bears Python's name of it, a function's its own.
FURTHER |= {row.operator or row.symbol: _operator if row.operator else partial(_function, row) for row in TABLE}
