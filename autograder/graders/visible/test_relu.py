"""What students see of the graders of `relu`, `exp` and `tanh`."""

import pytest

from autograder.judging.check import Check
from autograder.programs.trace import exp, relu, tanh
from autograder.truth.telling import telling_cases


@pytest.mark.exercise("relu", weight=2)
def test_relu_keeps_what_is_positive(check: Check) -> None:
    """
    [fr] relu conserve une valeur positive, si petite soit-elle, et remplace une valeur négative par 0.
    [en] relu keeps a positive value, however small, and turns a negative one into 0.
    """
    for x in (2.0, 0.25, -3.0, -0.125):
        check.values(lambda a: relu(a), at=[x])


@pytest.mark.exercise("relu", weight=1)
def test_relu_remembers_its_operand(check: Check) -> None:
    """
    [fr] Le résultat de relu se souvient de la valeur à laquelle l'opération a été appliquée.
    [en] The result of relu remembers the value that it was applied to.
    """
    check.remembers(lambda a: relu(a))
    check.values(lambda a: relu(a), at=[-3.0])


@pytest.mark.exercise("relu", weight=3)
def test_relu_passes_the_gradient_where_its_input_is_positive(check: Check) -> None:
    """
    [fr] relu transmet le gradient amont là où son entrée est positive, et l'arrête là où elle est négative.
    [en] relu passes the upstream gradient where its input is positive, and stops it where it is negative.
    """
    for x in (2.0, 0.25, -3.0, -0.125):
        check.gradients(lambda a: relu(a), at=[x])


@pytest.mark.exercise("relu", weight=2)
def test_relu_adds_to_what_its_input_has_received(check: Check) -> None:
    """
    [fr] relu ajoute sa part à ce que son entrée a reçu d'autres usages,
    [fr] qu'elle laisse passer le gradient ou qu'elle l'arrête.
    [en] relu adds its share to what its input has received from other uses,
    [en] whether it lets the gradient through or stops it.
    """
    for x in (2.0, -3.0):
        check.gradients(lambda a: relu(a) + a, at=[x])


@pytest.mark.exercise("relu", weight=2)
def test_relu_of_a_computed_value(check: Check) -> None:
    """
    [fr] relu s'applique à une valeur calculée, quelle qu'elle soit, et son résultat peut servir à d'autres calculs.
    [en] relu works on a computed value, whatever it is, and its result can be used in further computations.
    """
    check.gradients(lambda a, b: relu(a * b) + b)
    check.gradients(lambda a, b: relu(a + b) * -2.0, at=[1.5, -0.25])
    check.gradients(lambda a, b: relu(a + b) * b, at=[-1.5, 0.75])
    check.gradients(telling_cases(lambda a: relu(a), lambda a, b: relu(a * b) + a))


@pytest.mark.exercise("exp", weight=2)
def test_exp_has_its_value(check: Check) -> None:
    """
    [fr] exp calcule sa valeur, pour des entrées de l'un et de l'autre signe.
    [en] exp computes its value, for inputs of either sign.
    """
    for x in (0.5, -0.75, 1.25, -1.5):
        check.values(lambda a: exp(a), at=[x])


@pytest.mark.exercise("exp", weight=1)
def test_exp_remembers_its_operand(check: Check) -> None:
    """
    [fr] Le résultat de exp se souvient de la valeur à laquelle l'opération a été appliquée.
    [en] The result of exp remembers the value that it was applied to.
    """
    check.remembers(lambda a: exp(a))
    check.values(lambda a: exp(a), at=[0.5])


@pytest.mark.exercise("exp", weight=3)
def test_exp_passes_the_gradient_times_its_slope(check: Check) -> None:
    """
    [fr] exp transmet le gradient amont multiplié par sa dérivée en ce point.
    [en] exp passes on the upstream gradient times its derivative at this point.
    """
    for x in (0.5, -0.75, 1.25, -1.5):
        check.gradients(lambda a: exp(a), at=[x])


@pytest.mark.exercise("exp", weight=2)
def test_exp_adds_to_what_its_input_has_received(check: Check) -> None:
    """
    [fr] exp ajoute sa part à ce que son entrée a reçu d'autres usages.
    [en] exp adds its share to what its input has received from other uses.
    """
    for x in (0.5, -0.75, 1.25, -1.5):
        check.gradients(lambda a: exp(a) + a, at=[x])


@pytest.mark.exercise("exp", weight=2)
def test_exp_of_a_computed_value(check: Check) -> None:
    """
    [fr] exp s'applique à une valeur calculée, et son résultat peut servir à d'autres calculs.
    [en] exp works on a computed value, and its result can be used in further computations.
    """
    check.gradients(lambda a, b: exp(a * b) + b)
    check.gradients(lambda a, b: exp(a + b) * -2.0)
    check.gradients(telling_cases(lambda a: exp(a), lambda a, b: exp(a * b) + a))


@pytest.mark.exercise("tanh", weight=2)
def test_tanh_has_its_value(check: Check) -> None:
    """
    [fr] tanh calcule sa valeur, pour des entrées de l'un et de l'autre signe.
    [en] tanh computes its value, for inputs of either sign.
    """
    for x in (0.5, -0.75, 1.25, -1.5):
        check.values(lambda a: tanh(a), at=[x])


@pytest.mark.exercise("tanh", weight=1)
def test_tanh_remembers_its_operand(check: Check) -> None:
    """
    [fr] Le résultat de tanh se souvient de la valeur à laquelle l'opération a été appliquée.
    [en] The result of tanh remembers the value that it was applied to.
    """
    check.remembers(lambda a: tanh(a))
    check.values(lambda a: tanh(a), at=[0.5])


@pytest.mark.exercise("tanh", weight=3)
def test_tanh_passes_the_gradient_times_its_slope(check: Check) -> None:
    """
    [fr] tanh transmet le gradient amont multiplié par sa dérivée en ce point.
    [en] tanh passes on the upstream gradient times its derivative at this point.
    """
    for x in (0.5, -0.75, 1.25, -1.5):
        check.gradients(lambda a: tanh(a), at=[x])


@pytest.mark.exercise("tanh", weight=2)
def test_tanh_adds_to_what_its_input_has_received(check: Check) -> None:
    """
    [fr] tanh ajoute sa part à ce que son entrée a reçu d'autres usages.
    [en] tanh adds its share to what its input has received from other uses.
    """
    for x in (0.5, -0.75, 1.25, -1.5):
        check.gradients(lambda a: tanh(a) + a, at=[x])


@pytest.mark.exercise("tanh", weight=2)
def test_tanh_of_a_computed_value(check: Check) -> None:
    """
    [fr] tanh s'applique à une valeur calculée, et son résultat peut servir à d'autres calculs.
    [en] tanh works on a computed value, and its result can be used in further computations.
    """
    check.gradients(lambda a, b: tanh(a * b) + b)
    check.gradients(lambda a, b: tanh(a + b) * -2.0)
    check.gradients(telling_cases(lambda a: tanh(a), lambda a, b: tanh(a * b) + a))
