"""What students see of the graders of `central_difference` and `backward_pass`."""

import pytest

from autograder.judging.check import Check
from autograder.programs.trace import trace
from autograder.truth.calls import Call, calls_of_two, differences, walked_back

PRODUCT = trace(lambda a, b: (a + b) * b)
CUBE = trace(lambda a: a * a * a)


@pytest.mark.exercise("central_difference", weight=2)
def test_the_slides_function_is_differentiated(check: Check) -> None:
    """
    [fr] Les différences centrées de f(x, y) = (x + y) × y en (2, −3) sont −3 et −4 ; en (1, 2), 2 et 5.
    [en] The central differences of f(x, y) = (x + y) × y at (2, −3) are −3 and −4; at (1, 2), 2 and 5.
    """
    at, elsewhere = (PRODUCT, [2.0, -3.0], 0.001), (PRODUCT, [1.0, 2.0], 0.001)
    check.returns(Call(at, [-3.0, -4.0], atol=1e-6), Call(elsewhere, [2.0, 5.0], atol=1e-6))


@pytest.mark.exercise("central_difference", weight=1)
def test_the_step_is_h_both_ways(check: Check) -> None:
    """
    [fr] Le pas est h, dans les deux sens, en tout point : x × x × x en 1 avec h = 0,5 donne 3,25.
    [en] The step is h, in both directions, at any point: x × x × x at 1 with h = 0.5 gives 3.25.
    """
    check.returns(Call((CUBE, [1.0], 0.5), [3.25], atol=1e-6), *differences())


@pytest.mark.exercise("central_difference", weight=2)
def test_each_input_costs_two_forward_passes(check: Check) -> None:
    """
    [fr] Chaque entrée coûte exactement deux passes avant, quel que soit le nombre d'entrées.
    [en] Each input costs exactly two forward passes, whatever the number of inputs.
    """
    three = trace(lambda a, b, c: a * b + b * c)
    check.returns(Call((three, [1.5, -2.0, 0.5], 0.01), [-2.0, 2.0, -2.0], atol=1e-6, forwards=6))


@pytest.mark.exercise("backward_pass", weight=2)
def test_the_forward_pass_of_the_slides(check: Check) -> None:
    """
    [fr] La passe avant garde a = x + y et b = a × y : −1 et 3 en (2, −3), et les valeurs voulues en tout autre point.
    [en] The forward pass keeps a = x + y and b = a × y: −1 and 3 at (2, −3), and the right values at any other point.
    """
    forward = check.of("forward_pass")
    forward.returns(Call((2.0, -3.0), [-1.0, 3.0]), *calls_of_two(lambda x, y: (x + y, (x + y) * y)))


@pytest.mark.exercise("backward_pass", weight=1)
def test_the_backward_pass_of_the_slides(check: Check) -> None:
    """
    [fr] En (2, −3), la passe arrière donne les dérivées partielles −3 et −4 ; en (1, 2), 2 et 5.
    [en] At (2, −3) the backward pass gives the partial derivatives −3 and −4; at (1, 2), 2 and 5.
    """
    check.returns(walked_back(2.0, -3.0), walked_back(1.0, 2.0))


@pytest.mark.exercise("backward_pass", weight=2)
def test_y_collects_both_shares(check: Check) -> None:
    """
    [fr] y, utilisé deux fois, recueille ses deux parts : en (0,5 ; 1,5), les dérivées partielles sont 1,5 et 3,5.
    [en] y, which is used twice, collects both of its shares: at (0.5, 1.5) the partial derivatives are 1.5 and 3.5.
    """
    check.returns(walked_back(0.5, 1.5), walked_back(-4.0, 1.0))
    check.returns(*(walked_back(*call.arguments) for call in calls_of_two(lambda x, y: (x, y))))


@pytest.mark.exercise("backward_pass", weight=1)
def test_the_values_that_were_kept_are_used(check: Check) -> None:
    """
    [fr] La passe arrière se sert de la valeur gardée de a : avec a = 10, y reçoit en (2, −3) les parts 10 et −3.
    [en] The backward pass uses the kept value of a: with a = 10, y receives at (2, −3) the shares 10 and −3.
    """
    check.returns(walked_back(2.0, -3.0, kept=10.0), walked_back(-4.0, 1.5, kept=0.5))
