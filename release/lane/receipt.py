"""What was collected: for each student the name, Moodle's number, and the file. Moodle's worksheet needs it."""

import csv
import io
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from release.files import write_whole
from release.lane.where import Where


@dataclass(frozen=True)
class Collected:
    """One submission that was taken in. `number` is Moodle's, "" where it came from elsewhere."""

    student: str
    name: str
    number: str
    source: str


def read_receipt(where: Where, assignment: str) -> dict[str, Collected]:
    """What was collected so far, by student."""
    with suppress(FileNotFoundError):
        text = _path(where, assignment).read_text(encoding="utf-8")
        return {row["student"]: Collected(**row) for row in csv.DictReader(io.StringIO(text))}
    return {}


def add_to_receipt(where: Where, assignment: str, collected: Iterable[Collected]) -> Path:
    """Note what was collected; a student's earlier line is replaced."""
    lines = read_receipt(where, assignment) | {x.student: x for x in collected}
    text = io.StringIO()
    writer = csv.DictWriter(text, [field.name for field in fields(Collected)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(lines[student]) for student in sorted(lines))
    write_whole(_path(where, assignment), text.getvalue().encode())
    return _path(where, assignment)


def _path(where: Where, assignment: str) -> Path:
    return where.folder / "downloaded" / assignment / "collected.csv"
