"""What students see of the graders of `neuron`, `collapse` and `xor_by_hand`."""

import numpy as np
import pytest

from autograder.judging.check import Check
from autograder.truth.calls import Call, batches, layers, points_near_the_line
from autograder.truth.xor import Separates


@pytest.mark.exercise("neuron", weight=2)
def test_a_neuron_says_on_which_side_a_point_lies(check: Check) -> None:
    """
    [fr] Pour un point, le neurone répond +1 si w·x + b est positif, et −1 s'il est négatif.
    [en] For one point the neuron answers +1 if w·x + b is positive, and −1 if it is negative.
    """
    w = np.array([2.0, -1.0])
    check.returns(
        Call((w, np.array([1.5, 1.0]), -0.5), 1.0),
        Call((w, np.array([0.5, 2.0]), -0.25), -1.0),
        Call((w, np.array([0.25, 1.0]), 0.75), 1.0),
        Call((np.array([1.0, 1.0, -3.0]), np.array([0.5, 0.5, 0.5]), 0.25), -1.0),
    )


@pytest.mark.exercise("neuron", weight=1)
def test_a_neuron_takes_a_batch(check: Check) -> None:
    """
    [fr] Pour un lot de forme (n, d), même d'un seul point, il renvoie n nombres, un pour chaque point.
    [en] For a batch of shape (n, d), even of a single point, it returns n numbers, one for each point.
    """
    w, x = np.array([1.0, -2.0]), np.array([[0.0, 0.0], [3.0, 1.0], [0.0, 1.0], [-1.0, -1.5]])
    check.returns(Call((w, x, -0.5), np.array([-1.0, 1.0, -1.0, 1.0])), *batches())


@pytest.mark.exercise("neuron", weight=1)
def test_the_line_itself_belongs_to_the_positive_side(check: Check) -> None:
    """
    [fr] Sur la droite, là où w·x + b vaut 0, le neurone répond +1 ; juste en dessous, si près soit-il, −1.
    [en] On the line, where w·x + b is 0, the neuron answers +1; just below it, however near, −1.
    """
    check.returns(*points_near_the_line())


@pytest.mark.exercise("collapse", weight=2)
def test_two_layers_are_one_matrix(check: Check) -> None:
    """
    [fr] Deux couches à la suite équivalent à une seule matrice, W₂W₁ : la première de la liste agit en premier.
    [en] Two layers in a row act as one matrix, W₂W₁: the first in the list acts first.
    """
    first, second = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[1.0, 0.0], [3.0, 1.0]])
    check.returns(Call(([first, second],), second @ first), *layers())


@pytest.mark.exercise("collapse", weight=1)
def test_one_layer_is_itself(check: Check) -> None:
    """
    [fr] Une couche seule se réduit à elle-même ; suivie d'une couche qui double, à son double.
    [en] A single layer collapses to itself; followed by a layer that doubles, to its double.
    """
    only = np.array([[1.0, -2.0, 0.5]])
    check.returns(Call(([only],), only), Call(([only, np.array([[2.0]])],), 2 * only))


@pytest.mark.exercise("collapse", weight=1)
def test_rectangular_layers_collapse(check: Check) -> None:
    """
    [fr] Des couches de largeurs différentes se réduisent à une matrice qui a autant de colonnes que la première.
    [en] Layers of different widths collapse to one matrix, with as many columns as the first.
    """
    first = np.array([[1.0, 2.0, -1.0], [0.5, 0.0, 3.0]])
    second = np.array([[1.0, -1.0], [2.0, 0.25], [0.0, 4.0], [1.0, 1.0]])
    third = np.array([[1.0, 0.0, 2.0, -1.0]])
    check.returns(Call(([first, second, third],), third @ second @ first))


@pytest.mark.exercise("xor_by_hand", weight=1)
def test_two_folds_solve_xor(check: Check) -> None:
    """
    [fr] Vos deux neurones cachés et votre neurone de sortie mettent les quatre points de XOR du bon côté.
    [en] Your two hidden neurons and your output neuron put the four points of XOR on the correct side.
    """
    check.returns(Call((), (), holds=Separates()))
