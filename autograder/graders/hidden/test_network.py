"""What only the instructor has of the graders of `mlp` and `train`."""

import pytest

from autograder.judging.check import Check
from autograder.programs.trace import Tracer, relu
from autograder.truth.training import descent_on_xor, training


@pytest.mark.exercise("mlp", weight=2)
def test_deep_and_wide_networks(check: Check) -> None:
    """
    [fr] Des réseaux de toute profondeur et de toute largeur, à plusieurs sorties, répondent juste, et leurs gradients
    [fr] sont justes.
    [en] Networks of any depth and width, with several outputs, give the right answers and the right gradients.
    """
    check.networks((3, 4, 2), (2, 3, 3, 1), (1, 3, 2, 2), (4, 1), (3, 3, 3, 3, 2))
    check.networks((2, 3, 2, 2, 1), (3, 4, 2), kinds=("whole", "values", "large"))


@pytest.mark.exercise("mlp", weight=1)
def test_parameters_of_deep_networks(check: Check) -> None:
    """
    [fr] parameters() est complète dans des réseaux de toute profondeur et de toute largeur.
    [en] parameters() is complete in networks of any depth and width.
    """
    check.parameters((3, 4, 2), (2, 3, 3, 1))


@pytest.mark.exercise("train", weight=2)
def test_long_descents_through_folds(check: Check) -> None:
    """
    [fr] Dix pas à travers un neurone caché laissent chaque paramètre là où la descente de gradient le laisse.
    [en] Ten steps through a hidden neuron leave each parameter where gradient descent leaves it.
    """

    def model(x: Tracer, z: Tracer, a: Tracer, b: Tracer, c: Tracer, d: Tracer) -> Tracer:
        return relu(x * a + z * b + c) * d + b

    examples = [([1.0, 2.0], 1.5), ([-1.0, 0.5], -0.5), ([2.0, -1.0], 0.25)]
    check.descends(training(model, examples, [0.8, 0.6, 0.3, 0.5], steps=10, rate=0.02))


@pytest.mark.exercise("train", weight=2)
def test_xor_is_learned_from_anywhere_fair(check: Check) -> None:
    """
    [fr] XOR est appris à partir de deux autres points de départ.
    [en] XOR is learned from two more starting points.
    """
    check.descends(*(descent_on_xor(start, steps=1) for start in (1, 2)))
    check.learns(*(descent_on_xor(start) for start in (1, 2)))
