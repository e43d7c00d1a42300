"""What only the instructor has of the graders of `relu`."""

import pytest

from autograder.check import Check
from autograder.program import relu
from autograder.sampling import random_cases


@pytest.mark.exercise("relu", weight=2)
def test_relu_twice_on_the_same_value(check: Check) -> None:
    """A value that goes through relu in several places collects all of its gradients."""
    check.gradients(lambda a: relu(a) + relu(a))
    check.gradients(lambda a: relu(a) * a + relu(-a))
    check.gradients(lambda a, b: relu(a * b) * relu(a * b) + relu(a), at=[-1.25, -0.5])


@pytest.mark.exercise("relu", weight=3)
def test_relu_in_large_graphs(check: Check) -> None:
    """relu has the right gradients inside large graphs, whatever the sign of the upstream gradient."""
    check.gradients(random_cases("+*", count=8, operations=12, relu=True))
    check.gradients(random_cases("+*", count=6, operations=20, relu=True))


@pytest.mark.exercise("relu", weight=1)
def test_relu_at_the_kink(check: Check) -> None:
    """At 0 relu gives 0, and any slope between 0 and 1 is accepted."""
    check.gradients(lambda a: relu(a) * 3.0, at=[0.0])
