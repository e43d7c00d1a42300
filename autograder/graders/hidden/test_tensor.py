"""What only the instructor has of the graders of `matmul` and `in_pytorch`."""

import numpy as np
import pytest

from autograder.judging.check import Check
from autograder.truth.calls import twice_in_pytorch
from autograder.truth.tensors import relu, tensor_case


@pytest.mark.exercise("matmul", weight=2)
def test_matrices_used_twice(check: Check) -> None:
    """
    [fr] Une matrice utilisée deux fois recueille ses deux gradients.
    [en] A matrix that is used twice collects both of its gradients.
    """
    check.tensors(
        tensor_case(lambda a: a @ a, (3, 3)),
        tensor_case(lambda a, b: (a @ b) @ a, (2, 3), (3, 2)),
        tensor_case(lambda a, b: a @ b + a @ a, (2, 2), (2, 2)),
    )


@pytest.mark.exercise("matmul", weight=2)
def test_two_layers(check: Check) -> None:
    """
    [fr] Sur deux couches, avec leurs lignes de biais et relu entre elles,
    [fr] les gradients coïncident avec les différences finies.
    [en] On two layers with bias rows and relu between them the gradients agree with finite differences.
    """
    check.tensors(
        tensor_case(lambda x, w, b, v, c: relu(x @ w + b) @ v + c, (4, 2), (2, 5), (1, 5), (5, 1), (1,)),
        tensor_case(lambda x, w, v: relu(x @ w) @ v + x, (3, 2), (2, 4), (4, 2)),
    )


@pytest.mark.exercise("matmul", weight=1)
def test_thin_and_strided_matrices(check: Check) -> None:
    """
    [fr] Pour des lignes, des colonnes et des matrices non contiguës en mémoire, les gradients sont justes.
    [en] For rows, columns and matrices that are not contiguous in memory the gradients are right.
    """
    check.tensors(
        tensor_case(lambda a, b: a @ b, (1, 5), (5, 3)),
        tensor_case(lambda a, b: a @ b, (4, 1), (1, 3)),
        tensor_case(lambda a, b: a @ b, (1, 1), (1, 6)),
        tensor_case(lambda a, b: a @ b, (3, 4), (4, 2), strided=True),
    )


@pytest.mark.exercise("in_pytorch", weight=2)
def test_the_slide_in_pytorch_at_random_points(check: Check) -> None:
    """
    [fr] En des points aléatoires, les gradients de PyTorch sont ceux de la règle de la chaîne, puis leur double.
    [en] At random points PyTorch's gradients are those of the chain rule, then twice these.
    """
    points = np.random.default_rng(27).uniform(-3.0, 3.0, (5, 2)).tolist()
    check.returns(*(twice_in_pytorch(x, y) for x, y in points))
