"""What students see of the graders of `relu`."""

import pytest

from autograder.check import Check
from autograder.program import relu


@pytest.mark.exercise("relu", weight=2)
def test_relu_keeps_what_is_positive(check: Check) -> None:
    """relu keeps a positive value, however small, and turns a negative one into 0."""
    for x in (2.0, 0.25, -3.0, -0.125):
        check.values(lambda a: relu(a), at=[x])


@pytest.mark.exercise("relu", weight=1)
def test_relu_remembers_its_operand(check: Check) -> None:
    """The result of relu remembers the value that it was applied to."""
    check.remembers(lambda a: relu(a))


@pytest.mark.exercise("relu", weight=3)
def test_relu_passes_the_gradient_where_its_input_is_positive(check: Check) -> None:
    """relu passes the upstream gradient where its input is positive, and stops it where it is negative."""
    for x in (2.0, 0.25, -3.0, -0.125):
        check.gradients(lambda a: relu(a), at=[x])


@pytest.mark.exercise("relu", weight=2)
def test_relu_adds_to_what_its_input_has_received(check: Check) -> None:
    """relu adds its share to what its input has received from other uses, where it passes and where it stops."""
    for x in (2.0, -3.0):
        check.gradients(lambda a: relu(a) + a, at=[x])


@pytest.mark.exercise("relu", weight=2)
def test_relu_of_a_computed_value(check: Check) -> None:
    """relu works on a computed value, and its result can be computed with."""
    check.gradients(lambda a, b: relu(a * b) + b)
    check.gradients(lambda a, b: relu(a + b) * -2.0, at=[1.5, -0.25])
    check.gradients(lambda a, b: relu(a + b) * b, at=[-1.5, 0.75])
