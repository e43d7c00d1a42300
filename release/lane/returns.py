"""What students get back: nbgrader's feedback pages, and the grades, in nbgrader's own CSV and in Moodle's."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.errors import KitError, UsageError
from release.converters import Refused, convert
from release.files import write_whole
from release.kit import zipped
from release.lane.moodle import Row, feedback_folder, inert, worksheet
from release.lane.receipt import read_receipt
from release.lane.where import NOTEBOOK, Where, require_released, require_students, require_writable

GRADES = "grades.csv"
PAGE = NOTEBOOK.replace(".ipynb", ".html")


def feedback(where: Where, assignment: str, *, students: Sequence[str] = ()) -> Iterator[tuple[str, Path | KitError]]:
    """Each graded student with the page that was made anew, or with the reason why there is none."""
    from nbgrader.converters import GenerateFeedback

    require_writable(where)
    require_released(where, assignment)
    found = graded(where, assignment)
    if not found:
        raise UsageError(f"nothing of {assignment} is graded yet: make autograde")
    require_students(dict.fromkeys(found, where.folder), students)
    for student in students or found:
        try:
            convert(GenerateFeedback, where.config, assignment, student, force=True)
        except Refused as refused:
            yield student, KitError(str(refused))
        else:
            yield student, where.of("feedback", assignment, student) / PAGE


def moodle_feedback(where: Where, assignment: str) -> Path | None:
    """The pages of those whose submission came from Moodle, as one zip that it takes back; None where there is none."""
    files = {}
    for collected in read_receipt(where, assignment).values():
        page = where.of("feedback", assignment, collected.student) / PAGE
        if collected.number and page.is_file():
            files[f"{feedback_folder(collected.name, collected.number)}/{PAGE}"] = page.read_bytes()
    if not files:
        return None
    together = where.folder / f"feedback-moodle-{assignment}.zip"
    write_whole(together, zipped(files))
    return together


def graded(where: Where, assignment: str) -> list[str]:
    """The students whose submission was graded."""
    return [
        student
        for student in where.submitted(assignment)
        if (where.of("autograded", assignment, student) / NOTEBOOK).is_file()
    ]


def grades(where: Where, names: Sequence[str], language: str) -> Iterator[Path]:
    """Write the grades: nbgrader's own export of the whole gradebook, and a worksheet for each assignment."""
    from nbgrader.plugins import CsvExportPlugin

    require_writable(where)
    for name in names:
        require_released(where, name)
    exporter = CsvExportPlugin(config=where.config)
    exporter.to = str(where.folder / GRADES)
    with where.gradebook() as gradebook:
        exporter.export(gradebook)
    make_inert(where.folder / GRADES)
    yield where.folder / GRADES
    for name in names:
        path = where.folder / f"grades-moodle-{name}.csv"
        path.write_bytes(worksheet(_rows(where, name), language))
        yield path


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
