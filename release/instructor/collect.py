"""Moodle's "download all submissions", or a folder of kits, archives and notebooks, into nbgrader's submitted/.

What cannot be taken in is listed with its reason; the others are. Modules become the lab notebook with their text in
its cells, so that nbgrader has one form of submission only.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from autograder.course import Course, load_course
from autograder.errors import UsageError
from autograder.language import _, on_one_line
from release.assignment import course_of
from release.files import write_whole
from release.instructor.course_folder import NOTEBOOK, Where, require_released, require_writable
from release.instructor.lab import lab_of
from release.instructor.people.owners import by_student
from release.instructor.people.students import Roster, Student
from release.instructor.receipt import Collected, add_to_receipt
from release.instructor.unpack import Parcel, as_submission, unpacked
from release.nbgrader_plugin.handed_in import write_handed_in

TIMESTAMP = "timestamp.txt"  # nbgrader's; what comes later than the due date is late


@dataclass(frozen=True)
class Taken:
    """What became of something that was handed in: whose it is, what there is to say about it, or why it is refused.

    It `replaces` something else that its student had handed in before.
    """

    shown: str
    student: Student | None = None
    number: str = ""
    notes: tuple[str, ...] = ()
    replaces: bool = False
    fault: UsageError | None = None

    def __str__(self) -> str:
        if self.student is None:
            return on_one_line(f"{self.shown}: not collected: {self.fault}")
        replaces = ["replaces what was there"] * self.replaces
        return on_one_line("; ".join([f"{self.shown}: {self.student.id}", *self.notes, *replaces]))


def collect(
    where: Where,
    assignment: str,
    source: Path,
    *,
    roster: Roster,
    times: bool = False,
    expect: Callable[[int], None] = lambda _: None,
) -> Iterator[Taken]:
    """Take in what students handed in for an assignment. With `times`, their files' times are those of the submissions.

    `expect` is told how many students there are, once that is known.

    Raises UsageError, and takes in nothing, for a source or a course that cannot be used.
    """
    require_writable(where)
    require_released(where, assignment)
    course, _language = course_of(load_course(), assignment)
    with unpacked(source) as (folder, refused):
        owned, others = by_student(folder, roster, require=partial(_require_times, times=times))
        yield from (Taken(name, fault=error) for name, error in (*refused, *others))
        expect(len(owned))
        taken: list[Taken] = []
        try:
            for student, parcel in owned:
                taken.append(_taken(where, assignment, course, student, parcel, times))
                yield taken[-1]
        finally:
            _register(where, assignment, taken, source)


def _taken(where: Where, assignment: str, course: Course, student: Student, parcel: Parcel, times: bool) -> Taken:
    shown = parcel.shown
    try:
        with as_submission(parcel.paths) as path:
            lab = lab_of(path, course)
        at = student.at or (_time(parcel) if times else None)
        before = _put(where.of("submitted", assignment, student.id), lab.content, at)
        write_handed_in(where.of("submitted", assignment, student.id), lab.receipt)
    except UsageError as error:
        return Taken(shown, fault=error)
    except OSError as error:
        return Taken(shown, fault=UsageError(f"{error.filename}: {error.strerror}"))
    return Taken(shown, student, parcel.number, lab.notes, before not in (None, lab.content))


def _put(folder: Path, content: bytes, at: datetime | None) -> bytes | None:
    """Write a submission, and return what was there before."""
    path = folder / NOTEBOOK
    before = path.read_bytes() if path.is_file() else None
    if before != content:
        write_whole(path, content)
    if at is not None:
        write_whole(folder / TIMESTAMP, f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f} UTC\n".encode())
    elif before not in (None, content):
        (folder / TIMESTAMP).unlink(missing_ok=True)  # it was the time of something else
    return before


def _require_times(student: Student, parcel: Parcel, times: bool) -> None:
    """Raises UsageError where the only times are those of Moodle's zip, which was made when it was downloaded."""
    if times and parcel.number and not student.at:
        told = _("Moodle's zip does not say when it was submitted: give the grading worksheet as ROSTER")
        raise UsageError(told)


def _time(parcel: Parcel) -> datetime:
    """When the youngest of a student's files was handed in."""
    files = [x for path in parcel.paths for x in ([path] if path.is_file() else path.rglob("*")) if x.is_file()]
    return datetime.fromtimestamp(max(x.stat().st_mtime for x in files), UTC)


def _register(where: Where, assignment: str, taken: Sequence[Taken], source: Path) -> None:
    """Note who handed in, in the gradebook by name."""
    students = [(x.student, x) for x in taken if x.student]
    add_to_receipt(where, assignment, [_line(student, x, source) for student, x in students])
    with where.gradebook() as gradebook:
        for student, _ in students:
            names = {"first_name": student.first_name, "last_name": student.last_name, "email": student.email}
            gradebook.update_or_create_student(student.id, **{field: x for field, x in names.items() if x})


def _line(student: Student, taken: Taken, source: Path) -> Collected:
    """The name and the number under which Moodle knows a student, where it does."""
    name = taken.shown.removesuffix(f" ({taken.number})") if taken.number else student.name
    number = taken.number or student.number
    return Collected(student.id, name if number else "", number, source.name, "\n".join(taken.notes))
