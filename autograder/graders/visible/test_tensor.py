"""What students see of the graders of `matmul`."""

import pytest

from autograder.check import Check
from autograder.tensors import tensor_case


@pytest.mark.exercise("matmul", weight=2)
def test_a_product_of_two_matrices(check: Check) -> None:
    """Both operands of a @ b receive their gradient, in shapes that leave only one order."""
    check.tensors(tensor_case(lambda a, b: a @ b, (2, 3), (3, 4)))
    check.tensors(tensor_case(lambda a, b: a @ b, (1, 2), (2, 1)))


@pytest.mark.exercise("matmul", weight=2)
def test_a_product_of_square_matrices(check: Check) -> None:
    """In square matrices, where any order and any transpose fits, the gradients are the right ones."""
    check.tensors(tensor_case(lambda a, b: a @ b, (3, 3), (3, 3)))


@pytest.mark.exercise("matmul", weight=1)
def test_a_layer(check: Check) -> None:
    """A whole layer x @ w + b has the gradients of finite differences."""
    check.tensors(tensor_case(lambda x, w, b: x @ w + b, (4, 2), (2, 3), (3,)))


@pytest.mark.exercise("matmul", weight=1)
def test_a_matrix_product_remembers_its_operands(check: Check) -> None:
    """The result of a @ b remembers a and b, and nothing else."""
    check.remembers_tensors(tensor_case(lambda a, b: a @ b, (2, 3), (3, 4)))
    check.remembers_tensors(tensor_case(lambda a: a @ a, (3, 3)))
