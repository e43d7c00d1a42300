"""`check("add")` in a notebook: the cells that were run so far are graded as a submission would be.

    from autograder.notebook import check, show
    check("add")

The feedback is displayed. While nbgrader runs the notebook the value is the points, a plain float, which is what it
reads where a course grades in the kernel. Nothing is read from the kernel's objects, and nothing runs in it: only the
cells' text counts.
"""

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from autograder import language as languages
from autograder.course import Course, load_course
from autograder.errors import UsageError
from autograder.language import _
from autograder.render.console import render
from autograder.render.html import exercise_html
from autograder.report import ExerciseResult, Report
from autograder.run import grade_directly
from autograder.session import session_of
from autograder.showing import Data, drawn
from autograder.submission.notebook import read_notebook
from autograder.submission.source import Source, Submission

GRADING = "NBGRADER_EXECUTION"  # nbgrader sets it while it runs a notebook to grade or to validate it


class Executed(Source):
    """A module made of cells that were run; a line is found by the number that Jupyter shows beside its cell."""

    def locate(self, line: int) -> str:
        place = self.lines[line - 1] if self.lines and 0 < line <= len(self.lines) else None
        return _("cell [{cell}], line {line}").format(cell=place[0], line=place[1]) if place else self.path


class Feedback:
    """A report as Jupyter shows it: HTML where there is a page, text in a terminal."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def _repr_html_(self) -> str:
        hints = self._report.hints
        return "".join(exercise_html(exercise, hints.get(exercise.name, "")) for exercise in self._report.exercises)

    def __repr__(self) -> str:
        return render(self._report)


def check(exercise: str) -> float | None:
    """Show what holds of an exercise and what does not.

    Hidden checks are left out. While nbgrader grades a notebook in a kernel, the points are returned, all of them given
    to the visible checks. Raises UsageError outside of a notebook, for an unknown exercise, and when no cell of the
    course was run.
    """
    from IPython.display import display

    course = load_course()
    executed = executed_cells()
    languages.use(language_of(executed, course))
    report = grade_executed(executed, course, exercise)
    display(Feedback(report))  # type: ignore[no-untyped-call]
    return points(report.exercises[0]) if GRADING in os.environ else None


def show(name: str, data: Data | None = None) -> None:
    """Show a picture of what `data()` returns, or say in one line why there is none yet: see autograder/showing.py.

    While nbgrader runs a notebook nobody looks, and drawing takes longer than everything else in it: nothing is shown.
    """
    from IPython.display import display

    if GRADING in os.environ:
        return
    languages.use(language_of(executed_cells(), load_course()))
    picture = drawn(name, data)
    if isinstance(picture, str):
        print(picture)
    else:
        display(picture)  # type: ignore[no-untyped-call]


def grade_executed(executed: Sequence[str], course: Course, exercise: str) -> Report:
    """The visible checks of one exercise for cells that were run in this order. Raises UsageError."""
    session = session_of(submission_of(executed, course), course, exercises=[exercise])
    return grade_directly(session, visible=True, language=language_of(executed, course))


def points(exercise: ExerciseResult) -> float:
    """The points where the checks that ran are given those of the hidden ones too."""
    if not exercise.max_points:
        return float(exercise.points)
    full = exercise.max_points + exercise.at_submission
    return round(full * (exercise.points / exercise.max_points), 6)


def executed_cells() -> list[str]:
    """The text of each execution so far; the cell that Jupyter numbers [n] is the n-th. Raises UsageError."""
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    if shell is None:
        raise UsageError(_("check(…) is for a notebook; in a terminal: python -m autograder grade"))
    return [str(text) for text in shell.history_manager.input_hist_raw[1:]]


def submission_of(executed: Sequence[str], course: Course) -> Submission:
    """Executions as a submission: the last definition wins, as in a kernel. Raises UsageError."""
    shown = _("this notebook")
    sources = read_notebook(json.dumps({"cells": _cells(executed)}).encode(), shown, course)
    return Submission(shown, {name: _executed(source) for name, source in sources.items()}, (shown,), ())


def language_of(executed: Sequence[str], course: Course) -> str:
    """The language whose notebook these cells have most lines of: students keep docstrings and comments."""
    lines = {line.strip() for text in executed for line in text.split("\n")}
    known = {
        language: {line.strip() for cell in cells for line in cell.text.split("\n")}
        for language, cells in course.cells.items()
    }
    return max(known, key=lambda language: len(lines & known[language]))


def _cells(executed: Sequence[str]) -> list[Mapping[str, Any]]:
    """A cell that was run again unchanged counts where it was run first and last: not as often as it was clicked."""
    last = {text: number for number, text in enumerate(executed)}
    first = {text: number for number, text in reversed(list(enumerate(executed)))}
    return [
        {"cell_type": "code", "source": text if number in (first[text], last[text]) else ""}
        for number, text in enumerate(executed)
    ]


def _executed(source: Source) -> Source:
    return Executed(source.name, source.path, source.text, source.problem, source.cells, source.lines)
