"""What students see of the graders of `neuron` and `collapse`."""

import numpy as np
import pytest

from autograder.calls import Call
from autograder.check import Check


@pytest.mark.exercise("neuron", weight=2)
def test_a_neuron_says_on_which_side_a_point_lies(check: Check) -> None:
    """For one point the neuron answers 1.0 where w·x + b is positive, and -1.0 where it is negative."""
    w = np.array([2.0, -1.0])
    check.returns(
        Call((w, np.array([1.5, 1.0]), -0.5), 1.0),
        Call((w, np.array([0.5, 2.0]), -0.25), -1.0),
        Call((w, np.array([0.25, 1.0]), 0.75), 1.0),
        Call((np.array([1.0, 1.0, -3.0]), np.array([0.5, 0.5, 0.5]), 0.25), -1.0),
    )


@pytest.mark.exercise("neuron", weight=1)
def test_a_neuron_takes_a_batch(check: Check) -> None:
    """For a batch of shape (n, d) it answers n numbers, one for each point."""
    w, x = np.array([1.0, -2.0]), np.array([[0.0, 0.0], [3.0, 1.0], [0.0, 1.0], [-1.0, -1.5]])
    check.returns(Call((w, x, -0.5), np.array([-1.0, 1.0, -1.0, 1.0])))


@pytest.mark.exercise("neuron", weight=1)
def test_the_line_itself_belongs_to_the_positive_side(check: Check) -> None:
    """On the line, where w·x + b is 0, the neuron answers 1.0."""
    check.returns(Call((np.array([1.0, -1.0]), np.array([2.0, 1.0]), -1.0), 1.0))


@pytest.mark.exercise("collapse", weight=2)
def test_two_layers_are_one_matrix(check: Check) -> None:
    """Two layers in a row are the one matrix W2 W1: the first in the list is the first to act."""
    first, second = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[1.0, 0.0], [3.0, 1.0]])
    check.returns(Call(([first, second],), second @ first))


@pytest.mark.exercise("collapse", weight=1)
def test_one_layer_is_itself(check: Check) -> None:
    """A single layer collapses to itself."""
    only = np.array([[1.0, -2.0, 0.5]])
    check.returns(Call(([only],), only))


@pytest.mark.exercise("collapse", weight=1)
def test_rectangular_layers_collapse(check: Check) -> None:
    """Layers of different widths collapse to one matrix, as wide as the first one's input."""
    first = np.array([[1.0, 2.0, -1.0], [0.5, 0.0, 3.0]])
    second = np.array([[1.0, -1.0], [2.0, 0.25], [0.0, 4.0], [1.0, 1.0]])
    third = np.array([[1.0, 0.0, 2.0, -1.0]])
    check.returns(Call(([first, second, third],), third @ second @ first))
