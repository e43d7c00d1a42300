"""What only the instructor has of the graders of `mlp` and `train`."""

import pytest

from autograder.check import Check
from autograder.program import Tracer, relu
from autograder.training import training
from autograder.xor import descent_on_xor


@pytest.mark.exercise("mlp", weight=2)
def test_deep_and_wide_networks(check: Check) -> None:
    """Networks of any depth and width, with several outputs, answer what they should, with the right gradients."""
    check.networks((3, 4, 2), (2, 3, 3, 1), (1, 3, 2, 2), (4, 1))


@pytest.mark.exercise("mlp", weight=1)
def test_parameters_of_deep_networks(check: Check) -> None:
    """parameters() is complete in networks of any depth and width."""
    check.parameters((3, 4, 2), (2, 3, 3, 1))


@pytest.mark.exercise("train", weight=2)
def test_long_descents_through_folds(check: Check) -> None:
    """Ten steps through a hidden neuron leave each parameter where gradient descent leaves it."""

    def model(x: Tracer, z: Tracer, a: Tracer, b: Tracer, c: Tracer, d: Tracer) -> Tracer:
        return relu(x * a + z * b + c) * d + b

    examples = [([1.0, 2.0], 1.5), ([-1.0, 0.5], -0.5), ([2.0, -1.0], 0.25)]
    check.descends(training(model, examples, [0.8, 0.6, 0.3, 0.5], steps=10, rate=0.02))


@pytest.mark.exercise("train", weight=2)
def test_xor_is_learned_from_anywhere_fair(check: Check) -> None:
    """XOR is learned from four more starting points."""
    check.learns(*(descent_on_xor(start) for start in range(1, 5)))
