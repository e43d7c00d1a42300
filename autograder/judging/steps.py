"""The backward pass of a counterexample, step by step: what each value holds and should hold, where it goes wrong."""

from collections.abc import Sequence

import msgspec

from autograder.report import Graph, Number, Step
from autograder.sandbox.messages import Replay
from autograder.truth.central_differences import Case, local_derivatives


def with_steps(graph: Graph, case: Case, answer: Replay) -> Graph:
    """The graph with its steps and the first in which its first wrong node is wrong.

    As it was, where the recorded walk ended otherwise than the one that was judged.
    """
    if graph.first is None or not answer.steps or answer.steps[-1][1] != answer.gradients:
        return graph
    steps, dues = list[Step](), _dues(case, [caller for caller, _held in answer.steps])
    for (caller, held), due in zip(answer.steps, dues, strict=True):
        if caller == -2 and held == steps[-1].held:  # the end tells nothing new
            continue
        steps.append(Step(caller, held, due))
    first, tolerance = graph.first, case.tolerance
    wrong = (k for k, step in enumerate(steps) if not _is_due(step.held[first], step.due[first], tolerance))
    return msgspec.structs.replace(graph, steps=tuple(steps), marked=next(wrong, len(steps) - 1))


def _is_due(held: Number, due: float, tolerance: float) -> bool:
    return isinstance(held, (int, float)) and abs(held - due) <= tolerance


def _dues(case: Case, callers: Sequence[int]) -> list[tuple[float, ...]]:
    """What each node should hold after each call: the shares of the results that have passed on theirs, once each."""
    program = case.program
    due = [case.received] * program.inputs + [0.0] * len(program.operations)
    due[-1] = case.upstream
    found, called = [], set[int]()
    for caller in callers:
        if caller >= program.inputs and caller not in called:
            called.add(caller)
            op, operands = program.operations[caller - program.inputs]
            local = local_derivatives(op, [case.data[x] if isinstance(x, int) else x for x in operands])
            for operand, slope in zip(operands, local, strict=True):
                if isinstance(operand, int):
                    due[operand] += case.low[caller] * slope
        found.append(tuple(due))
    return found
