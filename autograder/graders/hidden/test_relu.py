"""What only the instructor has of the graders of `relu`, `exp` and `tanh`."""

import pytest

from autograder.judging.check import Check
from autograder.programs.trace import exp, relu, tanh
from autograder.truth.random_cases import random_cases


@pytest.mark.exercise("relu", weight=2)
def test_relu_twice_on_the_same_value(check: Check) -> None:
    """
    [fr] Une valeur qui passe par relu à plusieurs endroits recueille tous ses gradients.
    [en] A value that goes through relu in several places collects all of its gradients.
    """
    check.gradients(lambda a: relu(a) + relu(a))
    check.gradients(lambda a: relu(a) * a + relu(-a))
    check.gradients(lambda a, b: relu(a * b) * relu(a * b) + relu(a), at=[-1.25, -0.5])


@pytest.mark.exercise("relu", weight=3)
def test_relu_in_large_graphs(check: Check) -> None:
    """
    [fr] Dans les grands graphes, les gradients transmis par relu sont justes, quel que soit le signe du gradient amont.
    [en] In large graphs relu passes on the right gradients, whatever the sign of the upstream gradient.
    """
    check.gradients(random_cases("+* relu", count=8, operations=12))
    check.gradients(random_cases("+* relu", count=6, operations=20))


@pytest.mark.exercise("relu", weight=1)
def test_relu_at_the_kink(check: Check) -> None:
    """
    [fr] En 0, relu vaut 0, et toute pente entre 0 et 1 est acceptée ; tout près de 0, la pente vaut 0 ou 1.
    [en] At 0 relu gives 0, and any slope between 0 and 1 is accepted; close to 0, the slope is 0 or 1.
    """
    for x in (0.0, -0.0625, 0.0625):
        check.gradients(lambda a: relu(a) * 3.0, at=[x])


@pytest.mark.exercise("exp", weight=2)
def test_exp_twice_on_the_same_value(check: Check) -> None:
    """
    [fr] Une valeur qui passe par exp à plusieurs endroits recueille tous ses gradients.
    [en] A value that goes through exp in several places collects all of its gradients.
    """
    check.gradients(lambda a: exp(a) + exp(a))
    check.gradients(lambda a, b: exp(a * b) * exp(a * b) + exp(a))


@pytest.mark.exercise("exp", weight=3)
def test_exp_in_large_graphs(check: Check) -> None:
    """
    [fr] exp a les bons gradients dans les grands graphes, quel que soit le signe du gradient amont.
    [en] exp has the right gradients inside large graphs, whatever the sign of the upstream gradient.
    """
    check.gradients(random_cases("+* exp", count=8, operations=12))
    check.gradients(random_cases("+* exp", count=6, operations=20))


@pytest.mark.exercise("tanh", weight=2)
def test_tanh_twice_on_the_same_value(check: Check) -> None:
    """
    [fr] Une valeur qui passe par tanh à plusieurs endroits recueille tous ses gradients.
    [en] A value that goes through tanh in several places collects all of its gradients.
    """
    check.gradients(lambda a: tanh(a) + tanh(a))
    check.gradients(lambda a, b: tanh(a * b) * tanh(a * b) + tanh(a))


@pytest.mark.exercise("tanh", weight=3)
def test_tanh_in_large_graphs(check: Check) -> None:
    """
    [fr] tanh a les bons gradients dans les grands graphes, quel que soit le signe du gradient amont.
    [en] tanh has the right gradients inside large graphs, whatever the sign of the upstream gradient.
    """
    check.gradients(random_cases("+* tanh", count=8, operations=12))
    check.gradients(random_cases("+* tanh", count=6, operations=20))
