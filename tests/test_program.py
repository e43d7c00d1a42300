import math
from itertools import pairwise

import numpy as np
import pytest

from autograder.programs.enumerate import enumerate_programs
from autograder.programs.operations import PRIMITIVES, TABLE, Operation, Primitive
from autograder.programs.program import Program
from autograder.programs.trace import RECORDED, relu, trace
from autograder.truth.central_differences import fair_cases, local_derivatives
from autograder.truth.random_cases import random_cases


def test_a_function_is_recorded_as_operations_on_nodes() -> None:
    program = trace(lambda a, b: (a + b) * b)
    assert program == Program(2, (Operation("+", (0, 1)), Operation("*", (2, 1))))


def test_a_plain_number_is_a_constant_on_either_side() -> None:
    assert trace(lambda a: 2 * a + 1).operations == (Operation("*", (2.0, 0)), Operation("+", (1, 1.0)))


def test_negation_and_subtraction_become_products_with_minus_one() -> None:
    program = trace(lambda a, b: a - b)
    assert program.operations == (Operation("*", (1, -1.0)), Operation("+", (0, 2)))
    assert trace(lambda a: 3.0 - a).evaluate([2.0])[-1] == 1.0


def test_operations_that_the_result_does_not_need_are_dropped() -> None:
    def wasteful(a, b):  # type: ignore[no-untyped-def]
        a * b
        return a + b

    assert trace(wasteful).operations == (Operation("+", (0, 1)),)


def test_a_program_is_evaluated_on_floats_and_on_arrays() -> None:
    program = trace(lambda a, b: relu(a * b) + b)
    assert program.evaluate([2.0, -3.0]) == [2.0, -3.0, -6.0, 0.0, -3.0]
    assert np.array_equal(program.evaluate([np.array([2.0, 1.0]), np.array([-3.0, 4.0])])[-1], [-3.0, 8.0])


def test_1336_distinct_programs_of_up_to_three_operations_on_two_inputs() -> None:
    programs = enumerate_programs()
    assert len(programs) == len(set(programs)) == 1336
    assert all(len(a.operations) <= len(b.operations) for a, b in pairwise(programs))
    assert all(p.live | {0, 1} == set(range(p.nodes)) for p in programs)


def test_the_same_graph_in_two_orders_is_enumerated_once() -> None:
    one = (Operation("+", (0, 0)), Operation("*", (1, 1)), Operation("+", (2, 3)))
    other = (Operation("*", (1, 1)), Operation("+", (0, 0)), Operation("+", (3, 2)))
    found = {program.operations for program in enumerate_programs()}
    assert len({one, other} & found) == 1


@pytest.mark.parametrize(
    ("program", "text"),
    [
        (trace(lambda a: a), "L = x"),
        (trace(lambda a: a + a), "L = x + x"),
        (trace(lambda a, b: (a + b) * b), "L = (x + y) * y"),
        (trace(lambda a, b: (lambda d: d * d)(a + b)), "a = x + y; L = a * a"),
        (trace(lambda a: relu(a * 2.0) + relu(a)), "L = relu(x * 2) + relu(x)"),
        (trace(lambda a: relu((a + a) * (a + 1.0))), "L = relu((x + x) * (x + 1))"),
    ],
)
def test_a_program_reads_as_an_expression(program: Program, text: str) -> None:
    assert str(program) == text


def test_a_long_program_is_printed_cut() -> None:
    def long(a):  # type: ignore[no-untyped-def]
        total = a
        for _ in range(10_000):
            total = total + a
        return total

    text = str(trace(long))
    assert len(text) < 400 and "10,000" in text


def test_labels_are_a_shuffle_that_never_changes() -> None:
    program = enumerate_programs()[-1]
    assert sorted(program.labels) == list(range(program.nodes))
    assert program.labels == Program(program.inputs, program.operations).labels
    assert any(p.labels != sorted(p.labels) for p in enumerate_programs())


def test_relu_of_the_kit_is_zero_for_negative_numbers() -> None:
    assert trace(lambda a: relu(a)).evaluate([-2.0])[-1] == 0.0 and not math.isnan(0.0)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.symbol)
def test_a_row_of_the_table_is_an_operation_everywhere(row: Primitive) -> None:
    program = next(p for p in enumerate_programs(f"{row.symbol}+", operations=2) if row.symbol == p.operations[0].op)
    assert row.symbol in str(program)
    assert trace(lambda a, b: RECORDED[row.symbol](*(a, b)[: row.arity])).operations == (
        Operation(row.symbol, tuple(range(row.arity))),
    )
    cases = random_cases(f"+* {row.symbol}", count=2, operations=6)
    assert any(row.symbol == op for case in cases for op, _operands in case.program.operations)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.symbol)
def test_a_row_computes_the_same_on_numbers_and_arrays_and_slopes_of_both(row: Primitive) -> None:
    for point in ((0.5, -0.75), (-1.25, 0.5)):
        operands = list(point[: row.arity])
        value = row.function(*operands)
        assert type(value) is float
        assert row.function(*(np.array([x]) for x in operands))[0] == pytest.approx(value, rel=1e-15)
        step = 1e-6
        for i, slope in enumerate(local_derivatives(row.symbol, operands)):
            above, below = ([x + side * step * (i == j) for j, x in enumerate(operands)] for side in (1, -1))
            assert slope == pytest.approx((row.function(*above) - row.function(*below)) / (2 * step), rel=1e-8)


def test_the_complex_step_loses_nothing() -> None:
    operands = [0.1, -7.3e-5]
    assert local_derivatives("+", operands) == (1.0, 1.0) and local_derivatives("*", operands) == (-7.3e-5, 0.1)
    assert local_derivatives("relu", [3.0]) == (1.0,) and local_derivatives("relu", [-3.0]) == (0.0,)


def test_an_operation_that_is_not_in_the_table_cannot_be_imported() -> None:
    with pytest.raises(ImportError):
        from autograder.programs.trace import sinh  # noqa: F401


def test_operands_stay_in_the_domain_of_their_operation() -> None:
    low, high = PRIMITIVES["tanh"].domain
    for case in [*random_cases("+* tanh", count=6, operations=12), *fair_cases(enumerate_programs("+ tanh"))[::9]]:
        for op, operands in case.program.operations:
            assert op != "tanh" or all(low < case.data[int(x)] < high for x in operands)
