"""Who is who: the roster, if there is one, and identifiers for students of whom only the name is known."""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import UsageError
from release.lane.where import WHOLE_NAME

# A column's names in nbgrader's own list of students, and in Moodle's of participants, French and English.
COLUMNS = {
    "id": ("id", "idnumber", "id number", "numéro d'identification", "username", "nom d'utilisateur"),
    "first_name": ("first_name", "firstname", "first name", "prénom"),
    "last_name": ("last_name", "lastname", "last name", "surname", "nom", "nom de famille"),
    "email": ("email", "email address", "adresse de courriel", "courriel"),
}
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})


@dataclass(frozen=True)
class Student:
    """A student as the gradebook has them; `id` names their folders."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""


class Roster:
    """The students of a course; without a list of them everyone is taken."""

    def __init__(self, students: tuple[Student, ...] | None = None) -> None:
        self.students = students

    def find(self, name: str, number: str = "") -> Student:
        """The student who is called so, or whose identifier it is. Raises UsageError for an unknown one."""
        if self.students is None:
            return newcomer(name, number)
        found = [x for x in self.students if x.id == name or words(f"{x.first_name} {x.last_name}") == words(name)]
        if not found:
            raise UsageError("this student is not in the roster")
        if len(found) > 1:
            raise UsageError(f"several students of the roster have this name: {', '.join(x.id for x in found)}")
        return found[0]


def newcomer(name: str, number: str) -> Student:
    """A student who is known by name alone; Moodle's number tells those of the same name apart."""
    if not number and WHOLE_NAME.fullmatch(name):
        return Student(name)  # the name of a file is an identifier
    letters = _plain(name).split() or (["participant"] if number else [])
    if not letters:
        raise UsageError("there is no name in it")
    first, _, last = name.partition(" ")
    return Student("-".join([*letters, *([number] if number else [])]), first, last)


def words(name: str) -> tuple[str, ...]:
    """A name without accents, in any order of its parts."""
    return tuple(sorted(_plain(name).split()))


def _plain(name: str) -> str:
    """Letters and digits of ASCII, parted by single spaces."""
    parts = unicodedata.normalize("NFKD", name.casefold().translate(LIGATURES))
    letters = "".join(x for x in parts if not unicodedata.combining(x))
    return re.sub(r"[^a-z0-9]+", " ", letters).strip()


def read_roster(path: Path | None) -> Roster:
    """The students in a CSV file with a head: nbgrader's own list, or Moodle's. Raises UsageError."""
    if path is None:
        return Roster()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the roster {path} cannot be read: {error}") from None
    separator = max(",;\t", key=text.partition("\n")[0].count)
    rows = list(csv.DictReader(io.StringIO(text), delimiter=separator))
    names = _columns(list(rows[0]) if rows else [])
    if "id" not in names and "email" not in names:
        raise UsageError(f"the roster {path} has no column {' or '.join(COLUMNS['id'])}")
    return Roster(tuple(_student(row, names, path) for row in rows))


def _columns(head: list[str]) -> dict[str, str]:
    """The file's column for each of ours."""
    known = {column.strip().lower().replace("’", "'"): column for column in head if column}
    return {ours: known[name] for ours, names in COLUMNS.items() for name in reversed(names) if name in known}


def _student(row: Mapping[str, str], names: Mapping[str, str], path: Path) -> Student:
    fields = {ours: (row[column] or "").strip() for ours, column in names.items()}
    identifier = fields.get("id") or fields.get("email", "")
    if not WHOLE_NAME.fullmatch(identifier):
        raise UsageError(f"the roster {path} has a student whose identifier nbgrader cannot take: {identifier!r}")
    return Student(**{**fields, "id": identifier})
