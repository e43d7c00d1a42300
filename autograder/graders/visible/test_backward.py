"""What students see of the graders of `topological_sort`, `backward` and `gradcheck`."""

import pytest

from autograder.judging.check import Check
from autograder.programs.enumerate import enumerate_programs
from autograder.programs.trace import Tracer, relu, trace
from autograder.truth.calls import checked, checks_of_gradients
from autograder.truth.telling import telling_roots


@pytest.mark.exercise("topological_sort", weight=1)
def test_a_single_value_is_its_own_order(check: Check) -> None:
    """
    [fr] Pour une feuille, la liste ne contient que cette feuille ; pour L = (x × x) × x, ce sont x, x × x et L.
    [en] For a leaf, the list holds that leaf alone; for L = (x × x) × x, it holds x, x × x and L.
    """
    check.order(lambda a: a)
    check.order(lambda a: (a * a) * a)


@pytest.mark.exercise("topological_sort", weight=2)
def test_operands_come_before_results(check: Check) -> None:
    """
    [fr] Chaque opérande figure avant les résultats calculés à partir de lui, et la racine en dernier.
    [en] Each operand is listed before the results that are computed from it, and the root last.
    """
    check.order(lambda a, b: (a + b) * b)
    check.order(lambda a, b, c: (a * b + c) * a)


@pytest.mark.exercise("topological_sort", weight=2)
def test_a_shared_value_is_listed_once(check: Check) -> None:
    """
    [fr] Une valeur utilisée à plusieurs endroits figure une seule fois.
    [en] A value that is used in several places is listed once.
    """

    def diamond(a: Tracer, b: Tracer) -> Tracer:
        d = a + b
        return d * a + d * d

    check.order(diamond)


@pytest.mark.exercise("topological_sort", weight=3)
def test_every_graph_of_two_operations_is_sorted(check: Check) -> None:
    """
    [fr] Tout graphe d'une ou deux opérations est rangé dans un ordre topologique.
    [en] Every graph of one or two operations is listed in topological order.
    """
    check.order(enumerate_programs(operations=2))


@pytest.mark.exercise("backward", weight=1)
def test_the_root_receives_one(check: Check) -> None:
    """
    [fr] Le gradient de la racine par rapport à elle-même vaut 1 ; de là, x × x rend 2x à x.
    [en] The gradient of the root with respect to itself is 1; from there x × x hands 2x back to x.
    """
    check.backward(lambda a: a)
    check.backward(lambda a: a * a)


@pytest.mark.exercise("backward", weight=2)
def test_the_slides_example(check: Check) -> None:
    """
    [fr] En (2, −3), f(x, y) = (x + y) × y a pour dérivées partielles −3 et −4.
    [en] At (2, −3) the partial derivatives of f(x, y) = (x + y) × y are −3 and −4.
    """
    check.backward(lambda a, b: (a + b) * b, at=[2.0, -3.0])


@pytest.mark.exercise("backward", weight=3)
def test_a_shared_intermediate_value_is_complete_before_it_passes_on(check: Check) -> None:
    """
    [fr] Une valeur intermédiaire transmet son gradient une seule fois, quand tous ses usages ont été comptés.
    [en] An intermediate value passes its gradient on once, after all of its uses have been counted.
    """

    def diamond(a: Tracer, b: Tracer) -> Tracer:
        c = a * b
        d = c + a
        return c * d

    check.backward(diamond)
    check.backward(telling_roots(diamond, lambda a, b: (a + b) * b, lambda a: a * a, lambda a: a + a))


@pytest.mark.exercise("backward", weight=2)
def test_every_graph_of_two_operations_goes_backward(check: Check) -> None:
    """
    [fr] Sur tout graphe d'une ou deux opérations, les gradients coïncident avec les différences finies.
    [en] On every graph of one or two operations the gradients agree with finite differences.
    """
    check.backward(enumerate_programs(operations=2))


@pytest.mark.exercise("gradcheck", weight=2)
def test_a_planted_fault_is_found(check: Check) -> None:
    """
    [fr] En (2, −3), les gradients −3 et −4 passent ; avec −3 et −1, le rang 1 est signalé ;
    [fr] avec 0 et 0, les deux rangs le sont.
    [en] At (2, −3) the gradients −3 and −4 pass; with −3 and −1, index 1 is reported; with 0 and 0, both are.
    """
    product, at = trace(lambda a, b: (a + b) * b), [2.0, -3.0]
    faults = ((0.0, 0.0), (0.0, 3.0), (3.0, 4.0))
    check.returns(*(checked(product, at, *fault, h=0.001, tolerance=0.01) for fault in faults))


@pytest.mark.exercise("gradcheck", weight=2)
def test_gradients_that_are_too_large_or_too_small_are_found(check: Check) -> None:
    """
    [fr] Chaque gradient trop grand ou trop petit est signalé, quel que soit le nombre d'entrées, et lui seul.
    [en] Each gradient that is too large or too small is reported, however many inputs there are, and no other one.
    """
    check.returns(*checks_of_gradients())


@pytest.mark.exercise("gradcheck", weight=1)
def test_step_and_tolerance_are_those_that_are_given(check: Check) -> None:
    """
    [fr] Le pas et la tolérance sont ceux qu'on donne : pour x × x × x en 1 avec h = 0,5,
    [fr] le gradient 3 est à 0,25 de 3,25.
    [en] The step and the tolerance are those given: for x × x × x at 1 with h = 0.5, the gradient 3 is 0.25 from 3.25.
    """
    cube = trace(lambda a: a * a * a)
    check.returns(*(checked(cube, [1.0], -0.25, h=0.5, tolerance=tolerance) for tolerance in (0.1, 1.0)))
    check.returns(*(checked(cube, [1.0], 0.0, h=0.5, tolerance=tolerance) for tolerance in (0.1, 1e-9)))


@pytest.mark.exercise("gradcheck", weight=1)
def test_at_the_fold_a_right_engine_is_reported(check: Check) -> None:
    """
    [fr] Au pli de relu, la différence centrée vaut 0,5 : les gradients 0 et 1 y sont signalés, bien que permis.
    [en] At relu's fold the central difference is 0.5: the gradients 0 and 1 are reported there, though allowed.
    """
    fold = trace(lambda a: relu(a))
    check.returns(*(checked(fold, [0.0], off, h=0.001, tolerance=0.01) for off in (-0.5, 0.5)))
    check.returns(*(checked(fold, [x], 0.0, h=0.001, tolerance=0.01) for x in (-0.5, 0.5)))
