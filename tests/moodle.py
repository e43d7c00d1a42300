"""An assignment in Moodle, as its documentation and its own code say: what it hands out, and what of ours it takes.

A line of the worksheet is found by the digits behind "Participant"; it is skipped where the grade is empty, negative,
the one that is there already, above the maximum or locked, and where the grade was modified in Moodle more than a
minute after the time that the line says: `-`, and a time in French, are none, so long ago. Feedback files go to the
participant between the first two underscores of their folder.
"""

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

COLUMNS = {
    "en": (
        *("Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade", "Grade can be changed"),
        *("Last modified (submission)", "Last modified (grade)", "Feedback comments"),
    ),
    "fr": (
        *("Identifiant", "Nom complet", "Adresse de courriel", "Statut", "Note", "Note maximale"),
        *("La note peut être modifiée", "Dernière modification (travail remis)", "Dernière modification (note)"),
        "Feedback par commentaires",
    ),
}
PARTICIPANT = {"en": "Participant ", "fr": "Participant"}
YES_NO = {"en": ("Yes", "No"), "fr": ("Oui", "Non")}
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
MINUTE = timedelta(minutes=1)


@dataclass
class Participant:
    """Somebody in the course. `group` stands before the name of what they hand in."""

    number: int
    name: str
    email: str
    submitted: datetime | None = None
    group: str = ""
    locked: bool = False
    grade: float = -1.0  # what Moodle keeps for "none yet"
    modified: datetime | None = None
    feedback: dict[str, bytes] = field(default_factory=dict)


@dataclass
class Moodle:
    """An assignment and its participants."""

    people: list[Participant]
    maximum: float = 20.0
    language: str = "fr"
    now: datetime = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)

    def submissions(self, files: Mapping[int, Mapping[str, bytes]]) -> bytes:
        """Download all submissions. The files' times are those of the download."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for person in self.people:
                prefix = f"{person.group}-" if person.group else ""
                folder = f"{prefix}{person.name}".replace("_", " ") + f"_{person.number}_assignsubmission_file_"
                for name, content in files.get(person.number, {}).items():
                    archive.writestr(f"{folder}/{name}", content)
        return target.getvalue()

    def worksheet(self) -> bytes:
        """Download grading worksheet."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(COLUMNS[self.language])
        writer.writerows(self._line(x) for x in self.people)
        return b"\xef\xbb\xbf" + text.getvalue().encode()

    def _line(self, person: Participant) -> list[str]:
        grade = f"{person.grade:.2f}" if person.grade >= 0 else ""
        times = [_shown(x, self.language) for x in (person.submitted, person.modified)]
        identifier = f"{PARTICIPANT[self.language]}{person.number}"
        changeable = YES_NO[self.language][person.locked]
        return [identifier, person.name, person.email, "", grade, f"{self.maximum:.2f}", changeable, *times, ""]

    def upload_worksheet(self, content: bytes, *, ignore_modified: bool = False) -> dict[int, str]:
        """Upload grading worksheet: what became of each of its lines."""
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        columns = COLUMNS[self.language]
        places = {name: rows[0].index(columns[i]) for name, i in (("id", 0), ("grade", 4), ("modified", 8))}
        people, said = {x.number: x for x in self.people}, {}
        for row in rows[1:]:
            number = int(row[places["id"]][len(PARTICIPANT[self.language]) :])
            modified = _read(row[places["modified"]])
            said[number] = self._take(people[number], row[places["grade"]], modified, ignore_modified)
        return said

    def _take(self, person: Participant, shown: str, modified: datetime, ignore_modified: bool) -> str:
        stale = person.modified is not None and person.modified > modified + MINUTE
        if not shown:
            return "empty"
        grade = float(shown)
        if person.modified and person.grade == grade:
            return "unchanged"
        if grade < 0 or grade > self.maximum:
            return "out of range"
        if stale and not ignore_modified:
            return "stale"
        if person.locked:
            return "locked"
        person.grade, person.modified = grade, self.now
        return "taken"

    def upload_feedback(self, content: bytes) -> None:
        """Upload multiple feedback files in a zip. Raises KeyError for a file that is nobody's."""
        people = {x.number: x for x in self.people}
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                _name, number, subtype, plugin, file = name.split("_", 4)
                assert (subtype, plugin) == ("assignsubmission", "file"), name
                person = people[int(number)]
                person.feedback[file.removeprefix("/")] = archive.read(name)
                person.modified = person.modified or self.now  # a grade without points is made for the file


def _shown(at: datetime | None, language: str) -> str:
    if at is None:
        return "-"
    if language == "fr":
        return f"{DAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]} {at.year}, {at:%H:%M}"
    return f"{at:%A}, {at.day} {at:%B} {at.year}, {at.hour % 12 or 12}:{at:%M} {'AM' if at.hour < 12 else 'PM'}"


def _read(text: str) -> datetime:
    """As PHP's strtotime: English, or the beginning of time."""
    if not re.match(r"[A-Z][a-z]+day, ", text):
        return datetime.fromtimestamp(0, UTC)
    return datetime.strptime(text, "%A, %d %B %Y, %I:%M %p").replace(tzinfo=UTC)
