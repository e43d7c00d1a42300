"""What only the instructor has of the graders of `add` and `mul`."""

import pytest

from autograder.judging.check import Check
from autograder.programs.enumerate import enumerate_programs
from autograder.truth.central_differences import Case, fair_cases
from autograder.truth.random_cases import random_cases


def _with(op: str) -> list[Case]:
    """The small programs that use an operation; the truth of all of them is computed once, for both exercises."""
    return [case for case in fair_cases(enumerate_programs()) if any(x.op == op for x in case.program.operations)]


@pytest.mark.exercise("add", weight=3)
def test_every_small_graph_with_a_sum(check: Check) -> None:
    """
    [fr] Dans tout graphe d'au plus trois additions et produits, les gradients transmis par les additions sont justes.
    [en] In every graph of up to three additions and products, the additions pass on the right gradients.
    """
    check.gradients(_with("+"))


@pytest.mark.exercise("add", weight=2)
def test_large_graphs_with_sums(check: Check) -> None:
    """
    [fr] Dans les grands graphes à valeurs intermédiaires partagées,
    [fr] les gradients transmis par les additions sont justes.
    [en] In large graphs with shared intermediate values, the additions pass on the right gradients.
    """
    check.gradients(random_cases("+*", count=5, operations=40))


@pytest.mark.exercise("mul", weight=3)
def test_every_small_graph_with_a_product(check: Check) -> None:
    """
    [fr] Dans tout graphe d'au plus trois additions et produits, les gradients transmis par les produits sont justes.
    [en] In every graph of up to three additions and products, the products pass on the right gradients.
    """
    check.gradients(_with("*"))


@pytest.mark.exercise("mul", weight=2)
def test_large_graphs_with_products(check: Check) -> None:
    """
    [fr] Dans les grands graphes à valeurs intermédiaires partagées,
    [fr] les gradients transmis par les produits sont justes.
    [en] In large graphs with shared intermediate values, the products pass on the right gradients.
    """
    check.gradients(random_cases("+*", count=5, operations=40))
