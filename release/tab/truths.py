"""The truths of the page as data: whatever a visible claim, a counterexample or the diagnosis asks for.

Nothing is listed twice: the claims and the programs of the diagnosis are run as they stand, on a check that asks nobody
and looks at every case, at its friendlier numbers too.
"""

import json
from contextlib import suppress
from typing import Any

from autograder.course import Course, Exercise
from autograder.diagnosis.programs import PROGRAMS
from autograder.errors import KitError
from autograder.judging.cases import friendlier
from autograder.judging.check import Check
from autograder.judging.claims import claims_of
from autograder.judging.questions import OfPrograms, Question
from autograder.truth.central_differences import fair_cases
from autograder.truth.exact import exact_case
from autograder.truth.known import Rows, recording
from autograder.truth.networks import network_case
from autograder.truth.training import Training, descent

NUMPY = (
    "linear",
    "tensor",
)  # modules of which even the submission computes with numpy: without it they are for the kit


def on_the_page(course: Course, *, numpy: bool = False) -> tuple[Exercise, ...]:
    """The exercises that the page can grade, without numpy or with it."""
    return tuple(exercise for exercise in course.exercises if numpy or exercise.module not in NUMPY)


def truths(course: Course) -> Rows:
    """Every truth that the page may need, by what is asked."""
    for cached in (fair_cases, exact_case, network_case, descent):
        cached.cache_clear()  # what was found before is found again, and kept
    with recording() as kept:
        for exercise in on_the_page(course):
            survey = _Survey(exercise, _Nobody())
            for claim in claims_of([exercise.name], visible=True):
                claim.function(survey)
            if exercise.name in PROGRAMS:
                PROGRAMS[exercise.name](survey)
    return dict(sorted(kept.items()))


def written(rows: Rows) -> bytes:
    """Truths as JSON, each on a line of its own; a number is read again as exactly the same."""
    lines = (f"{json.dumps(key)}:{json.dumps(row, separators=(',', ':'))}" for key, row in rows.items())
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


class _Nobody:
    """A respondent that is never asked."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"a survey asks nobody: {name}")


class _Survey(Check):
    """The checks of an exercise, of which only the cases are made."""

    def _put(self, question: Question[Any]) -> None:
        for case in question.asked:
            if isinstance(question, OfPrograms) and not question.chosen:
                list(friendlier(case))
            elif isinstance(case, Training):
                with suppress(KitError):  # what has to learn is not followed step by step
                    descent(case)
