"""Central differences with an error bound: what every gradient is compared with.

All programs of a check are evaluated together: each node of each program is nudged by the steps of a
sixth-order stencil, in one vectorised pass. The fourth-order estimate from the same evaluations says how far
the sixth-order one can be off (Fornberg 1988, "Generation of finite difference formulas", table 1).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from autograder.errors import KitError
from autograder.program import Operation, Program

Array = NDArray[np.float64]

STEP = 2.0**-10  # a power of two: x + STEP is exact; truncation and rounding are both about 1e-12
STENCIL = np.array([-3.0, -2.0, -1.0, 1.0, 2.0, 3.0])
SIXTH_ORDER = np.array([-1.0, 9.0, -45.0, 45.0, -9.0, 1.0]) / 60.0
FOURTH_ORDER = np.array([0.0, 1.0, -8.0, 8.0, -1.0, 0.0]) / 12.0

RTOL = 1e-6  # what a right solution may be off by, relative to the largest gradient of its program
ATOL = 1e-9
WIDEST_BOUND = RTOL / 10  # a truth less certain than this is no truth
SMALLEST_GRADIENT = 1e-2  # a gradient that is not zero must be well above tolerance
LARGEST_VALUE = 1e6
ATTEMPTS = 200

CODES = {"+": 0, "*": 1, "relu": 2}


@dataclass(frozen=True)
class Case:
    """A program at a point, with the truth. `low` and `high` differ only at a kink, where any subgradient is right.

    `data` (values), `low` and `high` (gradients, times `upstream`) have one number for each node;
    `tolerance` is what a gradient may be off by.
    """

    program: Program
    point: tuple[float, ...]
    upstream: float
    data: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    tolerance: float

    def with_upstream(self, upstream: float) -> "Case":
        """The same case seeded with another gradient at the root."""
        factor = upstream / self.upstream
        low = tuple([x * factor for x in self.low])
        high = low if self.low is self.high else tuple([x * factor for x in self.high])
        ends = (low, high) if factor > 0 else (high, low)
        tolerance = ATOL + abs(factor) * self.tolerance
        return Case(self.program, self.point, upstream, self.data, *ends, tolerance)

    def accepts(self, node: int, gradient: object) -> bool:
        """Whether a plain number is the gradient at a node."""
        if not isinstance(gradient, (int, float)):
            return False
        return self.low[node] - self.tolerance <= gradient <= self.high[node] + self.tolerance


def local_derivatives(op: str, operands: Sequence[float]) -> tuple[float, ...]:
    """d result / d operand for each operand of one operation."""
    if op == "+":
        return (1.0, 1.0)
    if op == "*":
        return (operands[1], operands[0])
    return (1.0 if operands[0] > 0 else 0.0,)


def case_at(program: Program, point: Sequence[float], upstream: float = 1.0) -> Case:
    """The truth of one program at a point that the author chose.

    Raises KitError when the central difference is not certain there.
    """
    if _kinks(program, point):
        return _case_at_kink(program, point, upstream)
    truth = _Truth([program], np.array([point], dtype=float))
    if not truth.certain[0]:
        raise KitError(f"the gradient of {program} at {tuple(point)} is not certain")
    [case] = truth.cases([0], [upstream])
    return case


@lru_cache(maxsize=256)
def fair_cases(programs: tuple[Program, ...]) -> tuple[Case, ...]:
    """Each program at a random point, the same in every run, where the truth is certain and shows.

    There the inputs are distinct, every gradient is either zero or well above tolerance, at least one input's
    is not zero, no kink is near, and the upstream gradient is not 1. Raises KitError where no such point is found.
    """
    cases: dict[int, Case] = {}
    for shape, group in groupby(
        sorted(range(len(programs)), key=lambda i: _shape(programs[i])), lambda i: _shape(programs[i])
    ):
        indices = list(group)
        rng = np.random.default_rng([*shape, len(indices), programs[indices[0]].seed])
        for _attempt in range(ATTEMPTS):
            truth = _Truth([programs[i] for i in indices], _points(rng, len(indices), shape[0]))
            upstreams = _magnitudes(rng, (len(indices),))
            fair = np.flatnonzero(truth.fair)
            cases.update(zip([indices[k] for k in fair], truth.cases(fair, upstreams[fair]), strict=True))
            indices = [i for i in indices if i not in cases]
            if not indices:
                break
        else:
            raise KitError(f"no fair point for {programs[indices[0]]}")
    return tuple(cases[i] for i in range(len(programs)))


def fair_case(program: Program, point: Sequence[float], draw_upstream: Callable[[], float]) -> Case | None:
    """The truth of one program at a point, or None where it is not certain or does not show."""
    truth = _Truth([program], np.array([point], dtype=float))
    return truth.cases([0], [draw_upstream()])[0] if truth.fair[0] else None


def _magnitudes(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Numbers of either sign, away from 0 and from ±1, on both sides of ±1."""
    sizes = rng.choice([rng.uniform(0.3, 0.9, shape), rng.uniform(1.1, 2.2, shape)])
    return np.asarray(sizes * rng.choice([-1.0, 1.0], shape))


