"""A class's results as numbers: who is stuck where, what they believe, which unnamed answers are the same.

What two programs answer is compared, never their text: every student is asked the same programs, so that a mistake
gives the same numbers whoever makes it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from statistics import correlation, mean, median, pstdev

import msgspec

from autograder.report import CheckResult, ExerciseResult, Graph
from release.cohort.results import Result
from release.nbgrader_plugin.handed_in import meant_as_answers

UNUSUAL = ("error", "timeout", "crashed")
_SAID = re.compile(r"[-−]?\d+(?:[.,]\d+)?|\w+Error\b[^\n]*")  # what a message says in any language


@dataclass(frozen=True)
class Row:
    """A student, and the name to show: points, (outcome, points) by exercise; `refused` says why there are none."""

    student: str
    shown: str
    points: float = 0.0
    exercises: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    refused: str = ""
    unread: tuple[tuple[str, str], ...] = ()  # files that may have been meant as answers, and why they do not count


@dataclass(frozen=True)
class Column:
    """An exercise: how many have passed, are stuck, have not begun; how well it tells the strong from the weak.

    `discrimination` is the correlation of its points with those of all other exercises; None where nobody differs.
    """

    name: str
    title: str
    maximum: float
    passed: int
    stuck: int
    untouched: int
    average: float
    discrimination: float | None


@dataclass(frozen=True)
class Belief:
    """Students whose program answers as one misconception's, or, where it has none, whose unnamed answers are the same.

    `graph` and `message` are one student's counterexample: what to draw on the board.
    """

    exercise: str
    misconception: str
    students: tuple[str, ...]
    message: str
    graph: Graph | None


@dataclass(frozen=True)
class Alike:
    """Students whose answer in one module is the same, to the letter or but for names.

    `within` are those of them among whom it is the same to the letter, where it is not so among all.
    """

    module: str
    students: tuple[str, ...]
    to_the_letter: bool
    within: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Overview:
    """All that the class's page shows, and nothing of what was handed in but points and answers."""

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    beliefs: tuple[Belief, ...]
    unnamed: tuple[Belief, ...]
    unusual: tuple[tuple[str, str, str], ...]  # student, exercise, outcome
    alike: tuple[Alike, ...]
    maximum: float

    @property
    def points(self) -> list[float]:
        """Of those whose submission was read."""
        return [row.points for row in self.rows if not row.refused]

    @property
    def middle(self) -> float:
        """The median of the points."""
        return median(self.points) if self.points else 0.0


def overview(results: Iterable[Result]) -> Overview:
    """One pass over the results, in whatever order they come; what is kept of each is small."""
    rows: list[Row] = []
    held: dict[tuple[str, str], Belief] = {}
    unusual: list[tuple[str, str, str]] = []
    same: dict[tuple[str, str, bool], list[str]] = {}
    exercises: dict[str, ExerciseResult] = {}
    for result in results:
        rows.append(_row(result))
        for module, (text, form) in result.alike.items():
            same.setdefault((module, text, True), []).append(result.student)
            same.setdefault((module, form, False), []).append(result.student)
        for one in result.report.exercises if result.report else ():
            exercises.setdefault(one.name, one)
            _count(held, one, result)
            if one.outcome in UNUSUAL:
                unusual.append((result.student, one.name, one.outcome))
    columns = tuple(_column(x, rows) for x in exercises.values())
    counted = (replace(x, students=tuple(sorted(x.students))) for x in held.values())
    beliefs = sorted(counted, key=lambda x: (-len(x.students), x.exercise, x.misconception))
    return Overview(
        rows=tuple(sorted(rows, key=lambda x: x.student)),
        columns=columns,
        beliefs=tuple(x for x in beliefs if x.misconception),
        unnamed=tuple(x for x in beliefs if not x.misconception),
        unusual=tuple(sorted(unusual)),
        alike=tuple(_alike(same)),
        maximum=sum(x.maximum for x in columns),
    )


