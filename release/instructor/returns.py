"""The grades, in nbgrader's own CSV and in Moodle's."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from release.files import write_whole
from release.instructor.course_folder import Where, require_released, require_writable
from release.instructor.moodle import Row, inert, worksheet
from release.instructor.people.tables import read_table
from release.instructor.people.worksheet import filled, is_worksheet
from release.instructor.receipt import kept_roster, read_receipt

GRADES = "grades.csv"


def grades(where: Where, names: Sequence[str], language: str) -> Iterator[Path | str]:
    """Write the grades: nbgrader's own export of the whole gradebook, and a worksheet for each assignment.

    Gives each file, and after it what there is to know about some of its lines.
    """
    from nbgrader.plugins import CsvExportPlugin

    require_writable(where)
    for name in names:
        require_released(where, name)
    exporter = CsvExportPlugin(config=where.config)
    exporter.to = str(where.folder / GRADES)
    with where.gradebook() as gradebook:
        exporter.assignment = [x.name for x in gradebook.assignments if x.submissions] or list(names)
        exporter.export(gradebook)
    make_inert(where.folder / GRADES)
    yield where.folder / GRADES
    for name in names:
        path, (content, notes) = where.folder / f"grades-moodle-{name}.csv", _for_moodle(where, name, language)
        write_whole(path, content)
        yield path
        yield from notes


def _for_moodle(where: Where, assignment: str, language: str) -> tuple[bytes, tuple[str, ...]]:
    """Moodle's own worksheet filled in, if the assignment was collected with it; else one that says as much."""
    rows, roster = _rows(where, assignment), kept_roster(where, assignment)
    table = read_table(roster) if roster.is_file() else None
    if table is None or not is_worksheet(table):
        return worksheet(rows, language), ()
    done = filled(table, {x.number: x.points for x in rows if x.number}, max(x.maximum for x in rows))
    unknown = [f"{x.name}: not in Moodle's worksheet, for nobody knows the number" for x in rows if not x.number]
    return done.content, (*done.notes, *unknown)


def make_inert(path: Path) -> None:
    """No name in nbgrader's own table is a formula."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([inert(cell) for cell in row] for row in rows)
    write_whole(path, table.getvalue().encode())


def waiting(where: Where, assignment: str) -> list[str]:
    """The students of whom something waits for a grader's eye, as formgrader shows it."""
    with where.gradebook() as gradebook:
        submissions = gradebook.find_assignment(assignment).submissions
        return sorted(x.student.id for x in submissions if x.needs_manual_grade)


def _rows(where: Where, assignment: str) -> list[Row]:
    receipt = read_receipt(where, assignment)
    with where.gradebook() as gradebook:
        submissions = sorted(gradebook.find_assignment(assignment).submissions, key=lambda x: str(x.student.id))
        rows = []
        for kept in submissions:
            student, collected = kept.student, receipt.get(kept.student.id)
            name = " ".join(x for x in (student.first_name, student.last_name) if x) or student.id
            number, name = (collected.number, collected.name) if collected else ("", name)
            points = max(0.0, kept.score - kept.late_submission_penalty)
            rows.append(Row(number, name, student.email or "", points, kept.max_score))
    return rows
