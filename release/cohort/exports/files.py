"""All that other systems take, written beside the class's page."""

from collections.abc import Iterable
from pathlib import Path

from release.cohort.exports.junit import junit
from release.cohort.exports.tables import canvas_table, points_table
from release.cohort.overview import Overview
from release.cohort.results import Result
from release.files import replacing, write_whole

POINTS, CANVAS, JUNIT = "points.csv", "canvas.csv", "junit.xml"


def write_exports(folder: Path, seen: Overview, results: Iterable[Result], *, title: str, roster: Path | None) -> None:
    """Write points.csv, canvas.csv and junit.xml into the folder.

    `title` is the assignment's in Canvas, `roster` the list of students, which may be Canvas's own gradebook.
    """
    write_whole(folder / POINTS, points_table(seen))
    write_whole(folder / CANVAS, canvas_table(seen, title=title, roster=roster))
    with replacing(folder / JUNIT) as file:
        file.writelines(junit(results))
