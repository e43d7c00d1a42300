"""What only the instructor has of the graders of `central_difference`, `forward_pass` and `backward_pass`."""

import numpy as np
import pytest

from autograder.calls import Call
from autograder.check import Check
from autograder.program import Operation, Program
from autograder.sampling import random_cases


def _central(program: Program, at: list[float], h: float) -> list[float]:
    """The central differences of step h themselves, not the derivatives that they are close to."""
    moved = [[[x + side * h * (i == j) for j, x in enumerate(at)] for side in (1, -1)] for i in range(len(at))]
    return [(program.evaluate(above)[-1] - program.evaluate(below)[-1]) / (2 * h) for above, below in moved]


@pytest.mark.exercise("central_difference", weight=2)
def test_random_functions_are_differentiated(check: Check) -> None:
    """Random functions of several inputs, with steps of any size, are differentiated."""
    calls = []
    for case, h in zip(random_cases("+*", count=4, operations=6, inputs=4), (0.5, 0.1, 0.02, 0.004), strict=True):
        at = list(case.point)
        calls.append(Call((case.program, at, h), _central(case.program, at, h), rtol=1e-6, atol=1e-6))
    check.returns(*calls)


@pytest.mark.exercise("central_difference", weight=2)
def test_a_hundred_inputs_cost_two_hundred_passes(check: Check) -> None:
    """A hundred inputs cost two hundred forward passes."""
    at = np.random.default_rng(21).uniform(-2.0, 2.0, 100).tolist()
    check.returns(Call((_sum_of_squares(100), at, 0.01), [2 * x for x in at], rtol=1e-6, atol=1e-6, forwards=200))


def _sum_of_squares(inputs: int) -> Program:
    squares = [Operation("*", (i, i)) for i in range(inputs)]
    sums = [Operation("+", (inputs + i + 1, inputs if i == 0 else 2 * inputs + i - 1)) for i in range(inputs - 1)]
    return Program(inputs, (*squares, *sums))


def _points() -> list[list[float]]:
    points: list[list[float]] = np.random.default_rng(22).uniform(-3.0, 3.0, (6, 2)).tolist()
    return points


@pytest.mark.exercise("forward_pass", weight=1)
def test_the_forward_pass_at_random_points(check: Check) -> None:
    """At random points the forward pass keeps x + y and (x + y) × y."""
    check.returns(*(Call((x, y), [x + y, (x + y) * y]) for x, y in _points()))


@pytest.mark.exercise("backward_pass", weight=3)
def test_the_backward_pass_at_random_points(check: Check) -> None:
    """At random points the gradients are those of the chain rule."""
    check.returns(*(Call((x, y), [y, x + 2 * y]) for x, y in _points()))
