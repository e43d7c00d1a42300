"""What students see of the graders of `matmul` and `in_pytorch`."""

import pytest

from autograder.judging.check import Check
from autograder.truth.calls import calls_of_two, twice_in_pytorch
from autograder.truth.tensors import telling_tensors, tensor_case


@pytest.mark.exercise("matmul", weight=2)
def test_a_product_of_two_matrices(check: Check) -> None:
    """
    [fr] Les deux opérandes de a @ b reçoivent leur gradient,
    [fr] avec des formes pour lesquelles un seul ordre est possible.
    [en] Both operands of a @ b receive their gradient, with shapes for which only one order is possible.
    """
    check.tensors(tensor_case(lambda a, b: a @ b, (2, 3), (3, 4)))
    check.tensors(tensor_case(lambda a, b: a @ b, (1, 2), (2, 1)))


@pytest.mark.exercise("matmul", weight=2)
def test_a_product_of_square_matrices(check: Check) -> None:
    """
    [fr] Pour des matrices carrées, dont les formes permettent tout ordre et toute transposée,
    [fr] les gradients sont justes.
    [en] For square matrices, whose shapes allow any order and any transpose, the gradients are right.
    """
    check.tensors(tensor_case(lambda a, b: a @ b, (3, 3), (3, 3)))
    check.tensors(*telling_tensors(lambda a, b: a @ b, (3, 3), (3, 3)))


@pytest.mark.exercise("matmul", weight=1)
def test_a_layer(check: Check) -> None:
    """
    [fr] Sur une couche entière x @ w + b, les gradients coïncident avec les différences finies.
    [en] On a whole layer x @ w + b the gradients agree with finite differences.
    """
    check.tensors(tensor_case(lambda x, w, b: x @ w + b, (4, 2), (2, 3), (3,)))
    check.tensors(tensor_case(lambda x, w, b: x @ w + b, (9, 2), (2, 1), (1,)))


@pytest.mark.exercise("matmul", weight=1)
def test_a_matrix_product_remembers_its_operands(check: Check) -> None:
    """
    [fr] Le résultat de a @ b se souvient de a et de b, et de rien d'autre.
    [en] The result of a @ b remembers a and b, and nothing else.
    """
    check.remembers_tensors(tensor_case(lambda a, b: a @ b, (2, 3), (3, 4)))
    check.remembers_tensors(tensor_case(lambda a: a @ a, (3, 3)))


@pytest.mark.exercise("in_pytorch", weight=2)
def test_the_slide_in_pytorch(check: Check) -> None:
    """
    [fr] En (2, −3), les gradients de PyTorch valent −3 et −4 après une passe arrière, −6 et −8 après la seconde.
    [en] At (2, −3) PyTorch's gradients are −3 and −4 after one backward pass, −6 and −8 after the second one.
    """
    check.returns(twice_in_pytorch(2.0, -3.0))


@pytest.mark.exercise("in_pytorch", weight=2)
def test_the_lines_are_right_at_any_point(check: Check) -> None:
    """
    [fr] En tout autre point aussi, les gradients s'accumulent, et c'est la passe arrière de PyTorch qui les calcule.
    [en] At any other point too the gradients accumulate, and it is the backward pass of PyTorch that computes them.
    """
    points = [call.arguments for call in calls_of_two(lambda x, y: (x, y))]
    check.returns(*(twice_in_pytorch(float(x), float(y)) for x, y in points))
