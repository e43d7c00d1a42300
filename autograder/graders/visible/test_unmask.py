"""What students see of the graders of `unmask`: all of them."""

import pytest

from autograder.judging.check import Check


@pytest.mark.exercise("unmask", weight=2)
def test_engine_1(check: Check) -> None:
    """
    [fr] Le moteur 1 est démasqué.
    [en] Engine 1 is unmasked.
    """
    check.unmasks(1)


@pytest.mark.exercise("unmask", weight=2)
def test_engine_2(check: Check) -> None:
    """
    [fr] Le moteur 2 est démasqué.
    [en] Engine 2 is unmasked.
    """
    check.unmasks(2)


@pytest.mark.exercise("unmask", weight=2)
def test_engine_3(check: Check) -> None:
    """
    [fr] Le moteur 3 est démasqué.
    [en] Engine 3 is unmasked.
    """
    check.unmasks(3)


@pytest.mark.exercise("unmask", weight=2)
def test_engine_4(check: Check) -> None:
    """
    [fr] Le moteur 4 est démasqué.
    [en] Engine 4 is unmasked.
    """
    check.unmasks(4)


@pytest.mark.exercise("unmask", weight=2)
def test_engine_5(check: Check) -> None:
    """
    [fr] Le moteur 5 est démasqué.
    [en] Engine 5 is unmasked.
    """
    check.unmasks(5)


@pytest.mark.exercise("unmask", weight=2)
def test_engine_6(check: Check) -> None:
    """
    [fr] Le moteur 6 est démasqué.
    [en] Engine 6 is unmasked.
    """
    check.unmasks(6)


@pytest.mark.exercise("unmask", weight=3)
def test_the_first_three_by_as_few_operations_as_can_be(check: Check) -> None:
    """
    [fr] Les moteurs 1, 2 et 3 sont démasqués avec le moins d'opérations possible.
    [en] Engines 1, 2 and 3 are unmasked with as few operations as possible.
    """
    for engine in (1, 2, 3):
        check.unmasks(engine, fewest=True)


@pytest.mark.exercise("unmask", weight=3)
def test_the_last_three_by_as_few_operations_as_can_be(check: Check) -> None:
    """
    [fr] Les moteurs 4, 5 et 6 sont démasqués avec le moins d'opérations possible.
    [en] Engines 4, 5 and 6 are unmasked with as few operations as possible.
    """
    for engine in (4, 5, 6):
        check.unmasks(engine, fewest=True)
