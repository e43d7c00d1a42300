"""Canvas's gradebook as it exports and imports it: who is enrolled, and the points of one assignment put in.

The import wants Student and ID in front and Section among what follows, then a column for each assignment; a line
"Points Possible" comes before the students. It knows a student by ID, else by SIS User ID, else by SIS Login ID, and
leaves alone what is empty; a column under a title that it does not know becomes a new assignment.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence

from autograder.errors import UsageError
from release.instructor.course_folder import WHOLE_NAME
from release.instructor.moodle import inert
from release.instructor.people.students import Student
from release.instructor.people.tables import Table

HEAD = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POSSIBLE = "Points Possible"
LAST = "section"  # of what says who a student is; assignments follow
LOGIN, SIS, ID = ("sis login id",), ("sis user id",), ("id",)
TITLED = re.compile(r"(?P<title>.*) \(\d+\)")  # Canvas writes an assignment's number behind its title


def is_gradebook(table: Table) -> bool:
    """Whether it is what Canvas exports."""
    head = [x.casefold() for x in table.head]
    return head[:2] == ["student", "id"] and LAST in head


def students(table: Table) -> tuple[Student, ...]:
    """Those enrolled, by login, else by whatever number Canvas gives. The test student is none."""
    return tuple(_student(table, row) for row in _people(table))


def _people(table: Table) -> list[tuple[str, ...]]:
    return [x for x in table.rows if x[0] not in (POSSIBLE, "Student, Test") and any(_ids(table, x))]


def _ids(table: Table, row: Sequence[str]) -> list[str]:
    return [row[place] for names in (LOGIN, SIS, ID) if (place := table.column(names)) is not None]


def _student(table: Table, row: Sequence[str]) -> Student:
    identifier = next(x for x in _ids(table, row) if x)
    if not WHOLE_NAME.fullmatch(identifier):
        raise UsageError(f"the roster has a student whose identifier nbgrader cannot take: {identifier!r}")
    last, _, first = row[0].partition(", ")
    return Student(identifier, first, last, identifier if "@" in identifier else "")


def gradebook(points: Mapping[str, float | None], maximum: float, title: str, *, roster: Table | None) -> bytes:
    """The file to import: each student's points, empty where there are none; `roster` is Canvas's own, if there."""
    head, column = _head(roster, title) if roster else (list(HEAD), title)
    blank = [""] * (len(head) - 1)
    lines = [[*head, column], [f"    {POSSIBLE}", *blank, f"{maximum:g}"]]
    if roster is None:
        lines += [[inert(x), "", "", inert(x), "", _shown(of)] for x, of in points.items()]
    else:
        lines += [[*row[: len(head)], _shown(points.get(_student(roster, row).id))] for row in _people(roster)]
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode()


def _head(roster: Table, title: str) -> tuple[list[str], str]:
    """What stands in front, and the assignment's own column where Canvas has it already."""
    end = [x.casefold() for x in roster.head].index(LAST) + 1
    same = (x for x in roster.head[end:] if (found := TITLED.fullmatch(x)) and found["title"] == title)
    return list(roster.head[:end]), next(same, title)


def _shown(points: float | None) -> str:
    return "" if points is None else f"{points:g}"