def _points(rng: np.random.Generator, programs: int, inputs: int) -> Array:
    return np.where(
        rng.random((programs, inputs)) < 0.5,
        _magnitudes(rng, (programs, inputs)),
        rng.choice([-1.0, 1.0], (programs, inputs)) * rng.uniform(0.4, 2.0, (programs, inputs)),
    )


def _shape(program: Program) -> tuple[int, int, int]:
    return program.inputs, len(program.operations), sum(_constants(operation) for operation in program.operations)


def _constants(operation: Operation) -> int:
    return sum(isinstance(operand, float) for operand in operation.operands)


class _Truth:
    """Values and gradients of programs of one shape, each at its own point (shape (programs, inputs))."""

    def __init__(self, programs: Sequence[Program], points: Array) -> None:
        self.programs, self.points = programs, points
        self.nodes = programs[0].nodes
        values, self.kinked = _evaluate(programs, points)
        # The last of the nodes + 1 rows nudges nothing: the values themselves.
        self.data = values[:, :, self.nodes, 0]
        nudged = values[-1, :, : self.nodes, :]
        with np.errstate(invalid="ignore", over="ignore"):  # what overflows is not certain, and is drawn again
            self.gradients = nudged @ SIXTH_ORDER / STEP
            rounding = np.finfo(float).eps * np.abs(nudged).max(axis=2) / STEP * 4
            self.bounds = np.abs(nudged @ FOURTH_ORDER / STEP - self.gradients) + rounding

    @cached_property
    def scale(self) -> Array:
        """The largest gradient of each program."""
        return np.asarray(np.maximum(np.abs(self.gradients).max(axis=1), 1.0))

    @cached_property
    def certain(self) -> NDArray[np.bool_]:
        """Whether every gradient's error bound is far below tolerance, and no kink is near."""
        finite = np.isfinite(self.bounds).all(axis=1) & (np.abs(self.data).max(axis=0) < LARGEST_VALUE)
        return np.asarray(finite & ~self.kinked & (self.bounds.max(axis=1) < WIDEST_BOUND * self.scale))

    @property
    def fair(self) -> NDArray[np.bool_]:
        """Whether the truth is certain, every gradient that is not zero shows, and one of the inputs' is not zero."""
        sizes = np.abs(self.gradients) / self.scale[:, None]
        shows = (sizes > SMALLEST_GRADIENT) | (np.abs(self.gradients) < 1e-9)
        inputs = sizes[:, : self.programs[0].inputs]
        return self.certain & shows[:, : inputs.shape[1]].all(axis=1) & (inputs > SMALLEST_GRADIENT).any(axis=1)

    def cases(self, chosen: Sequence[int] | NDArray[np.intp], upstreams: Sequence[float] | Array) -> list[Case]:
        """Some of the programs as cases, each with its upstream gradient."""
        factors = np.asarray(upstreams)
        gradients = self.gradients[chosen] * factors[:, None]
        tolerances = ATOL + RTOL * self.scale[chosen] * np.abs(factors)
        columns = [x.tolist() for x in (self.points[chosen], factors, self.data.T[chosen], gradients, tolerances)]
        return [
            Case(self.programs[k], tuple(point), upstream, tuple(data), low := tuple(row), low, tolerance)
            for k, point, upstream, data, row, tolerance in zip(chosen, *columns, strict=True)
        ]


