"""The points of a class as tables: one for any spreadsheet, and Canvas's gradebook."""

import csv
import io
from pathlib import Path

from release.cohort.overview import Overview
from release.instructor.moodle import inert
from release.instructor.people.canvas import gradebook, is_gradebook
from release.instructor.people.tables import read_table


def points_table(seen: Overview) -> bytes:
    """A line for each student: points in all and by exercise; empty where nothing could be read."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["student", "points", *(x.name for x in seen.columns), "not read"])
    for row in seen.rows:
        points = [f"{row.exercises[x.name][1]:g}" if x.name in row.exercises else "" for x in seen.columns]
        writer.writerow([inert(row.student), "" if row.refused else f"{row.points:g}", *points, inert(row.refused)])
    return text.getvalue().encode("utf-8-sig")  # Excel reads no other UTF-8


def canvas_table(seen: Overview, *, title: str, roster: Path | None) -> bytes:
    """The points in all, for Canvas's import; whom the class has nothing of keeps what Canvas has."""
    table = read_table(roster) if roster else None
    points = {row.student: None if row.refused else round(row.points, 2) for row in seen.rows}
    return gradebook(points, seen.maximum, title, roster=table if table and is_gradebook(table) else None)
