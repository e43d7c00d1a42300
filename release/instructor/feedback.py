"""The pages that students get back: the kit's own, or nbgrader's, each made only where it would be another one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from json import loads
from pathlib import Path
from typing import Any

import msgspec

from autograder.course import load_course
from autograder.errors import KitError, UsageError
from autograder.report import Report
from release.assignment import course_of
from release.converters import Refused, convert
from release.files import write_whole
from release.instructor.course_folder import NOTEBOOK, Where, require_released, require_students, require_writable
from release.instructor.moodle import feedback_folder
from release.instructor.receipt import read_receipt
from release.kit import zipped
from release.nbgrader_plugin.handed_in import handed_in
from release.nbgrader_plugin.verdicts import FINISHED, read_verdict
from release.pages.student import Mark, Marks, fingerprint, made_from, student_page

EXCHANGED = ("timestamp.txt", "submission_secret.txt")  # by which nbgrader's exchange knows whose a page is
PAGE = NOTEBOOK.replace(".ipynb", ".html")


@dataclass(frozen=True)
class Returned:
    """A student's page, or the reason why there is none; `unchanged` where it was there already."""

    student: str
    page: Path
    fault: KitError | None = None
    unchanged: bool = False

    def __str__(self) -> str:
        if self.fault is not None:
            return f"{self.student}: no feedback: {self.fault}"
        return f"{self.student}: {self.page}{', as before' if self.unchanged else ''}"


def feedback(
    where: Where,
    assignment: str,
    *,
    students: Sequence[str] = (),
    nbgraders: bool = False,
    expect: Callable[[int], None] = lambda _: None,
) -> Iterator[Returned]:
    """The page of each graded student; with `nbgraders` it is the whole notebook, as nbgrader shows it.

    `expect` is told how many students there are.
    """
    require_writable(where)
    require_released(where, assignment)
    found = graded(where, assignment)
    if not found:
        raise UsageError(f"nothing of {assignment} is graded yet: make autograde")
    require_students(dict.fromkeys(found, where.folder), students)
    chosen = list(students or found)
    expect(len(chosen))
    if nbgraders:
        yield from (_nbgraders(where, assignment, student) for student in chosen)
        return
    marks = marks_of(where, assignment)
    yield from (_ours(where, assignment, student, marks.get(student)) for student in chosen)


def _ours(where: Where, assignment: str, student: str, marks: Marks | None) -> Returned:
    page = where.of("feedback", assignment, student) / PAGE
    try:
        if marks is None:
            raise KitError("the gradebook does not know it: make autograde")
        report = report_of(where, assignment, student)
    except KitError as error:
        return Returned(student, page, fault=error)
    for name in EXCHANGED:
        if (kept := where.of("autograded", assignment, student) / name).is_file():
            write_whole(page.parent / name, kept.read_bytes())
    if made_from(page) == fingerprint(report, marks):
        return Returned(student, page, unchanged=True)
    write_whole(page, student_page(report, marks))
    return Returned(student, page)


def _nbgraders(where: Where, assignment: str, student: str) -> Returned:
    from nbgrader.converters import GenerateFeedback

    page = where.of("feedback", assignment, student) / PAGE
    try:
        convert(GenerateFeedback, where.config, assignment, student, force=True)
    except Refused as refused:
        return Returned(student, page, fault=KitError(str(refused)))
    return Returned(student, page)


def outdated(where: Where, assignment: str) -> list[str]:
    """The students whose page says other points or comments than the gradebook does now."""
    marks, found = marks_of(where, assignment), []
    for student in graded(where, assignment):
        made = made_from(where.of("feedback", assignment, student) / PAGE)
        if made and student in marks and made != fingerprint(report_of(where, assignment, student), marks[student]):
            found.append(student)
    return found


def graded(where: Where, assignment: str) -> list[str]:
    """The students whose submission was graded."""
    return [
        student
        for student in where.submitted(assignment)
        if (where.of("autograded", assignment, student) / NOTEBOOK).is_file()
    ]


def report_of(where: Where, assignment: str, student: str) -> Report:
    """What was written into the gradebook. Raises KitError where it is not kept any more."""
    try:
        notebook = loads((where.of("autograded", assignment, student) / NOTEBOOK).read_bytes())
        kept = where.verdicts / f"{notebook['metadata'][FINISHED]['verdict']}.json"
        return read_verdict(kept, NOTEBOOK, handed_in(where.of("submitted", assignment, student)))
    except (OSError, ValueError, KeyError, TypeError, msgspec.MsgspecError):
        raise KitError("its verdict is not kept any more: make autograde OPTIONS=--force") from None


def marks_of(where: Where, assignment: str) -> dict[str, Marks]:
    """What the gradebook says of each submission, by student."""
    course, language = course_of(load_course(), assignment)
    checks = {cell.name: cell.exercise for cell in course.cells[language] if cell.kind == "check"}
    collected = read_receipt(where, assignment).items()
    # What was ignored stands in the report itself.
    notes = {student: [x for x in one.notes.splitlines() if not x.startswith("ignored ")] for student, one in collected}
    with where.gradebook() as gradebook:
        submissions = gradebook.find_assignment(assignment).submissions
        found = {x.student.id: _marks(x, checks, course.title[language]) for x in submissions}
    return {student: replace(x, receipt=tuple(notes.get(student, ()))) for student, x in found.items()}


def _marks(submission: Any, checks: Mapping[str, str], title: str) -> Marks:
    student, penalty = submission.student, float(submission.late_submission_penalty or 0)
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    comments = [comment for notebook in submission.notebooks for comment in notebook.comments]
    return Marks(
        title=title,
        student=" ".join(x for x in (student.first_name, student.last_name) if x) or student.id,
        points=max(0.0, float(submission.score) - penalty),
        maximum=float(submission.max_score),
        penalty=penalty,
        exercises={
            checks[x.name]: Mark(float(x.score), float(x.max_score), x.manual_score is not None)
            for x in grades
            if x.name in checks
        },
        comments=tuple(x.manual_comment for x in comments if x.manual_comment),
    )


def moodle_feedback(where: Where, assignment: str) -> Path | None:
    """The pages of those whom Moodle knows, as one zip that it takes back; None where there is none."""
    files = {}
    for collected in read_receipt(where, assignment).values():
        page = where.of("feedback", assignment, collected.student) / PAGE
        if collected.number and page.is_file():
            files[f"{feedback_folder(collected.name, collected.number)}/{PAGE}"] = page.read_bytes()
    if not files:
        return None
    together = where.folder / f"feedback-moodle-{assignment}.zip"
    write_whole(together, zipped(files, small=True))
    return together
