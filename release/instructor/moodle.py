"""What Moodle calls things: the folders of "download all submissions", and the worksheet that it imports.

Names of columns are those of Moodle's own language packs: the import of an assignment's worksheet looks for them.
"""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

# The name ends at the first number: what follows may be the name of a file, and that is the student's to choose.
FOLDER = re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?")
COLUMNS = {
    "fr": (
        "Identifiant",
        "Nom complet",
        "Adresse de courriel",
        "Note",
        "Note maximale",
        "Dernière modification (note)",
    ),
    "en": ("Identifier", "Full name", "Email address", "Grade", "Maximum grade", "Last modified (grade)"),
}
PARTICIPANT = {"fr": "Participant{number}", "en": "Participant {number}"}  # Moodle cuts off as many letters


def feedback_folder(name: str, number: str) -> str:
    """Where Moodle, given many feedback files in one zip, looks for those of a student: the folder it handed out."""
    return f"{name}_{number}_assignsubmission_file_"


@dataclass(frozen=True)
class Row:
    """A student's line in the worksheet."""

    number: str
    name: str
    email: str
    points: float
    maximum: float


def worksheet(rows: Iterable[Row], language: str) -> bytes:
    """The file to import, either as the assignment's worksheet or, by address, into Moodle's gradebook."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS[language])
    for row in rows:
        participant = PARTICIPANT[language].format(number=row.number) if row.number else ""
        points = (f"{min(row.points, row.maximum):.2f}", f"{row.maximum:.2f}")  # Moodle refuses more
        writer.writerow([participant, inert(row.name), inert(row.email), *points, "-"])
    return text.getvalue().encode()


def inert(text: str) -> str:
    """A name that no spreadsheet takes for a formula; a number stays one."""
    formula = text.startswith(("=", "+", "-", "@", "\t", "\r")) and not re.fullmatch(r"-?[\d.]+", text)
    return f"'{text}" if formula else text
