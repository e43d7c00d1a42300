import math

import numpy as np
import pytest

from autograder.errors import KitError
from autograder.programs.enumerate import enumerate_programs
from autograder.programs.operations import TABLE, Primitive
from autograder.programs.program import Program
from autograder.programs.trace import RECORDED, exp, relu, tanh, trace
from autograder.truth import central_differences as gradcheck
from autograder.truth.central_differences import ATOL, RTOL, Case, case_at, fair_cases
from autograder.truth.exact import exact_case
from autograder.truth.random_cases import random_cases
from autograder.truth.telling import DIMENSIONS, dimensions, telling_cases


def test_the_slides_example_has_the_slides_gradients() -> None:
    case = case_at(trace(lambda a, b: (a + b) * b), [2.0, -3.0])
    assert case.data == (2.0, -3.0, -1.0, 3.0)
    assert case.low == pytest.approx((-3.0, -4.0, -3.0, 1.0), abs=1e-9)


def test_gradients_are_scaled_by_the_upstream_gradient() -> None:
    program = trace(lambda a: a * a)
    assert case_at(program, [3.0], upstream=-2.0).low[0] == pytest.approx(-12.0)
    assert case_at(program, [3.0]).with_upstream(5.0).low[0] == pytest.approx(30.0)


def test_what_does_not_change_has_a_slope_of_exactly_0() -> None:
    outputs = np.full((3, 6), 0.1 + 0.2)
    assert (gradcheck.slopes(outputs, gradcheck.SIXTH_ORDER) == 0.0).all()


@pytest.mark.parametrize("offset", [1e-3, -1e-3, float("nan"), float("inf")])
def test_a_gradient_that_is_off_is_not_accepted(offset: float) -> None:
    case = case_at(trace(lambda a: a * a), [3.0])
    assert case.accepts(0, 6.0) and not case.accepts(0, 6.0 + offset)


@pytest.mark.parametrize("stranger", [None, "6", "nan", [6.0]])
def test_what_is_no_number_is_not_accepted(stranger: object) -> None:
    assert not case_at(trace(lambda a: a * a), [3.0]).accepts(0, stranger)


def test_a_planted_derivative_of_2001_thousandths_is_found() -> None:
    """Test the tester: `a + a` with a slope of 2.001."""
    [case] = fair_cases((trace(lambda a: a + a),))
    assert not case.accepts(0, case.low[0] * 2.001 / 2)


@pytest.mark.parametrize("program", [p for p in enumerate_programs() if len(p.operations) == 2][::17], ids=str)
def test_fair_points_are_fair(program: Program) -> None:
    [case] = fair_cases((program,))
    assert len(set(map(abs, case.point))) == 2 and case.upstream not in (0.0, 1.0)
    assert all(abs(g) > 100 * case.tolerance for g in case.low[:2] if abs(g) > ATOL)
    assert any(abs(g) > 1e-2 for g in case.low[:2])


def test_all_small_programs_have_fair_points() -> None:
    cases = fair_cases(enumerate_programs())
    assert [case.program for case in cases] == list(enumerate_programs())
    assert {x > 0 for case in cases for x in case.point} == {True, False}
    assert {abs(x) < 1 for case in cases for x in case.point} == {True, False}
    assert {case.upstream > 0 for case in cases} == {True, False}


def test_truth_agrees_with_derivatives_by_hand() -> None:
    for case in fair_cases(tuple(enumerate_programs("*", operations=3))[::7]):
        expected = _reverse_mode(case)
        assert np.allclose(case.low, expected, rtol=RTOL / 100)


def _reverse_mode(case: Case) -> list[float]:
    gradients = [0.0] * (case.program.nodes - 1) + [case.upstream]
    for k in reversed(range(len(case.program.operations))):
        op, operands = case.program.operations[k]
        local = gradcheck.local_derivatives(op, [case.data[int(x)] for x in operands])
        for operand, slope in zip(operands, local, strict=True):
            gradients[int(operand)] += slope * gradients[case.program.inputs + k]
    return gradients


def test_a_point_near_a_kink_is_the_kits_fault() -> None:
    with pytest.raises(KitError, match="not certain"):
        case_at(trace(lambda a: relu(a)), [1e-4])


def test_at_a_kink_any_slope_between_zero_and_one_is_right() -> None:
    case = case_at(trace(lambda a: relu(a) * 3.0), [0.0])
    assert all(case.accepts(0, slope) for slope in (0.0, 1.5, 3.0))
    assert not case.accepts(0, 3.1) and not case.accepts(0, -0.1)


def test_no_point_is_fair_for_a_program_without_gradient() -> None:
    with pytest.raises(KitError, match="no fair point"):
        fair_cases((trace(lambda a: a - a),))


def test_an_overflowing_program_is_the_kits_fault() -> None:
    def explode(a):  # type: ignore[no-untyped-def]
        for _ in range(12):
            a = a * a
        return a

    with pytest.raises(KitError):
        case_at(trace(explode), [3.0])


def test_random_programs_share_intermediate_nodes_and_are_certain() -> None:
    cases = random_cases("+*", count=6, operations=60)
    for case in cases:
        assert 30 <= len(case.program.operations) <= 60
        assert any(uses > 1 for uses in case.program.uses()[case.program.inputs : -1])
        assert np.allclose(case.low, _reverse_mode(case), rtol=1e-7)


def test_random_programs_are_the_same_in_every_run() -> None:
    first = random_cases("+", count=3, operations=9)
    random_cases.cache_clear()
    assert random_cases("+", count=3, operations=9) == first


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.symbol)
def test_every_operation_of_the_table_has_an_exact_truth(row: Primitive) -> None:
    """It agrees with the central difference of floats where that is certain."""
    program, point = trace(RECORDED[row.symbol], row.arity), (0.75, -1.25)[: row.arity]
    exact, rounded = exact_case(program, point), case_at(program, point, 1.5)
    assert exact.low == pytest.approx(rounded.low, rel=1e-10)
    assert exact.tolerance < rounded.tolerance / 100


def test_exact_truths_are_those_of_the_closed_form() -> None:
    for x in (-1.75, 0.0, 1e-12, 1.5):
        assert exact_case(trace(lambda a: tanh(a)), (x,), upstream=1.0).low[0] == pytest.approx(1 - math.tanh(x) ** 2)
        assert exact_case(trace(lambda a: exp(a)), (x,), upstream=1.0).low[0] == pytest.approx(math.exp(x))


def test_telling_points_stay_where_a_derivative_shows() -> None:
    cases = telling_cases(lambda a: exp(a), lambda a, b: tanh(a * b) + a)
    assert dimensions(cases) == set(DIMENSIONS) - {"large"}
    assert max(abs(value) for case in cases for value in case.data) < math.exp(2)
