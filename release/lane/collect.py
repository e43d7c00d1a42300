"""Moodle's "download all submissions", or a folder of kits, archives and notebooks, into nbgrader's submitted/.

What cannot be taken in is listed with its reason; the others are. Modules become the lab notebook with their text in
its cells, so that nbgrader has one form of submission only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from autograder.course import Course, load_course
from autograder.errors import UsageError
from autograder.printable import on_one_line
from autograder.submission import Submission, open_submission
from autograder.submission.archive import open_archive
from autograder.submission.cells import file_block
from autograder.submission.notebook import LARGEST, recognised_cells
from release.assignment import course_of
from release.files import write_whole
from release.lane.receipt import Collected, add_to_receipt
from release.lane.students import Roster, Student
from release.lane.unpack import Parcel, as_submission, parcels, unpacked
from release.lane.where import NOTEBOOK, Where, require_released, require_writable
from release.notebook import answered_cells, lab_notebook, notebook_bytes

TIMESTAMP = "timestamp.txt"  # nbgrader's; what comes later than the due date is late


@dataclass(frozen=True)
class Taken:
    """What became of something that was handed in: whose it is, what there is to say about it, or why it is refused."""

    shown: str
    student: Student | None = None
    number: str = ""
    notes: tuple[str, ...] = ()
    fault: UsageError | None = None

    def __str__(self) -> str:
        if self.student is None:
            return on_one_line(f"{self.shown}: not collected: {self.fault}")
        return on_one_line("; ".join([f"{self.shown}: {self.student.id}", *self.notes]))


def collect(where: Where, assignment: str, source: Path, *, roster: Roster, times: bool = False) -> Iterator[Taken]:
    """Take in what students handed in for an assignment. With `times`, their files' times are those of the submissions.

    Raises UsageError, and takes in nothing, for a source or a course that cannot be used.
    """
    require_writable(where)
    require_released(where, assignment)
    course, _language = course_of(load_course(), assignment)
    with unpacked(source) as (folder, refused):
        yield from (Taken(name, fault=error) for name, error in refused)
        whose: dict[str, tuple[Student, list[Parcel]]] = {}
        for parcel in parcels(folder):
            if not isinstance(parcel, Parcel):
                yield Taken(parcel[0], fault=parcel[1])
                continue
            try:
                student = roster.find(parcel.name, parcel.number)
            except UsageError as error:
                yield Taken(parcel.shown, fault=error)
            else:
                whose.setdefault(student.id, (student, []))[1].append(parcel)
        taken = [_taken(where, assignment, course, student, of_one, times) for student, of_one in whose.values()]
        _register(where, assignment, taken, source)
        yield from taken


def _taken(
    where: Where, assignment: str, course: Course, student: Student, of_one: Sequence[Parcel], times: bool
) -> Taken:
    shown = ", ".join(parcel.shown for parcel in of_one)
    try:
        if len(of_one) > 1:
            raise UsageError(f"several submissions of {student.id}: which one?")
        with as_submission(of_one[0].paths) as path:
            content, notes = _lab_of(path, course)
        before = _put(where.of("submitted", assignment, student.id), content, _time(of_one[0]) if times else None)
    except UsageError as error:
        return Taken(shown, fault=error)
    except OSError as error:
        return Taken(shown, fault=UsageError(f"{error.filename}: {error.strerror}"))
    replaced = ("replaces what was there",) if before not in (None, content) else ()
    return Taken(shown, student, of_one[0].number, (*notes, *replaced))


def _lab_of(path: Path, course: Course) -> tuple[bytes, tuple[str, ...]]:
    """The same for a file in a temporary folder, which no message names."""
    try:
        return lab_of(path, course)
    except UsageError as error:
        raise UsageError(str(error).replace(f"{path.parent.as_posix()}/", "")) from None


def lab_of(path: Path, course: Course) -> tuple[bytes, tuple[str, ...]]:
    """The lab notebook of a submission, and what there is to know about it. Raises UsageError when there is none."""
    submission = open_submission(path, course)
    if submission.read[0].endswith(".ipynb"):
        content = _notebook(path, submission)
        recognised_cells(content, path.name, course)
        return content, ()
    texts = {name: source.text for name, source in submission.sources.items() if source.text is not None}
    problems = [f"{name}.py: {source.problem}" for name, source in submission.sources.items() if source.problem]
    if not texts:
        raise UsageError("; ".join(problems))
    cells = answered_cells(course, _language(texts, course), texts)
    return notebook_bytes(lab_notebook(course, cells)), tuple(problems)


def _notebook(path: Path, submission: Submission) -> bytes:
    """The notebook's file, as it was handed in."""
    [shown] = submission.read
    if not path.is_file() or path.suffix.lower() != ".zip":
        return Path(shown).read_bytes()
    with open_archive(path) as tree:
        return next(x for x in tree.entries if tree.prefix + x.path == shown).read(LARGEST)


def _language(texts: Mapping[str, str], course: Course) -> str:
    """The language in which most of the cells of these modules are."""

    def unchanged(language: str) -> int:
        cells = course.cells[language]
        return sum(file_block(x.kind, x.name, x.text).rstrip() in texts.get(x.module, "") for x in cells)

    return max(course.languages, key=unchanged)


def _put(folder: Path, content: bytes, at: datetime | None) -> bytes | None:
    """Write a submission, and return what was there before."""
    path = folder / NOTEBOOK
    before = path.read_bytes() if path.is_file() else None
    if before != content:
        write_whole(path, content)
    if at is not None:
        write_whole(folder / TIMESTAMP, f"{at:%Y-%m-%d %H:%M:%S.%f} UTC\n".encode())
    elif before not in (None, content):
        (folder / TIMESTAMP).unlink(missing_ok=True)  # it was the time of something else
    return before


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
    name = taken.shown.removesuffix(f" ({taken.number})") if taken.number else ""
    return Collected(student.id, name, taken.number, source.name)
