"""What students see of the graders of `central_difference`, `forward_pass` and `backward_pass`."""

import pytest

from autograder.calls import Call
from autograder.check import Check
from autograder.program import trace

PRODUCT = trace(lambda a, b: (a + b) * b)
CUBE = trace(lambda a: a * a * a)


@pytest.mark.exercise("central_difference", weight=2)
def test_the_slides_function_is_differentiated(check: Check) -> None:
    """The central differences of f(x, y) = (x + y) × y at (2, -3) are -3 and -4."""
    check.returns(Call((PRODUCT, [2.0, -3.0], 0.001), [-3.0, -4.0], atol=1e-6))


@pytest.mark.exercise("central_difference", weight=1)
def test_the_step_is_h_both_ways(check: Check) -> None:
    """The step is h, in both directions: a × a × a at 1 with h = 0.5 gives 3.25."""
    check.returns(Call((CUBE, [1.0], 0.5), [3.25], atol=1e-6))


@pytest.mark.exercise("central_difference", weight=2)
def test_each_input_costs_two_forward_passes(check: Check) -> None:
    """Each input costs exactly two forward passes, whatever the number of inputs."""
    three = trace(lambda a, b, c: a * b + b * c)
    check.returns(Call((three, [1.5, -2.0, 0.5], 0.01), [-2.0, 2.0, -2.0], atol=1e-6, forwards=6))


@pytest.mark.exercise("forward_pass", weight=1)
def test_the_forward_pass_of_the_slides(check: Check) -> None:
    """At (2, -3) the forward pass keeps a = -1 and b = 3."""
    check.returns(Call((2.0, -3.0), [-1.0, 3.0]))


@pytest.mark.exercise("backward_pass", weight=1)
def test_the_backward_pass_of_the_slides(check: Check) -> None:
    """At (2, -3) the backward pass gives the gradients -3 and -4."""
    check.returns(Call((2.0, -3.0), [-3.0, -4.0]))


@pytest.mark.exercise("backward_pass", weight=2)
def test_y_collects_both_shares(check: Check) -> None:
    """y, which is used twice, collects both of its shares: at (0.5, 1.5) the gradients are 1.5 and 3.5."""
    check.returns(Call((0.5, 1.5), [1.5, 3.5]), Call((-4.0, 1.0), [1.0, -2.0]))