def _row(result: Result) -> Row:
    if result.report is None:
        return Row(result.student, result.shown, refused=result.refused or result.fault)
    outcomes = {x.name: (x.outcome, x.points) for x in result.report.exercises}
    unread = tuple(meant_as_answers(result.report.ignored))
    return Row(result.student, result.shown, result.report.points, outcomes, unread=unread)


def _count(held: dict[tuple[str, str], Belief], exercise: ExerciseResult, result: Result) -> None:
    """Add a wrong exercise to those that answer as it does."""
    if exercise.outcome in ("passed", "todo", "blocked"):
        return
    misconception = exercise.diagnosis.misconception if exercise.diagnosis else ""
    key = exercise.name, misconception or f"={behaviour(exercise)}"
    if key in held:
        held[key] = replace(held[key], students=(*held[key].students, result.student))
        return
    shown = _failure(exercise)
    held[key] = Belief(
        exercise.name,
        misconception,
        (result.student,),
        shown.message if shown else "",
        shown.graph if shown else None,
    )


def behaviour(exercise: ExerciseResult) -> str:
    """A hash of what a wrong program answered: which claims hold, and the numbers that it gave where they do not.

    Where the program was found wrong is left out, and the words that its student read, in whatever language; what an
    exception said is not: two that crash alike are alike.
    """
    answers = [(x.outcome, _answer(x)) for x in exercise.checks if x.weight]
    return sha256(msgspec.json.encode(answers)).hexdigest()[:16]


def _answer(check: CheckResult) -> object:
    """The numbers of a counterexample, or those that were said of it."""
    if check.graph is None:
        return [x.replace(",", ".") for x in _SAID.findall(check.message)]
    return [(node.label, _rounded(node.yours), node.ranks) for node in check.graph.nodes]


def _rounded(number: float | str) -> float | str:
    """Six digits: the last ones depend on the order in which a right program adds."""
    return number if isinstance(number, str) else float(f"{number:.6g}")


def _failure(exercise: ExerciseResult) -> CheckResult | None:
    """The failing check that shows most: the first with a graph."""
    failing = [x for x in exercise.checks if x.outcome != "passed" and x.weight]
    return next((x for x in failing if x.graph), next(iter(failing), None))


def _column(exercise: ExerciseResult, rows: Sequence[Row]) -> Column:
    outcomes = Counter(row.exercises[exercise.name][0] for row in rows if exercise.name in row.exercises)
    points = [row.exercises[exercise.name][1] for row in rows if exercise.name in row.exercises]
    rest = [row.points - row.exercises[exercise.name][1] for row in rows if exercise.name in row.exercises]
    return Column(
        exercise.name,
        exercise.title,
        exercise.max_points + exercise.at_submission,
        passed=outcomes["passed"],
        stuck=sum(n for outcome, n in outcomes.items() if outcome not in ("passed", "todo", "blocked")),
        untouched=outcomes["todo"] + outcomes["blocked"],
        average=mean(points),
        discrimination=correlation(points, rest) if pstdev(points) and pstdev(rest) else None,
    )


def _alike(same: dict[tuple[str, str, bool], list[str]]) -> Iterator[Alike]:
    """Groups of two or more, each said once: one that is the same to the letter within a larger one, with that one."""
    groups = [(x[0], x[2], tuple(sorted(students))) for x, students in same.items() if len(students) > 1]
    letters = {(module, students) for module, whole, students in groups if whole}
    forms = {(module, x): students for module, whole, students in groups if not whole for x in students}
    within: dict[tuple[str, tuple[str, ...]], list[tuple[str, ...]]] = {
        (module, students): [] for (module, _), students in forms.items()
    }
    for module, students in letters:
        around = forms.get((module, students[0]), ())
        nested = set(students) < set(around)
        within.setdefault((module, around if nested else students), []).extend([students] if nested else [])
    for (module, students), inner in sorted(within.items(), key=lambda x: (-len(x[0][1]), x[0])):
        yield Alike(module, students, (module, students) in letters, tuple(sorted(inner)))
