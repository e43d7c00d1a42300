"""Moodle's grading worksheet: who is enrolled and when they submitted; filled in, it carries the grades back.

Moodle takes a line by its identifier, and skips it where the grade is above the maximum, is locked, or was modified in
Moodle after the "last modified (grade)" that the line says. So every other cell goes back as it came.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path

from autograder.errors import UsageError
from release.instructor.course_folder import WHOLE_NAME
from release.instructor.people.canvas import is_gradebook
from release.instructor.people.canvas import students as canvas_students
from release.instructor.people.students import Roster, Student, newcomer, read_roster
from release.instructor.people.tables import Table, read_table

# Names of columns in Moodle's own language packs, in lower case.
IDENTIFIER = ("identifier", "identifiant")
NAME = ("full name", "nom complet")
EMAIL = ("email address", "email", "adresse de courriel", "adresse e-mail", "courriel")
GRADE = ("grade", "note")
MAXIMUM = ("maximum grade", "note maximale")
CHANGEABLE = ("grade can be changed", "la note peut être modifiée")
SUBMITTED = ("last modified (submission)", "dernière modification (travail remis)", "dernière modification (remise)")
MODIFIED = ("last modified (grade)", "dernière modification (note)")
YES = ("", "yes", "oui")

MONTHS = (
    *(("january", "janvier"), ("february", "février"), ("march", "mars"), ("april", "avril"), ("may", "mai")),
    *(("june", "juin"), ("july", "juillet"), ("august", "août"), ("september", "septembre")),
    *(("october", "octobre"), ("november", "novembre"), ("december", "décembre")),
)
_DAY = re.compile(r"(?P<day>\d{1,2})(?:er)? (?P<month>\w+) (?P<year>\d{4})|(?P<m>\w+) (?P<d>\d{1,2}), (?P<y>\d{4})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?:\s*([ap])\.?m)?")


@dataclass(frozen=True)
class Filled:
    """The worksheet to upload, and what there is to know about some of its lines."""

    content: bytes
    notes: tuple[str, ...]


def is_worksheet(table: Table) -> bool:
    """Whether it has what Moodle demands of a worksheet."""
    return None not in (table.column(IDENTIFIER), table.column(GRADE), table.column(MODIFIED))


def read_people(path: Path | None, zone: tzinfo | None = None) -> Roster:
    """The students in a CSV file: Moodle's worksheet, Canvas's gradebook, or any other list. Raises UsageError.

    `zone` is that of the worksheet's times; without it they are those of this machine.
    """
    if path is None:
        return Roster()
    try:
        table = read_table(path)
    except UsageError as error:
        raise UsageError(f"the roster {error}") from None
    if is_gradebook(table):
        return Roster(canvas_students(table))
    return Roster(tuple(_students(table, zone))) if is_worksheet(table) else read_roster(table, path)


def _students(table: Table, zone: tzinfo | None) -> Iterator[Student]:
    """Each line's student, under their address where Moodle shows it."""
    name, email, at = (table.column(x) for x in (NAME, EMAIL, SUBMITTED))
    for row in table.rows:
        number = _number(table, row)
        called = row[name] if name is not None else ""
        address = row[email] if email is not None else ""
        student = newcomer(called or "Participant", number)
        identifier = address if WHOLE_NAME.fullmatch(address) else student.id
        names = {} if called else {"first_name": "", "last_name": ""}
        submitted = moodle_time(row[at], zone) if at is not None else None
        yield replace(student, id=identifier, email=address, at=submitted, **names)


def _number(table: Table, row: tuple[str, ...]) -> str:
    """The digits at the end of `Participant 4711`."""
    shown = row[table.column(IDENTIFIER) or 0]
    found = re.search(r"\d+\Z", shown)
    if not found:
        raise UsageError(f"the worksheet has a line whose identifier Moodle cannot have written: {shown!r}")
    return found[0]


def moodle_time(text: str, zone: tzinfo | None = None) -> datetime | None:
    """`Friday, 27 November 2026, 5:03 PM` or `vendredi 27 novembre 2026, 17:03`; None for `-` and all else."""
    day, time = _DAY.search(text), _TIME.search(text.casefold())
    if not day or not time:
        return None
    name = (day["month"] or day["m"]).casefold()
    month = next((n for n, names in enumerate(MONTHS, 1) if name in names), 0)
    hour = int(time[1]) % 12 + 12 * (time[3] == "p") if time[3] else int(time[1])
    try:
        found = datetime(int(day["year"] or day["y"]), month, int(day["day"] or day["d"]), hour, int(time[2]))
    except ValueError:
        return None
    return found.replace(tzinfo=zone) if zone else found.astimezone()


def filled(table: Table, grades: Mapping[str, float], maximum: float) -> Filled:
    """The worksheet with grades, by Moodle's number; `maximum` is the assignment's own."""
    place = table.column(GRADE)
    if place is None or not is_worksheet(table):
        raise UsageError("this is no grading worksheet of Moodle's: it needs an identifier, a grade and its date")
    rows, notes = [], []
    for row in table.rows:
        number = _number(table, row)
        if number in grades:
            shown, told = _grade(table, row, grades[number])
            row = (*row[:place], shown, *row[place + 1 :])
            notes += [f"{row[table.column(IDENTIFIER) or 0]}: {x}" for x in told]
        rows.append(row)
    notes += _other_maximum(table, maximum)
    notes += [f"{number}: the worksheet has no line for it" for number in grades.keys() - _numbers(table)]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([table.head, *rows])
    return Filled(text.getvalue().encode(), tuple(notes))


def _numbers(table: Table) -> set[str]:
    return {_number(table, row) for row in table.rows}


def _grade(table: Table, row: tuple[str, ...], points: float) -> tuple[str, list[str]]:
    """What a line's grade becomes, and what there is to say about it."""
    place, locked = table.column(GRADE) or 0, table.column(CHANGEABLE)
    if locked is not None and row[locked].casefold() not in YES:
        return row[place], [f"Moodle has locked this grade: {points:.2f} is not entered"]
    at_most = _maximum(table, row)
    if at_most is not None and points > at_most:
        return f"{at_most:.2f}", [f"{points:.2f} is more than Moodle's maximum, {at_most:g}, which it gets"]
    return f"{points:.2f}", []


def _maximum(table: Table, row: tuple[str, ...]) -> float | None:
    place = table.column(MAXIMUM)
    try:
        return float(row[place].replace(",", ".")) if place is not None else None
    except ValueError:
        return None


def _other_maximum(table: Table, maximum: float) -> list[str]:
    """A maximum in Moodle that is not the assignment's makes every grade another one than is meant."""
    theirs = {x for row in table.rows if (x := _maximum(table, row)) is not None} - {maximum}
    return [f"Moodle's maximum grade is {x:g}, the assignment's {maximum:g}: set {maximum:g} in Moodle" for x in theirs]
