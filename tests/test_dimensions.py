"""Which telling numbers, shapes and sizes the graders of graphs ask with; what an exercise leaves out says why."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from autograder.course import load_course
from autograder.judging.cases import LARGE
from autograder.judging.check import Check
from autograder.judging.claims import claims_of
from autograder.programs.program import Program
from autograder.truth.central_differences import Case
from autograder.truth.telling import DIMENSIONS, dimensions

MANY = 300  # values: more than a recursion of three frames for each goes through
FROM_ROOT = "a backward pass begins with 1 at the root, and what a gradient holds before is not agreed on"
NUMBERS = "a sort asks for no number; its probe has gradients received before, and asks twice"
SMALL = "an operation does not know how large its graph is"
OF_OPERATIONS = {"one value": "there is no operation in it", "300 values": SMALL, "1,000 values": SMALL}
LEFT_OUT = {
    **dict.fromkeys(("add", "mul", "relu"), OF_OPERATIONS),
    "topological_sort": dict.fromkeys(("tiny", "large", "received", "twice", "no gradient"), NUMBERS),
    "backward": {"received": FROM_ROOT, "no gradient": FROM_ROOT},
}


@dataclass(frozen=True)
class Recorder(Check):
    """The checks of an exercise, of which only what they would ask is kept."""

    asked: list[Case] = field(default_factory=list)

    def _each(self, do: str, kind: type[Any], cases: Any, find: Any, *, chosen: bool = False) -> None:
        self.asked.extend(cases)


def _asked(exercise: str) -> list[Case]:
    recorder = Recorder(load_course().exercise(exercise), None)  # type: ignore[arg-type]
    for claim in claims_of([exercise]):
        claim.function(recorder)
    return recorder.asked


def _shapes(programs: list[Program]) -> set[str]:
    operands = [x.operands for program in programs for x in program.operations]
    pairs = [x for x in operands if len(x) == 2 and all(isinstance(i, int) for i in x)]
    holds = {
        "one value": any(not program.operations for program in programs),
        "same operand": any(left == right for left, right in pairs),
        "older operand first": any(left < right for left, right in pairs),
        "newer operand first": any(left > right for left, right in pairs),
        "shared result": any(max(x.uses()[x.inputs :], default=0) > 1 for x in programs),
        "300 values": any(x.nodes > MANY for x in programs),
        "1,000 values": any(x.nodes > LARGE for x in programs),
    }
    return {name for name, held in holds.items() if held}


SHAPES = {"one value", "same operand", "older operand first", "newer operand first"}
SHAPES |= {"shared result", "300 values", "1,000 values"}


@pytest.mark.parametrize("exercise", LEFT_OUT)
def test_graders_ask_in_every_dimension_but_those_that_they_leave_out(exercise: str) -> None:
    asked = _asked(exercise)
    covered = dimensions(asked) | _shapes([case.program for case in asked])
    assert {*DIMENSIONS, *SHAPES} - covered == set(LEFT_OUT[exercise])


def test_backward_and_the_sort_see_every_graph_in_every_view() -> None:
    for exercise in ("topological_sort", "backward"):
        assert {case.view for case in _asked(exercise)} == {0, 1, 2}
