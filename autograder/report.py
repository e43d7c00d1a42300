"""The result of grading one submission as a frozen record; renderers are pure functions of it.

`python -m autograder grade --format json` prints it; its JSON schema is data/report.schema.json. Points are exact
fractions while they are added up, and two decimals here.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from autograder.course import Course, Exercise

STRONGEST = "confined"  # the rung of isolation that needs no mention
VERSION = 1
IGNORED_SHOWN = 12  # of the files left aside, in whatever a person reads; the rest is counted
Outcome = Literal["passed", "failed", "todo", "blocked", "error", "timeout", "crashed"]
# A number is a plain float, or a name where there is no finite one: "nan", "inf", "-inf", or a type's name.
Name = Annotated[str, Meta(max_length=100, pattern=r"^[\w.<>+*@-]*\Z")]
Number = float | Name


class Node(msgspec.Struct, frozen=True):
    """A value: `operands` are the numbers of other nodes, one for each operand place.

    `ranks` are the places, counted from 1, at which the student's list has it.
    """

    label: str
    operands: tuple[int, ...]
    data: Number
    expected: Number
    yours: Number
    right: bool
    ranks: tuple[int, ...] = ()


class Share(msgspec.Struct, frozen=True):
    """What one use of a value has to hand back to it: upstream gradient times local derivative.

    `place` counts the operands of `operation`, `of` says how many there are.
    """

    operation: str
    place: int
    of: int
    upstream: float
    local: float


class Step(msgspec.Struct, frozen=True):
    """A moment of the backward pass: `caller` has just passed on its gradient; -1 is the start, -2 the end.

    `held` are the gradients that the nodes hold now, `due` those that they should hold.
    """

    caller: int
    held: tuple[Number, ...]
    due: tuple[float, ...]


class Graph(msgspec.Struct, frozen=True):
    """`about` says what `expected` and `yours` are; for an order they are empty, where gradients are only held alike.

    `first` is the first node that is wrong, in the direction in which the numbers are computed: everything that it is
    made from is right. `shares` are what it has to receive in the backward pass. In an order `first` is the value out
    of place, and `edge` leads to it from the operand that it is listed before. `steps` is the backward pass as the
    submission walked it, and `marked` the number of the first step in which `first` is wrong.
    """

    about: Literal["data", "gradient", "order", "held"]
    nodes: tuple[Node, ...]
    first: int | None = None
    shares: tuple[Share, ...] = ()
    edge: tuple[int, int] | None = None
    steps: tuple[Step, ...] = ()
    marked: int | None = None


class CheckResult(msgspec.Struct, frozen=True):
    """One claim. `message` is what the student reads, empty where the check passed; `weight` 0 is advice.

    `graph` is the counterexample as a graph, where there is one to draw; `question` what to think about next, where
    this message has a question of its own; `replay` are lines of Python that meet the counterexample again.
    """

    claim: str
    visible: bool
    outcome: Outcome
    message: str = ""
    where: str | None = None
    weight: float = 1.0
    graph: Graph | None = None
    question: str = ""
    replay: str = ""


class Diagnosis(msgspec.Struct, frozen=True):
    """A misconception of the bank whose program answers what the student's does; `misconception` is its id.

    Where none does but what the program hands back is known, the id and the question are empty.
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

    `max_points` are the points of the checks that ran; `at_submission` those of hidden checks that did not. `printed`
    is the beginning of what the submission printed under the visible checks; a `bonus` goes beyond the core.
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
    printed: str = ""
    bonus: bool = False


class Timing(msgspec.Struct, frozen=True):
    """Where the wall time went, in seconds. `worker` is waiting for workers to start and load."""

    start: float = 0.0
    worker: float = 0.0
    checks: float = 0.0


class Report(msgspec.Struct, frozen=True):
    """A graded submission. `grade` is the points scaled to `out_of` (20 in France).

    The receipt: `read` are the files that count, `ignored` the others, each with the reason; `warnings` say what was
    left out of what was read.
    """

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
    warnings: tuple[str, ...] = ()
    hints: Mapping[str, str] = {}
    timing: Timing = Timing()

    @property
    def confined(self) -> bool:
        """Whether the submission ran on the strongest rung of isolation."""
        return self.rung == STRONGEST

    @property
    def complete(self) -> bool:
        """Whether every point that could be earned was earned."""
        return self.points >= self.max_points

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """The ids of what was recognised, for counting over a class."""
        return tuple(x.diagnosis.misconception for x in self.exercises if x.diagnosis and x.diagnosis.misconception)


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
        outcome=failed[0].outcome if failed else "passed" if checks else "todo",
        checks=tuple(checks),
        bonus=exercise.bonus,
    )


def _points(exercise: Exercise, weight: Fraction, weights: Fraction) -> float:
    """An exercise without graders is being added: there is nothing to earn."""
    return float(round(Fraction(str(exercise.points)) * weight / weights, 6)) if weights else 0.0


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
