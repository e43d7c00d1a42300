"""What only the instructor has of the graders of `topological_sort` and `backward`."""

import pytest

from autograder.check import Check
from autograder.program import Operation, Program, Tracer, enumerate_programs, trace
from autograder.sampling import random_cases


def _ladder(rungs: int) -> Program:
    """2ⁿ paths over n rungs: whoever walks them all is still walking when the time is up."""

    def climb(a: Tracer, b: Tracer) -> Tracer:
        p, q = a, b
        for _ in range(rungs):
            p, q = p + q, q + p
        return p + q

    return trace(climb)


def _chain(length: int) -> Program:
    """a + b + b + … : written down directly, for tracing it would take longer than sorting it."""
    return Program(2, tuple(Operation("+", (k + 1 if k else 0, 1)) for k in range(length)))


def _shortcut(a: Tracer, b: Tracer) -> Tracer:
    """`a` is three steps away from the root by one way and one step by the other."""
    far = (a * b + b) * b
    return (far + a) * (a * a + far)


@pytest.mark.exercise("topological_sort", weight=3)
def test_every_small_graph_is_sorted(check: Check) -> None:
    """Every graph of up to three operations is listed in topological order."""
    check.order(enumerate_programs())


@pytest.mark.exercise("topological_sort", weight=2)
def test_long_ways_and_shortcuts_are_sorted(check: Check) -> None:
    """Large graphs, with values that are reached by long ways and by shortcuts, are listed in topological order."""
    check.order(_shortcut)
    check.order([case.program for case in random_cases("+*", count=5, operations=40)])
    check.order(_chain(300))


@pytest.mark.exercise("topological_sort", weight=2)
def test_each_value_is_visited_once(check: Check) -> None:
    """A graph with 2⁴⁰ paths is sorted at once: each value is visited once."""
    check.order(_ladder(40))


@pytest.mark.exercise("topological_sort", weight=0)
def test_a_chain_of_ten_thousand(check: Check) -> None:
    """A chain of 10,000 values is sorted without recursion."""
    check.order([_chain(10_000)])


@pytest.mark.exercise("backward", weight=3)
def test_every_small_graph_goes_backward(check: Check) -> None:
    """Every graph of up to three operations has the gradients of finite differences."""
    check.backward(enumerate_programs())


@pytest.mark.exercise("backward", weight=3)
def test_large_graphs_go_backward(check: Check) -> None:
    """Large graphs with shared intermediate values have the gradients of finite differences."""
    check.backward(_shortcut)
    check.backward(random_cases("+*", count=5, operations=40))
    check.backward(random_cases("+*", count=6, operations=20, relu=True))
