"""What students see of the graders of `topological_sort` and `backward`."""

import pytest

from autograder.check import Check
from autograder.program import Tracer, enumerate_programs


@pytest.mark.exercise("topological_sort", weight=1)
def test_a_single_value_is_its_own_order(check: Check) -> None:
    """The order of a value that no operation made is that value alone."""
    check.order(lambda a: a)


@pytest.mark.exercise("topological_sort", weight=2)
def test_operands_come_before_results(check: Check) -> None:
    """Each operand is listed before the results that are computed from it, and the root last."""
    check.order(lambda a, b: (a + b) * b)
    check.order(lambda a, b, c: (a * b + c) * a)


@pytest.mark.exercise("topological_sort", weight=2)
def test_a_shared_value_is_listed_once(check: Check) -> None:
    """A value that is used in several places is listed once."""

    def diamond(a: Tracer, b: Tracer) -> Tracer:
        d = a + b
        return d * a + d * d

    check.order(diamond)


@pytest.mark.exercise("topological_sort", weight=3)
def test_every_graph_of_two_operations_is_sorted(check: Check) -> None:
    """Every graph of one or two operations is listed in topological order."""
    check.order(enumerate_programs(operations=2))


@pytest.mark.exercise("backward", weight=1)
def test_the_root_receives_one(check: Check) -> None:
    """The gradient of the root with respect to itself is 1."""
    check.backward(lambda a: a)


@pytest.mark.exercise("backward", weight=2)
def test_the_slides_example(check: Check) -> None:
    """f(x, y) = (x + y) × y at (2, -3) has the gradients -3 and -4."""
    check.backward(lambda a, b: (a + b) * b, at=[2.0, -3.0])


@pytest.mark.exercise("backward", weight=3)
def test_a_shared_intermediate_value_is_complete_before_it_passes_on(check: Check) -> None:
    """An intermediate value passes its gradient on once, when all of its uses have been counted."""

    def diamond(a: Tracer, b: Tracer) -> Tracer:
        c = a * b
        d = c + a
        return c * d

    check.backward(diamond)


@pytest.mark.exercise("backward", weight=2)
def test_every_graph_of_two_operations_goes_backward(check: Check) -> None:
    """Every graph of one or two operations has the gradients of finite differences."""
    check.backward(enumerate_programs(operations=2))