def _evaluate(programs: Sequence[Program], points: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Every node's value while each node in turn is nudged: (nodes, programs, nodes + 1, stencil), and near kinks.

    Constants are leaves here, so that programs of one shape are index arrays.
    """
    count, inputs = points.shape
    codes, operands, constants = _as_arrays(programs)
    nodes, rows = programs[0].nodes, np.arange(count)
    leaves = np.concatenate([points.T, constants.T])  # (inputs + constants, programs)
    values = np.empty((len(leaves) + codes.shape[1], count, nodes + 1, len(STENCIL)))
    values[: len(leaves)] = leaves[:, :, None, None]
    nudge = np.zeros((nodes, nodes + 1, len(STENCIL)))
    nudge[np.arange(nodes), np.arange(nodes)] = STENCIL * STEP
    values[:inputs] += nudge[:inputs, None]
    kinked = np.zeros(count, dtype=bool)
    for k in range(codes.shape[1]):
        left, right = values[operands[:, k, 0], rows], values[operands[:, k, 1], rows]
        code = codes[:, k, None, None]
        with np.errstate(over="ignore", invalid="ignore"):
            result = np.where(code == 0, left + right, np.where(code == 1, left * right, np.maximum(left, 0.0)))
        values[len(leaves) + k] = result + nudge[inputs + k]
        if (code == 2).any():
            kinked |= (codes[:, k] == 2) & (left.min(axis=(1, 2)) <= 0) & (left.max(axis=(1, 2)) >= 0)
    return np.concatenate([values[:inputs], values[len(leaves) :]]), kinked


def _as_arrays(programs: Sequence[Program]) -> tuple[NDArray[np.int64], NDArray[np.int64], Array]:
    """Operation codes (programs, operations), operand indices (programs, operations, 2), constants."""
    size = len(programs[0].operations)
    codes = np.zeros((len(programs), size), dtype=np.int64)
    operands = np.zeros((len(programs), size, 2), dtype=np.int64)
    shift = _shape(programs[0])[2]
    constants = np.zeros((len(programs), shift))
    for p, program in enumerate(programs):
        seen = 0
        for k, (op, chosen) in enumerate(program.operations):
            codes[p, k] = CODES[op]
            for side, operand in enumerate(chosen):
                if isinstance(operand, int):
                    operands[p, k, side] = operand if operand < program.inputs else operand + shift
                else:
                    operands[p, k, side] = program.inputs + seen
                    constants[p, seen] = operand
                    seen += 1
            if len(chosen) == 1:
                operands[p, k, 1] = operands[p, k, 0]
    return codes, operands, constants


# At a kink


def _kinks(program: Program, point: Sequence[float]) -> list[int]:
    """The operations whose ReLU is asked at exactly 0."""
    values = program.evaluate(point)
    return [
        k for k, (op, operands) in enumerate(program.operations) if op == "relu" and values[int(operands[0])] == 0.0
    ]


def _case_at_kink(program: Program, point: Sequence[float], upstream: float) -> Case:
    """Any subgradient is right: the truth lies between ReLU as the zero map and as the identity."""
    kinks = _kinks(program, point)
    sides = [case_at(_with_slope(program, kinks, slope), point, upstream) for slope in (0.0, 1.0)]
    return Case(
        program=program,
        point=sides[0].point,
        upstream=upstream,
        data=sides[0].data,
        low=tuple(map(min, sides[0].low, sides[1].low)),
        high=tuple(map(max, sides[0].high, sides[1].high)),
        tolerance=sides[1].tolerance,
    )


def _with_slope(program: Program, kinks: Sequence[int], slope: float) -> Program:
    return Program(
        program.inputs,
        tuple(
            Operation("*", (operands[0], slope)) if k in kinks else Operation(op, operands)
            for k, (op, operands) in enumerate(program.operations)
        ),
    )
