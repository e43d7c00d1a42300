"""What only the instructor has of the graders of `neuron` and `collapse`."""

from functools import reduce

import numpy as np
import pytest

from autograder.judging.check import Check
from autograder.truth.calls import Call


@pytest.mark.exercise("neuron", weight=3)
def test_random_half_planes(check: Check) -> None:
    """
    [fr] En toute dimension, chaque point d'un lot aléatoire est du côté qu'indique le signe de w·x + b.
    [en] In any dimension, each point of a random batch is on the side given by the sign of w·x + b.
    """
    rng = np.random.default_rng(11)
    calls = []
    for dimension in (1, 2, 3, 7):
        w, x, b = rng.normal(size=dimension), rng.normal(size=(20, dimension)), float(rng.normal())
        calls.append(Call((w, x, b), np.where(x @ w + b >= 0, 1.0, -1.0)))
        calls.append(Call((w, x[0], b), 1.0 if x[0] @ w + b >= 0 else -1.0))
    check.returns(*calls)


@pytest.mark.exercise("collapse", weight=2)
def test_random_rectangular_layers(check: Check) -> None:
    """
    [fr] Des couches aléatoires, de profondeur et de largeurs quelconques, se réduisent à leur produit.
    [en] Random layers of any depth and any widths collapse to their product.
    """
    rng = np.random.default_rng(12)
    calls = []
    for depth in (2, 3, 5, 8):
        widths = rng.integers(1, 6, size=depth + 1)
        layers = [rng.normal(size=(widths[i + 1], widths[i])) for i in range(depth)]
        calls.append(Call((layers,), reduce(lambda product, layer: layer @ product, layers)))
    check.returns(*calls)


@pytest.mark.exercise("collapse", weight=1)
def test_a_hundred_layers_are_still_one_matrix(check: Check) -> None:
    """
    [fr] Cent couches de largeur 8 donnent le même résultat que si on les traverse une à une.
    [en] A hundred layers of width 8 give the same result as going through them one by one.
    """
    rng = np.random.default_rng(13)
    layers = [np.linalg.qr(rng.normal(size=(8, 8)))[0] * rng.uniform(0.99, 1.01) for _ in range(100)]
    check.returns(Call((layers,), reduce(lambda product, layer: layer @ product, layers)))
