"""What was collected: for each student the name, Moodle's number, and the file; and the list of students."""

import csv
import io
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from release.files import write_whole
from release.instructor.course_folder import Where
from release.instructor.moodle import inert
from release.instructor.people.worksheet import read_people


@dataclass(frozen=True)
class Collected:
    """One submission that was taken in. `number` is Moodle's, "" where it came from elsewhere.

    `notes` are what collecting had to say about it, a line each.
    """

    student: str
    name: str
    number: str
    source: str
    notes: str = ""


def read_receipt(where: Where, assignment: str) -> dict[str, Collected]:
    """What was collected so far, by student."""
    with suppress(FileNotFoundError):
        text = _path(where, assignment).read_text(encoding="utf-8")
        return {row["student"]: Collected(**row) for row in csv.DictReader(io.StringIO(text))}
    return {}


def add_to_receipt(where: Where, assignment: str, collected: Iterable[Collected]) -> Path:
    """Note what was collected; a student's earlier line is replaced, but Moodle's number of it stays."""
    lines = read_receipt(where, assignment)
    lines |= {x.student: _known_to_moodle(x, lines.get(x.student)) for x in collected}
    text = io.StringIO()
    writer = csv.DictWriter(text, [field.name for field in fields(Collected)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(lines[student]) for student in sorted(lines))
    write_whole(_path(where, assignment), text.getvalue().encode())
    return _path(where, assignment)


def _known_to_moodle(line: Collected, before: Collected | None) -> Collected:
    """The line with the name and the number of the one before where it has none: it was collected from a folder."""
    return replace(line, name=before.name, number=before.number) if before and not line.number else line


def keep_roster(where: Where, assignment: str, roster: Path) -> None:
    """Keep a copy of the list of students: what comes back is told by it, and Moodle's worksheet is filled in."""
    write_whole(kept_roster(where, assignment), roster.read_bytes())


def kept_roster(where: Where, assignment: str) -> Path:
    """The list of students with which an assignment was collected last; there may be none."""
    return where.folder / "downloaded" / assignment / "roster.csv"


def absent(where: Where, assignment: str) -> list[str]:
    """Of whom in the list of students there is nothing to grade; nobody where there is no list."""
    roster = kept_roster(where, assignment)
    students = read_people(roster).students if roster.is_file() else None
    return sorted({x.id for x in students or ()} - where.submitted(assignment).keys())


def note_refused(where: Where, assignment: str, step: str, refused: Sequence[tuple[str, str]]) -> Path | None:
    """Keep who was refused at a step, and why, as a table to send back; None where nobody is in it any more."""
    path = _refused(where, assignment)
    rows = [x for x in _read_refused(path) if x[0] not in (step, "step")]
    rows += [[step, inert(who), inert(reason)] for who, reason in refused]
    if not rows:
        path.unlink(missing_ok=True)
        return None
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["step", "who", "reason"], *rows])
    write_whole(path, text.getvalue().encode("utf-8-sig"))  # Excel reads no other UTF-8
    return path


def refused_before(where: Where, assignment: str, step: str) -> list[tuple[str, str]]:
    """Who was refused at a step the last time, and why."""
    return [(who, reason) for at, who, reason in _read_refused(_refused(where, assignment)) if at == step]


def _refused(where: Where, assignment: str) -> Path:
    return where.folder / f"refused-{assignment}.csv"


def _read_refused(path: Path) -> list[list[str]]:
    with suppress(FileNotFoundError):
        rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))
        return [x for x in rows if len(x) == 3]
    return []


def _path(where: Where, assignment: str) -> Path:
    return where.folder / "downloaded" / assignment / "collected.csv"
