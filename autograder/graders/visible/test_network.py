"""What students see of the graders of `mlp` and `train`."""

import pytest

from autograder.check import Check
from autograder.program import Tracer
from autograder.training import training
from autograder.xor import descent_on_xor


@pytest.mark.exercise("mlp", weight=1)
def test_a_single_neuron(check: Check) -> None:
    """A network of one neuron answers w·x + b, and its weights and its bias receive their gradients."""
    check.networks((3, 1))


@pytest.mark.exercise("mlp", weight=2)
def test_a_hidden_layer(check: Check) -> None:
    """A network with a hidden layer folds there, and not at the output; each parameter receives its gradient."""
    check.networks((2, 3, 1))


@pytest.mark.exercise("mlp", weight=2)
def test_parameters_are_complete(check: Check) -> None:
    """parameters() holds each weight and each bias of the network once."""
    check.parameters((1, 1), (2, 3, 1))


@pytest.mark.exercise("train", weight=2)
def test_one_step_goes_against_the_gradient(check: Check) -> None:
    """One step moves each parameter by the rate times its gradient, against it."""
    check.descends(
        training(lambda x, w: x * w, [([2.0], 6.0)], [1.0], steps=1, rate=0.1),
        training(lambda x, w, b: x * w + b, [([1.0], 3.0), ([-2.0], 0.5)], [0.5, -1.0], steps=1, rate=0.05),
    )


@pytest.mark.exercise("train", weight=2)
def test_gradients_start_from_zero_at_each_step(check: Check) -> None:
    """At each step the gradients are those of that step alone."""
    check.descends(training(lambda x, w, b: x * w + b, [([1.0], 3.0), ([-2.0], 0.5)], [0.5, -1.0], steps=3, rate=0.05))


@pytest.mark.exercise("train", weight=1)
def test_the_losses_are_returned(check: Check) -> None:
    """train returns the loss of each step, as the forward pass found it, as numbers."""
    check.losses(training(lambda x, w, b: x * w + b, [([2.0], 6.0), ([1.0], 0.0)], [1.0, 0.5], steps=3, rate=0.05))


@pytest.mark.exercise("train", weight=2)
def test_xor_is_learned(check: Check) -> None:
    """From a fixed starting point a network of two hidden neurons learns XOR: 4 of 4 points, a loss below 0.05."""
    check.learns(descent_on_xor(0))


@pytest.mark.exercise("train", weight=1)
def test_a_parameter_that_is_used_several_times(check: Check) -> None:
    """A parameter moves when the backward pass is over, not while other gradients still need it."""

    def model(x: Tracer, u: Tracer, v: Tracer) -> Tracer:
        return x * u * v + u * v * v

    check.descends(training(model, [([1.5], 1.0), ([-0.5], 2.0)], [0.75, -1.25], steps=2, rate=0.1))
