"""What students see of the graders of `add` and `mul`."""

import pytest

from autograder.check import Check
from autograder.program import enumerate_programs


@pytest.mark.exercise("add", weight=1)
def test_a_sum_remembers_its_operands(check: Check) -> None:
    """The result of a + b remembers a and b, and nothing else."""
    check.remembers(lambda a, b: a + b)
    check.remembers(lambda a: a + a)


@pytest.mark.exercise("add", weight=3)
def test_a_sum_passes_the_upstream_gradient_on(check: Check) -> None:
    """Both operands of a + b receive the upstream gradient."""
    check.gradients(lambda a, b: a + b)


@pytest.mark.exercise("add", weight=3)
def test_a_value_added_to_itself_collects_both_gradients(check: Check) -> None:
    """A value used twice in a sum receives the sum of the gradients of both uses."""
    check.gradients(lambda a: a + a)


@pytest.mark.exercise("add", weight=3)
def test_every_graph_of_two_additions(check: Check) -> None:
    """Every graph of one or two additions has the gradients of finite differences."""
    check.gradients(enumerate_programs("+", operations=2))


@pytest.mark.exercise("mul", weight=1)
def test_a_product_remembers_its_operands(check: Check) -> None:
    """The result of a * b remembers a and b, and nothing else."""
    check.remembers(lambda a, b: a * b)
    check.remembers(lambda a: a * a)


@pytest.mark.exercise("mul", weight=3)
def test_a_product_passes_the_gradient_times_the_other_operand(check: Check) -> None:
    """Each operand of a * b receives the upstream gradient times the other operand's data."""
    check.gradients(lambda a, b: a * b)


@pytest.mark.exercise("mul", weight=3)
def test_a_square_collects_both_gradients(check: Check) -> None:
    """A value multiplied by itself receives the sum of the gradients of both uses."""
    check.gradients(lambda a: a * a)


@pytest.mark.exercise("mul", weight=3)
def test_every_graph_of_two_products(check: Check) -> None:
    """Every graph of one or two products has the gradients of finite differences."""
    check.gradients(enumerate_programs("*", operations=2))
