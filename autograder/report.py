"""The result of grading one submission as a frozen record; renderers are pure functions of it.

`python -m autograder grade --format json` prints it; its JSON schema is data/report.schema.json. Points are exact
fractions while they are added up, and two decimals here.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import msgspec

from autograder.counterexample import Graph
from autograder.course import Course, Exercise
from autograder.errors import Outcome

VERSION = 1


class CheckResult(msgspec.Struct, frozen=True):
    """One claim. `message` is what the student reads, empty where the check passed; `weight` 0 is advice.

    `graph` is the counterexample as a graph, where there is one to draw.
    """

    claim: str
    visible: bool
    outcome: Outcome
    message: str = ""
    where: str | None = None
    weight: float = 1.0
    graph: Graph | None = None


class Diagnosis(msgspec.Struct, frozen=True):
    """A misconception of the bank whose program answers what the student's does; `misconception` is its id.

    `tell` and `question` are what the student reads, `program` the first of the diagnosis where it shows; `same_as` are
    the ids of those that nobody can tell from it.
    """

    misconception: str
    tell: str
    question: str
    program: str
    same_as: tuple[str, ...] = ()


class ExerciseResult(msgspec.Struct, frozen=True):
    """`outcome` is that of the first check that did not pass.

    `max_points` are the points of the checks that ran; `at_submission` those of hidden checks that did not.
    """

    name: str
    module: str
    title: str
    points: float
    max_points: float
    at_submission: float
    outcome: Outcome
    checks: tuple[CheckResult, ...]
    diagnosis: Diagnosis | None = None


class Timing(msgspec.Struct, frozen=True):
    """Where the wall time went, in seconds. `worker` is waiting for workers to start and load."""

    start: float = 0.0
    pytest: float = 0.0
    worker: float = 0.0
    checks: float = 0.0


class Report(msgspec.Struct, frozen=True):
    """A graded submission. `grade` is the points scaled to `out_of` (20 in France)."""

    version: int
    submission: str
    language: str
    rung: str
    points: float
    max_points: float
    at_submission: float
    grade: float
    out_of: float
    exercises: tuple[ExerciseResult, ...]
    read: tuple[str, ...] = ()
    ignored: tuple[tuple[str, str], ...] = ()
    hints: Mapping[str, str] = {}
    timing: Timing = Timing()

    @property
    def complete(self) -> bool:
        """Whether every point that could be earned was earned."""
        return self.points >= self.max_points

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """The ids of what was recognised, for counting over a class."""
        return tuple(x.diagnosis.misconception for x in self.exercises if x.diagnosis)


def exercise_result(exercise: Exercise, language: str, checks: Sequence[CheckResult]) -> ExerciseResult:
    """Points of one exercise: its points times the passed share of the weights of all checks, hidden ones too."""
    weights = Fraction(exercise.visible_weight) + Fraction(exercise.hidden_weight)
    ran = sum((Fraction(check.weight) for check in checks), Fraction(0))
    passed = sum((Fraction(check.weight) for check in checks if check.outcome == "passed"), Fraction(0))
    failed = [check for check in checks if check.weight and check.outcome != "passed"]
    return ExerciseResult(
        name=exercise.name,
        module=exercise.module,
        title=exercise.title[language],
        points=_points(exercise, passed, weights),
        max_points=_points(exercise, ran, weights),
        at_submission=_points(exercise, weights - ran, weights),
        outcome=failed[0].outcome if failed else "passed",
        checks=tuple(checks),
    )


def _points(exercise: Exercise, weight: Fraction, weights: Fraction) -> float:
    return float(round(Fraction(str(exercise.points)) * weight / weights, 6))


def total(exercises: Iterable[ExerciseResult], out_of: float) -> dict[str, float]:
    """The sums over exercises, two decimals, and the grade."""
    results = list(exercises)
    points, at_most, later = (
        sum((Fraction(str(value)) for value in values), Fraction(0))
        for values in (
            [x.points for x in results],
            [x.max_points for x in results],
            [x.at_submission for x in results],
        )
    )
    return {
        "points": float(round(points, 2)),
        "max_points": float(round(at_most, 2)),
        "at_submission": float(round(later, 2)),
        "grade": float(round(points / at_most * Fraction(str(out_of)), 2)) if at_most else 0.0,
        "out_of": out_of,
    }


def schema() -> dict[str, Any]:
    """The JSON schema of a Report."""
    return msgspec.json.schema(Report)


def course_hints(course: Course, language: str) -> dict[str, str]:
    """The first hint of each exercise: the next question to think about."""
    return {exercise.name: exercise.hints[language][0] for exercise in course.exercises}
