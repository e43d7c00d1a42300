"""What students see of the graders of `add` and `mul`."""

import pytest

from autograder.judging.check import Check
from autograder.programs.enumerate import enumerate_programs
from autograder.truth.telling import telling_cases


@pytest.mark.exercise("add", weight=1)
def test_a_sum_remembers_its_operands(check: Check) -> None:
    """
    [fr] Le résultat de x + y se souvient de x et de y, et de rien d'autre, et sait leur rendre leur gradient.
    [en] The result of x + y remembers x and y, and nothing else, and can hand their gradients back to them.
    """
    check.remembers(lambda a, b: a + b)
    check.remembers(lambda a: a + a)
    check.gradients(lambda a, b: a + b)


@pytest.mark.exercise("add", weight=3)
def test_a_sum_passes_the_upstream_gradient_on(check: Check) -> None:
    """
    [fr] Les deux opérandes de x + y reçoivent le gradient amont.
    [en] Both operands of x + y receive the upstream gradient.
    """
    check.gradients(lambda a, b: a + b)


@pytest.mark.exercise("add", weight=3)
def test_a_value_added_to_itself_collects_both_gradients(check: Check) -> None:
    """
    [fr] Une valeur utilisée deux fois dans une somme reçoit la somme des gradients de ses deux usages.
    [en] A value used twice in a sum receives the sum of both uses' gradients.
    """
    check.gradients(lambda a: a + a)


@pytest.mark.exercise("add", weight=3)
def test_every_graph_of_two_additions(check: Check) -> None:
    """
    [fr] Sur tout graphe d'une ou deux additions, même en 0 et en 1, les gradients sont ceux des différences finies.
    [en] On every graph of one or two additions, even at 0 and 1, the gradients agree with finite differences.
    """
    check.gradients(enumerate_programs("+", operations=2))
    check.gradients(telling_cases(lambda a, b: a + b, lambda a: a + a))


@pytest.mark.exercise("add", weight=1)
def test_a_number_can_be_added(check: Check) -> None:
    """
    [fr] On peut ajouter un simple nombre à une valeur.
    [en] A plain number can be added to a value.
    """
    check.gradients(lambda a: a + 2.5)
    check.gradients(lambda a, b: (a + 0.5) * b)


@pytest.mark.exercise("mul", weight=1)
def test_a_product_remembers_its_operands(check: Check) -> None:
    """
    [fr] Le résultat de x * y se souvient de x et de y, et de rien d'autre, et sait leur rendre leur gradient.
    [en] The result of x * y remembers x and y, and nothing else, and can hand their gradients back to them.
    """
    check.remembers(lambda a, b: a * b)
    check.remembers(lambda a: a * a)
    check.gradients(lambda a, b: a * b)


@pytest.mark.exercise("mul", weight=3)
def test_a_product_passes_the_gradient_times_the_other_operand(check: Check) -> None:
    """
    [fr] Chaque opérande de x * y reçoit le gradient amont multiplié par la donnée de l'autre opérande.
    [en] Each operand of x * y receives the upstream gradient times the other operand's data.
    """
    check.gradients(lambda a, b: a * b)


@pytest.mark.exercise("mul", weight=3)
def test_a_square_collects_both_gradients(check: Check) -> None:
    """
    [fr] Une valeur multipliée par elle-même reçoit la somme des gradients de ses deux usages.
    [en] A value multiplied by itself receives the sum of both uses' gradients.
    """
    check.gradients(lambda a: a * a)


@pytest.mark.exercise("mul", weight=3)
def test_every_graph_of_two_products(check: Check) -> None:
    """
    [fr] Sur tout graphe d'un ou deux produits, même en 0 et en 1, les gradients sont ceux des différences finies.
    [en] On every graph of one or two products, even at 0 and 1, the gradients agree with finite differences.
    """
    check.gradients(enumerate_programs("*", operations=2))
    check.gradients(telling_cases(lambda a, b: a * b, lambda a: a * a))


@pytest.mark.exercise("mul", weight=1)
def test_a_value_can_be_scaled(check: Check) -> None:
    """
    [fr] On peut multiplier une valeur par un simple nombre.
    [en] A value can be multiplied by a plain number.
    """
    check.gradients(lambda a: a * 2.5)
    check.gradients(lambda a, b: (a * -0.5) + b)
