"""What students see of the graders of `mlp` and `train`."""

import pytest

from autograder.judging.check import Check
from autograder.programs.trace import Tracer
from autograder.truth.training import descent_on_xor, long_descents, telling_descents, telling_losses, training


@pytest.mark.exercise("mlp", weight=1)
def test_a_single_neuron(check: Check) -> None:
    """
    [fr] Un réseau d'un seul neurone répond w·x + b, et ses poids comme son biais reçoivent leur gradient.
    [en] A network of one neuron answers w·x + b, and its weights and its bias receive their gradients.
    """
    check.networks((3, 1), (1, 1))
    check.networks((3, 1), kinds=("large", "values"))


@pytest.mark.exercise("mlp", weight=3)
def test_a_hidden_layer(check: Check) -> None:
    """
    [fr] Un réseau à une couche cachée applique relu dans cette couche,
    [fr] et non en sortie ; chaque paramètre reçoit son gradient.
    [en] A network with a hidden layer applies relu there, and not at the output; each parameter receives its gradient.
    """
    check.networks((2, 3, 1), (2, 1, 1))
    check.networks((2, 3, 1), kinds=("whole", "values"))


@pytest.mark.exercise("mlp", weight=1)
def test_parameters_are_complete(check: Check) -> None:
    """
    [fr] Les neurones d'une couche sont tous différents : parameters() trouve chaque poids et chaque biais une fois.
    [en] No two neurons of a layer are the same: parameters() finds each weight and each bias once.
    """
    check.parameters((1, 1), (2, 3, 1))


@pytest.mark.exercise("train", weight=2)
def test_one_step_goes_against_the_gradient(check: Check) -> None:
    """
    [fr] Un pas déplace chaque paramètre de η fois son gradient, dans le sens opposé, quels que
    [fr] soient η, les exemples et le nombre de sorties ; zéro pas n'en déplace aucun.
    [en] One step moves each parameter by η times its gradient, in the opposite direction, whatever η, the examples
    [en] and the number of outputs; zero steps move none.
    """
    check.descends(
        training(lambda x, w: x * w, [([2.0], 6.0)], [1.0], steps=1, rate=0.1),
        training(lambda x, w, b: x * w + b, [([1.0], 3.0), ([-2.0], 0.5)], [0.5, -1.0], steps=1, rate=0.05),
        *telling_descents(),
    )


@pytest.mark.exercise("train", weight=2)
def test_gradients_start_from_zero_at_each_step(check: Check) -> None:
    """
    [fr] À chaque pas, les gradients sont ceux de ce seul pas.
    [en] At each step the gradients are those of that step alone.
    """
    check.descends(training(lambda x, w, b: x * w + b, [([1.0], 3.0), ([-2.0], 0.5)], [0.5, -1.0], steps=3, rate=0.05))
    check.descends(*long_descents())


@pytest.mark.exercise("train", weight=4)
def test_the_losses_are_returned(check: Check) -> None:
    """
    [fr] train renvoie la perte de chaque pas, telle que la passe avant l'a calculée, sous forme de nombre.
    [en] train returns the loss of each step, as the forward pass computed it, as a number.
    """
    check.losses(training(lambda x, w, b: x * w + b, [([2.0], 6.0), ([1.0], 0.0)], [1.0, 0.5], steps=3, rate=0.05))
    check.losses(*telling_losses())


@pytest.mark.exercise("train", weight=2)
def test_xor_is_learned(check: Check) -> None:
    """
    [fr] D'un point de départ fixé, un réseau de deux neurones cachés apprend XOR : 4 points sur 4, une perte sous 0,05.
    [en] From a fixed starting point a network of two hidden neurons learns XOR: 4 of 4 points, a loss below 0.05.
    """
    check.descends(descent_on_xor(0, steps=1))
    check.learns(descent_on_xor(0))


@pytest.mark.exercise("train", weight=1)
def test_a_parameter_that_is_used_several_times(check: Check) -> None:
    """
    [fr] Un paramètre bouge une fois la passe arrière terminée, et non pendant que d'autres gradients ont besoin de lui.
    [en] A parameter moves when the backward pass is over, not while other gradients still need it.
    """

    def model(x: Tracer, u: Tracer, v: Tracer) -> Tracer:
        return x * u * v + u * v * v

    check.descends(training(model, [([1.5], 1.0), ([-0.5], 2.0)], [0.75, -1.25], steps=2, rate=0.1))
