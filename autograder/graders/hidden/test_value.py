"""What only the instructor has of the graders of `add` and `mul`."""

import pytest

from autograder.check import Check
from autograder.gradcheck import Case, fair_cases
from autograder.program import enumerate_programs
from autograder.sampling import random_cases


def _with(op: str) -> list[Case]:
    """The small programs that use an operation; the truth of all of them is computed once, for both exercises."""
    return [case for case in fair_cases(enumerate_programs()) if any(x.op == op for x in case.program.operations)]


@pytest.mark.exercise("add", weight=3)
def test_every_small_graph_with_a_sum(check: Check) -> None:
    """Every graph of up to three additions and products has the right gradients at its additions."""
    check.gradients(_with("+"))


@pytest.mark.exercise("add", weight=2)
def test_large_graphs_with_sums(check: Check) -> None:
    """Large graphs with shared intermediate values have the right gradients at their additions."""
    check.gradients(random_cases("+*", count=5, operations=40))


@pytest.mark.exercise("add", weight=1)
def test_a_number_can_be_added(check: Check) -> None:
    """A plain number can be added to a value."""
    check.gradients(lambda a: a + 2.5)
    check.gradients(lambda a, b: (a + 0.5) * b)


@pytest.mark.exercise("mul", weight=3)
def test_every_small_graph_with_a_product(check: Check) -> None:
    """Every graph of up to three additions and products has the right gradients at its products."""
    check.gradients(_with("*"))


@pytest.mark.exercise("mul", weight=2)
def test_large_graphs_with_products(check: Check) -> None:
    """Large graphs with shared intermediate values have the right gradients at their products."""
    check.gradients(random_cases("+*", count=5, operations=40))


@pytest.mark.exercise("mul", weight=1)
def test_a_value_can_be_scaled(check: Check) -> None:
    """A value can be multiplied by a plain number."""
    check.gradients(lambda a: a * 2.5)
    check.gradients(lambda a, b: (a * -0.5) + b)
