"""Central differences with an error bound: what every gradient is compared with.

All programs of a check are evaluated together: each node of each program is nudged by the steps of a
sixth-order stencil, in one vectorised pass. The fourth-order estimate from the same evaluations says how far
the sixth-order one can be off (Fornberg 1988, "Generation of finite difference formulas", table 1).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.errors import KitError
from autograder.programs.kinks import Instead, kinks_of, lines_at
from autograder.programs.operations import PRIMITIVES
from autograder.programs.program import Program
from autograder.programs.together import evaluate, shape_of
from autograder.truth.known import known

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


@dataclass(frozen=True)
class Case:
    """A program at a point, with the truth. `low` and `high` differ only at a kink, where any subgradient is right.

    `data` (values), `low` and `high` (gradients, times `upstream`) have one number for each node;
    `tolerance` is what a gradient may be off by. `received` is what each input's gradient holds before the walk,
    and `low` and `high` hold it too. `again` is what the same graph gives when it is walked back a second time.
    `view` says how the graph is shown to the submission: see sandbox/probes/backward.py.
    """

    program: Program
    point: tuple[float, ...]
    upstream: float
    data: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    tolerance: float
    received: float = 0.0
    again: "Case | None" = None
    view: int = 0

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


def slopes(outputs: Array, weights: Array) -> Array:
    """The derivatives from what came out at each step of the stencil, its last axis.

    Differences first: what does not change has a slope of exactly 0. And no product of a library: the last bits of one
    depend on the machine, and on where in memory an array lies.
    """
    half = len(weights) // 2
    terms = [weights[half + k] * (outputs[..., half + k] - outputs[..., half - 1 - k]) for k in range(half)]
    return np.asarray(sum(terms[1:], terms[0]) / STEP)


def same(expected: float, got: object) -> bool:
    """Whether a value of the forward pass is right."""
    return isinstance(got, (int, float)) and abs(expected - got) <= 1e-9 * max(1.0, abs(expected))


def local_derivatives(op: str, operands: Sequence[float]) -> tuple[float, ...]:
    """d result / d operand for each operand of one operation; at a kink the slope on the left."""
    return PRIMITIVES[op].slopes(*operands)


def packed(case: Case) -> list[Any]:
    """A case as plain data, without its program."""
    high = None if case.high == case.low else case.high
    again = packed(case.again) if case.again else None
    return [case.point, case.upstream, case.data, case.low, high, case.tolerance, case.received, again]


def unpacked(row: Sequence[Any], program: Program) -> Case:
    """The case of a program from its data."""
    point, upstream, data, low, high, tolerance, received, again = row
    ends = tuple(low), tuple(low if high is None else high)
    second = unpacked(again, program) if again else None
    return Case(program, tuple(point), upstream, tuple(data), *ends, tolerance, received, second)


def _unpacked_at(row: Sequence[Any], program: Program, *_where: object, **_from: object) -> Case:
    return unpacked(row, program)


def _all_unpacked(rows: Sequence[Sequence[Any]], programs: tuple[Program, ...]) -> tuple[Case, ...]:
    return tuple(map(unpacked, rows, programs))


@known(packed, _unpacked_at)
def case_at(program: Program, point: Sequence[float], upstream: float = 1.0) -> Case:
    """The truth of one program at a point that the author chose.

    Raises KitError when the central difference is not certain there.
    """
    if kinks_of(program, point):
        return _case_at_kink(program, point, upstream)
    return _certain_case(program, point, upstream)


def _certain_case(program: Program, point: Sequence[float], upstream: float, instead: Instead | None = None) -> Case:
    truth = _Truth([program], np.array([point], dtype=float), instead)
    if not truth.certain[0]:
        raise KitError(f"the gradient of {program} at {tuple(point)} is not certain")
    [case] = truth.cases([0], [upstream])
    return case


@lru_cache(maxsize=256)
@known(lambda cases: list(map(packed, cases)), _all_unpacked)
def fair_cases(programs: tuple[Program, ...]) -> tuple[Case, ...]:
    """Each program at a random point, the same in every run, where the truth is certain and shows.

    There the inputs are distinct, every gradient is either zero or well above tolerance, at least one input's
    is not zero, no kink is near, and the upstream gradient is not 1. Raises KitError where no such point is found.
    """
    cases: dict[int, Case] = {}
    for shape, group in groupby(
        sorted(range(len(programs)), key=lambda i: shape_of(programs[i])), lambda i: shape_of(programs[i])
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


class _Truth:
    """Values and gradients of programs of one shape, each at its own point (shape (programs, inputs))."""

    def __init__(self, programs: Sequence[Program], points: Array, instead: Instead | None = None) -> None:
        self.programs, self.points = programs, points
        self.nodes = programs[0].nodes
        values, self.kinked, self.outside = evaluate(programs, points, STENCIL * STEP, instead=instead or {})
        # The last of the nodes + 1 rows nudges nothing: the values themselves.
        self.data = values[:, :, self.nodes, 0]
        nudged = values[-1, :, : self.nodes, :]
        with np.errstate(invalid="ignore", over="ignore"):  # what overflows is not certain, and is drawn again
            self.gradients = slopes(nudged, SIXTH_ORDER)
            rounding = np.finfo(float).eps * np.abs(nudged).max(axis=2) / STEP * 4
            self.bounds = np.abs(slopes(nudged, FOURTH_ORDER) - self.gradients) + rounding

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
        """Whether the truth is certain, every gradient that is not zero shows, and one of the inputs' is not zero.

        Every operand is in the domain of its operation.
        """
        sizes = np.abs(self.gradients) / self.scale[:, None]
        shows = (sizes > SMALLEST_GRADIENT) | (np.abs(self.gradients) < 1e-9)
        inputs = sizes[:, : self.programs[0].inputs]
        known = self.certain & ~self.outside
        return known & shows[:, : inputs.shape[1]].all(axis=1) & (inputs > SMALLEST_GRADIENT).any(axis=1)

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


def _case_at_kink(program: Program, point: Sequence[float], upstream: float) -> Case:
    """Any subgradient is right: the truth lies between those of the lines that meet at the kink."""
    kinks = kinks_of(program, point)
    sides = [_certain_case(program, point, upstream, lines_at(program, kinks, side)) for side in (0, 1)]
    return Case(
        program=program,
        point=sides[0].point,
        upstream=upstream,
        data=sides[0].data,
        low=tuple(map(min, sides[0].low, sides[1].low)),
        high=tuple(map(max, sides[0].high, sides[1].high)),
        tolerance=sides[1].tolerance,
    )
