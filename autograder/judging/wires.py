"""A case as the worker needs it: no expected value but the local derivatives of what is built by hand."""

from typing import Any

from autograder.course import Exercise
from autograder.programs.operations import PRIMITIVES, Operand, Operation
from autograder.truth.central_differences import Case, local_derivatives
from autograder.truth.orders import right_order


def wire_of(exercise: Exercise, do: str, case: Case) -> dict[str, Any]:
    """What is sent for one case of this request of an exercise, as JSON holds it."""
    program = case.program
    if do == "order":
        return _without_order(case)
    operations = [
        _theirs(exercise, operation) if operation.op == exercise.operation else _by_hand(case, k)
        for k, operation in enumerate(program.operations)
    ]
    wire = {"point": case.point, "upstream": case.upstream, "operations": operations}
    if case.received:
        wire["received"] = case.received
    if case.again:
        wire["again"] = case.again.upstream
    if do == "backward":
        order = right_order(program, flipped=case.view == 1, leaves_first=case.view == 0)
        wire |= {"labels": program.labels, "view": case.view, "order": order}
    return wire


def _theirs(exercise: Exercise, operation: Operation) -> tuple[str, tuple[Operand, ...]]:
    """The operation under grading, to be done by the submission."""
    row = PRIMITIVES[operation.op]
    return row.path if row.operator else f"exercises.{exercise.module}.{exercise.symbol}", operation.operands


def _without_order(case: Case) -> dict[str, Any]:
    """A graph whose order is to be found: the value of each node and the labels of its operands, label by label."""
    labels, values = case.program.labels, case.data
    wires = [
        (labels[node], values[node], [labels[x] for x in case.program.operands(node)]) for node in range(len(labels))
    ]
    return {"nodes": [wire[1:] for wire in sorted(wires)], "root": labels[-1], "view": case.view}


def _by_hand(case: Case, k: int) -> tuple[float, tuple[int | float, ...], tuple[float, ...]]:
    op, operands = case.program.operations[k]
    if not case.low:  # nobody will ask for a gradient
        return case.data[case.program.inputs + k], operands, (0.0,) * len(operands)
    values = [case.data[x] if isinstance(x, int) else x for x in operands]
    return case.data[case.program.inputs + k], operands, local_derivatives(op, values)
