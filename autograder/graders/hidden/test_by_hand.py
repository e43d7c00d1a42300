"""What only the instructor has of the graders of `central_difference` and `backward_pass`."""

import numpy as np
import pytest

from autograder.judging.check import Check
from autograder.programs.operations import Operation
from autograder.programs.program import Program
from autograder.truth.calls import Call, central, walked_back
from autograder.truth.random_cases import random_cases


@pytest.mark.exercise("central_difference", weight=2)
def test_random_functions_are_differentiated(check: Check) -> None:
    """
    [fr] Des fonctions aléatoires de plusieurs entrées, avec des pas de toute taille, sont dérivées.
    [en] Random functions of several inputs, with steps of any size, are differentiated.
    """
    cases = random_cases("+*", count=4, operations=6, inputs=4)
    steps = (0.5, 0.1, 0.02, 0.004)
    check.returns(*(central(x.program, x.point, h, rtol=1e-6) for x, h in zip(cases, steps, strict=True)))


@pytest.mark.exercise("central_difference", weight=2)
def test_a_hundred_inputs_cost_two_hundred_passes(check: Check) -> None:
    """
    [fr] Cent entrées coûtent deux cents passes avant.
    [en] A hundred inputs cost two hundred forward passes.
    """
    at = np.random.default_rng(21).uniform(-2.0, 2.0, 100).tolist()
    check.returns(Call((_sum_of_squares(100), at, 0.01), [2 * x for x in at], rtol=1e-6, atol=1e-6, forwards=200))


def _sum_of_squares(inputs: int) -> Program:
    squares = [Operation("*", (i, i)) for i in range(inputs)]
    sums = [Operation("+", (inputs + i + 1, inputs if i == 0 else 2 * inputs + i - 1)) for i in range(inputs - 1)]
    return Program(inputs, (*squares, *sums))


def _points() -> list[list[float]]:
    points: list[list[float]] = np.random.default_rng(22).uniform(-3.0, 3.0, (6, 2)).tolist()
    return points


@pytest.mark.exercise("backward_pass", weight=1)
def test_the_forward_pass_at_random_points(check: Check) -> None:
    """
    [fr] En des points aléatoires, la passe avant garde x + y et (x + y) × y.
    [en] At random points the forward pass keeps x + y and (x + y) × y.
    """
    check.of("forward_pass").returns(*(Call((x, y), [x + y, (x + y) * y]) for x, y in _points()))


@pytest.mark.exercise("backward_pass", weight=3)
def test_the_backward_pass_at_random_points(check: Check) -> None:
    """
    [fr] En des points aléatoires, les gradients sont ceux de la règle de la chaîne.
    [en] At random points the gradients are those of the chain rule.
    """
    check.returns(*(walked_back(x, y) for x, y in _points()))
