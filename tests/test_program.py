import math
from itertools import pairwise

import numpy as np
import pytest

from autograder.program import Operation, Program, enumerate_programs, relu, trace


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
        (trace(lambda a: a), "y = a"),
        (trace(lambda a: a + a), "y = a + a"),
        (trace(lambda a, b: (a + b) * b), "y = (a + b) * b"),
        (trace(lambda a, b: (lambda d: d * d)(a + b)), "c = a + b; y = c * c"),
        (trace(lambda a: relu(a * 2.0) + relu(a)), "y = relu(a * 2) + relu(a)"),
        (trace(lambda a: relu((a + a) * (a + 1.0))), "y = relu((a + a) * (a + 1))"),
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
    assert len(text) < 400 and "10000" in text


def test_labels_are_a_shuffle_that_never_changes() -> None:
    program = enumerate_programs()[-1]
    assert sorted(program.labels) == list(range(program.nodes))
    assert program.labels == Program(program.inputs, program.operations).labels
    assert any(p.labels != sorted(p.labels) for p in enumerate_programs())


def test_relu_of_the_kit_is_zero_for_negative_numbers() -> None:
    assert trace(lambda a: relu(a)).evaluate([-2.0])[-1] == 0.0 and not math.isnan(0.0)
