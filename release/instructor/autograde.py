"""nbgrader's own autograde, one submission after the other: a broken one is listed, the others are graded.

What is graded already, from the same answers by the same kit for the same points, is left alone, as nbgrader does.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import KitError, UsageError
from autograder.language import on_one_line
from release.converters import Refused, convert
from release.instructor.course_folder import (
    NOTEBOOK,
    Where,
    only_notebook,
    points_of,
    require_known,
    require_released,
    require_students,
    require_writable,
)
from release.instructor.judges import Judges, task_of
from release.nbgrader_plugin.verdicts import FINISHED, Task


@dataclass(frozen=True)
class Graded:
    """What became of a submission: its points in the gradebook, or the reason why there are none."""

    student: str
    points: float | None = None
    maximum: float = 0.0
    fault: KitError | None = None
    unchanged: bool = False

    def __str__(self) -> str:
        if self.fault is not None:
            return on_one_line(f"{self.student}: not graded: {self.fault}")
        already = ", graded before" if self.unchanged else ""
        return f"{self.student}: {self.points:g} / {self.maximum:g}{already}"

    @property
    def kits_fault(self) -> bool:
        """Whether it is the kit, and not the submission, that is at fault."""
        return self.fault is not None and not isinstance(self.fault, UsageError)


def autograde(
    where: Where,
    assignment: str,
    judges: Judges,
    *,
    students: Sequence[str] = (),
    force: bool = False,
    expect: Callable[[int, int, int], None] = lambda *_: None,
) -> Iterator[Graded]:
    """Grade what was submitted, in the order of the students' names, all of them where none is named.

    `expect` is told how many are graded now, left alone, and refused.

    Raises UsageError, and grades nothing, where the course is not ready for it.
    """
    require_writable(where)
    released = require_released(where, assignment)
    found = where.submitted(assignment)
    require_students(found, students)
    tasks: dict[str, Task] = {}
    faults: dict[str, KitError] = {}
    for student in students or found:
        try:
            require_known(where, student)
            tasks[student] = task_of(only_notebook(student, found[student]), released, where.verdicts)
        except KitError as error:
            faults[student] = error
        else:
            judges.begin(tasks[student])
    unchanged = {x for x, task in tasks.items() if not force and _finished(where, assignment, x, task)}
    expect(len(tasks) - len(unchanged), len(unchanged), len(faults))
    for student in students or found:
        fault = faults.get(student) or judges.fault(tasks[student])
        yield Graded(student, fault=fault) if fault else _graded(where, assignment, student, student in unchanged)


def _graded(where: Where, assignment: str, student: str, unchanged: bool) -> Graded:
    """Let nbgrader write what was judged, where it is not `unchanged`."""
    from nbgrader.api import MissingEntry

    if not unchanged:
        try:
            convert(_autograde(), where.config, assignment, student, force=True)
        except Refused as refused:
            cause = refused.cause
            return Graded(student, fault=cause if isinstance(cause, KitError) else KitError(str(refused)))
    with where.gradebook() as gradebook:
        try:
            kept = gradebook.find_submission(assignment, student)
        except MissingEntry:  # one that nbgrader calls otherwise does not end the class
            return Graded(student, fault=KitError("the gradebook does not know it under this name"))
        return Graded(student, float(kept.score), float(kept.max_score), unchanged=unchanged)


def _autograde() -> Any:
    from nbgrader.converters import Autograde

    return Autograde


def _finished(where: Where, assignment: str, student: str, task: Task) -> bool:
    """Whether nbgrader has written this very verdict, to its end, for the points and the time of now."""
    written = where.of("autograded", assignment, student)
    with suppress(OSError, ValueError, KeyError, TypeError):
        notebook = json.loads((written / NOTEBOOK).read_bytes())
        same_time = _timestamp(written) == _timestamp(where.of("submitted", assignment, student))
        same_points = points_of(notebook) == points_of(
            json.loads((where.of("release", assignment) / NOTEBOOK).read_bytes())
        )
        return bool(notebook["metadata"][FINISHED]["verdict"] == task.key and same_time and same_points)
    return False


def _timestamp(folder: Path) -> bytes:
    with suppress(FileNotFoundError):
        return (folder / "timestamp.txt").read_bytes()
    return b""
