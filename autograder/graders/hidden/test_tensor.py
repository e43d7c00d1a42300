"""What only the instructor has of the graders of `matmul`."""

import pytest

from autograder.check import Check
from autograder.tensors import relu, tensor_case


@pytest.mark.exercise("matmul", weight=2)
def test_matrices_used_twice(check: Check) -> None:
    """A matrix that is used twice collects both of its gradients."""
    check.tensors(
        tensor_case(lambda a: a @ a, (3, 3)),
        tensor_case(lambda a, b: (a @ b) @ a, (2, 3), (3, 2)),
        tensor_case(lambda a, b: a @ b + a @ a, (2, 2), (2, 2)),
    )


@pytest.mark.exercise("matmul", weight=2)
def test_two_layers(check: Check) -> None:
    """Two layers with bias rows and relu between them have the gradients of finite differences."""
    check.tensors(
        tensor_case(lambda x, w, b, v, c: relu(x @ w + b) @ v + c, (4, 2), (2, 5), (1, 5), (5, 1), (1,)),
        tensor_case(lambda x, w, v: relu(x @ w) @ v + x, (3, 2), (2, 4), (4, 2)),
    )


@pytest.mark.exercise("matmul", weight=1)
def test_thin_and_strided_matrices(check: Check) -> None:
    """Rows, columns and matrices that are not contiguous in memory have the right gradients."""
    check.tensors(
        tensor_case(lambda a, b: a @ b, (1, 5), (5, 3)),
        tensor_case(lambda a, b: a @ b, (4, 1), (1, 3)),
        tensor_case(lambda a, b: a @ b, (1, 1), (1, 6)),
        tensor_case(lambda a, b: a @ b, (3, 4), (4, 2), strided=True),
    )
