"""The roster, if there is one: whose a submission is; and identifiers for students of whom only the name is known."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.errors import UsageError
from autograder.language import _
from release.instructor.course_folder import WHOLE_NAME
from release.instructor.people.names import bare_words, plain, words
from release.instructor.people.tables import Table

# A column's names in nbgrader's lists, in Moodle's (French and English), in GitHub's and in Classroom 50's.
COLUMNS = {
    "id": (
        *("id", "student_id", "idnumber", "id number", "student id", "numéro d'identification", "numéro d'étudiant"),
        *("identifier", "username", "nom d'utilisateur"),
    ),
    "first_name": ("first_name", "firstname", "first name", "prénom"),
    "last_name": ("last_name", "lastname", "last name", "surname", "nom", "nom de famille"),
    "name": ("name", "full name", "nom complet"),
    "email": ("email", "email address", "e-mail", "adresse de courriel", "adresse e-mail", "courriel"),
    "account": ("github_username", "github username", "username"),
}


def settle() -> str:
    """How the teacher settles whose a submission is."""
    return _("name the folder by its student's identifier or e-mail, or give Moodle's grading worksheet as ROSTER")


@dataclass(frozen=True)
class Student:
    """A student as the gradebook has them; `id` names their folders.

    `number` is Moodle's for this assignment, `account` GitHub's; `at` is when they submitted, where Moodle says it.
    """

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    number: str = ""
    account: str = ""
    at: datetime | None = None

    @property
    def name(self) -> str:
        """The whole name, "" where there is none."""
        return " ".join(x for x in (self.first_name, self.last_name) if x)


class Roster:
    """The students of a course; without a list of them everyone is taken.

    `nameless` are lines that name somebody and give no identifier: who is called so is refused.
    """

    def __init__(self, students: tuple[Student, ...] | None = None, nameless: tuple[str, ...] = ()) -> None:
        ids = [x.id for x in students or ()]
        if twice := sorted({x for x in ids if ids.count(x) > 1}):
            raise UsageError(f"several students of the roster have one identifier: {', '.join(twice)}")
        self.students, self.nameless = students, nameless

    def find(self, name: str, number: str = "") -> Student:
        """The student of this Moodle number, identifier, e-mail, account or name. Raises UsageError for another one."""
        if self.students is None:
            return newcomer(name, number)
        if numbered := [x for x in self.students if number and x.number == number]:
            return _confirmed(numbered[0], name)
        found = _first_found(self.students, name)
        if len(found) > 1:
            same = ", ".join(x.id for x in found)
            told = _("several students of the roster have this name ({same}): {settle}")
            raise UsageError(told.format(same=same, settle=settle()))
        if not found:
            raise UsageError(self._unknown(name, number))
        if number and found[0].number:
            told = _("the worksheet knows {name} by {number}: is it another assignment's?")
            raise UsageError(told.format(name=name, number=found[0].number))
        return found[0]

    def _unknown(self, name: str, number: str) -> str:
        if words(name) in map(words, self.nameless):
            return _("the roster has no identifier for this student")
        if number and any(self._names(name[len(x) :]) for x in _groups(name)):
            told = _("this student is not in the roster under this name; if it begins with a group, {settle}")
            return told.format(settle=settle())
        return _("this student is not in the roster")

    def _names(self, name: str) -> bool:
        return any(bare_words(x.name) == bare_words(name) for x in self.students or ())


def _groups(name: str) -> Iterable[str]:
    """What Moodle may have put before a name: a group, up to each hyphen."""
    return (name[: i + 1] for i, letter in enumerate(name) if letter == "-")


def _confirmed(student: Student, name: str) -> Student:
    """The student of a number, if it is theirs: numbers are of one assignment, and another one has the same."""
    names = [name, *(name[len(x) :] for x in _groups(name))]
    if student.name and not any(_is_called(student.name, x) for x in names):
        told = _("the worksheet calls {number} {name}: is it another assignment's?")
        raise UsageError(told.format(number=student.number, name=student.name))
    return student


def _is_called(listed: str, name: str) -> bool:
    """Whether a name is the one of the list, in which Excel has written ? for each letter that it could not."""
    if bare_words(listed) == bare_words(name):
        return True
    pattern = re.escape(listed.casefold()).replace(re.escape("?"), ".")
    return "?" in listed and re.fullmatch(pattern, name.casefold()) is not None


def _first_found(students: tuple[Student, ...], name: str) -> list[Student]:
    """Whom a name means by the strictest comparison that finds anybody: accents are forgiven last."""
    return next((found for same in _COMPARISONS if (found := [x for x in students if same(x, name)])), [])


_COMPARISONS: tuple[Callable[[Student, str], bool], ...] = (
    lambda student, name: student.id == name,
    lambda student, name: student.id.casefold() == name.casefold(),
    lambda student, name: bool(name) and name.casefold() in (student.email.casefold(), student.account.casefold()),
    lambda student, name: bool(words(name)) and words(student.name) == words(name),
    lambda student, name: bool(bare_words(name)) and bare_words(student.name) == bare_words(name),
    lambda student, name: bool(student.account) and name.casefold().endswith(f"-{student.account.casefold()}"),
)


def newcomer(name: str, number: str) -> Student:
    """A student who is known by name alone; Moodle's number tells those of the same name apart."""
    if not number and WHOLE_NAME.fullmatch(name):
        return Student(name)  # the name of a file is an identifier
    letters = plain(name).split() or (["participant"] if number else [])
    if not letters:
        raise UsageError(_("there is no name in it"))
    first, _space, last = name.partition(" ")
    return Student("-".join([*letters, *([number] if number else [])]), first, last, number=number)


def read_roster(table: Table, path: Path) -> Roster:
    """The students in a table; `path` is for messages. Raises UsageError."""
    places = {ours: place for ours, names in COLUMNS.items() if (place := table.column(names)) is not None}
    if "id" not in places and "email" not in places:
        raise UsageError(f"the roster {path} has no column {' or '.join(COLUMNS['id'])}")
    people = [{ours: row[place] for ours, place in places.items()} for row in table.rows]
    students = [_student(x, path) for x in people if x.get("id") or x.get("email")]
    nameless = [_whole_name(x) for x in people if not (x.get("id") or x.get("email"))]
    return Roster(tuple(students), tuple(nameless))


def _student(fields: dict[str, str], path: Path) -> Student:
    identifier = fields.get("id") or fields.get("email", "")
    if not WHOLE_NAME.fullmatch(identifier):
        raise UsageError(f"the roster {path} has a student whose identifier nbgrader cannot take: {identifier!r}")
    first, last = fields.get("first_name", ""), fields.get("last_name", "")
    if not first and not last:
        first, _, last = fields.get("name", "").partition(" ")
    return Student(identifier, first, last, fields.get("email", ""), account=fields.get("account", ""))


def _whole_name(fields: dict[str, str]) -> str:
    return fields.get("name") or " ".join(x for x in (fields.get("first_name"), fields.get("last_name")) if x)
