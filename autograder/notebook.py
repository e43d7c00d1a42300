"""`check("add")` in a notebook: the cells that were run so far are graded as a submission would be.

    from autograder.notebook import check, hint, run, show, steps
    check("add")       # what holds of one exercise, or of all of them: check()
    hint("add")        # the next hint, one step at a time
    steps(a * b + a)   # the backward pass of an expression, call by call

The feedback is displayed. While nbgrader runs the notebook the value is the points, a plain float, which is what it
reads where a course grades in the kernel. Nothing is read from the kernel's objects, and nothing runs in it: only the
cells' text counts.
"""

import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from html import escape
from typing import Any

import msgspec

from autograder import language as languages
from autograder.course import Course, load_course
from autograder.errors import UsageError
from autograder.judging.grade import grade_session
from autograder.judging.session import session_of
from autograder.language import _
from autograder.morning.hints import next_hint
from autograder.render.console import render
from autograder.render.html import exercise_html, warning_html
from autograder.render.show import Data, answered, drawn
from autograder.render.steps import steps_html
from autograder.render.text import page
from autograder.render.walked import walked
from autograder.report import ExerciseResult, Report, total
from autograder.submission.cells import defined_names, notebook_text
from autograder.submission.notebook import read_notebook
from autograder.submission.source import Source, Submission

GRADING = "NBGRADER_EXECUTION"  # nbgrader sets it while it runs a notebook to grade or to validate it


class Executed(Source):
    """A module made of cells that were run; a line is found by the number that Jupyter shows beside its cell."""

    def locate(self, line: int) -> str:
        """A line of the module as `cell [4], line 2`."""
        place = self.lines[line - 1] if self.lines and 0 < line <= len(self.lines) else None
        return _("cell [{cell}], line {line}").format(cell=place[0], line=place[1]) if place else self.path


class Feedback:
    """A report as Jupyter shows it: HTML where there is a page, text in a terminal."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def _repr_html_(self) -> str:
        hints = self._report.hints
        warnings = "".join(warning_html(warning) for warning in self._report.warnings)
        return warnings + "".join(
            exercise_html(exercise, hints.get(exercise.name, "")) for exercise in self._report.exercises
        )

    def __repr__(self) -> str:
        return render(self._report)


class Overview(Feedback):
    """A report of many exercises: the table, and the failure that comes first."""

    def _repr_html_(self) -> str:
        return f"<pre>{escape(repr(self))}</pre>"


def check(exercise: str = "") -> float | None:
    """Show what holds of an exercise and what does not; of all of them, in a table, where none is named.

    Hidden checks are left out. While nbgrader grades a notebook in a kernel, the points are returned, all of them given
    to the visible checks; then an exercise that is unknown, or of which nothing was run, raises UsageError, which is a
    line of text to a student. Raises UsageError outside of a notebook.
    """
    from IPython.display import display

    course = load_course()
    executed = executed_cells()
    languages.use(language_of(executed, course))
    if GRADING not in os.environ and (told := unknown(course, exercise) or not_run(executed, course, exercise)):
        print(told)
        return None
    if not exercise:
        display(Overview(_all_of(executed, course)))  # type: ignore[no-untyped-call]
        return None
    report = grade_executed(executed, course, exercise)
    display(Feedback(report))  # type: ignore[no-untyped-call]
    return points(report.exercises[0]) if GRADING in os.environ else None


def unknown(course: Course, exercise: str) -> str:
    """That there is no such exercise, and what may have been meant; empty where there is one, or none was named."""
    try:
        if exercise:
            course.exercise(exercise)
    except UsageError as error:
        return str(error)
    return ""


def not_run(executed: Sequence[str], course: Course, exercise: str) -> str:
    """What to do where nothing of an exercise's module was run, after the kernel was restarted for example; or none.

    Of all exercises: where nothing of the course was run.
    """
    try:
        there: Collection[str] = submission_of(executed, course).sources
    except UsageError:
        there = ()
    module = course.exercise(exercise).module if exercise else ""
    if module in there or (there and not module):
        return ""
    told = _("No cell of `{module}` has been run since the kernel was started: Run ▸ Run All Above Selected Cell.")
    if not module:
        told = _("No cell of the course has been run since the kernel was started: Run ▸ Run All Cells.")
    return told.format(module=module)


def _all_of(executed: Sequence[str], course: Course) -> Report:
    """The visible checks of every exercise; how far it is stands meanwhile under the cell."""
    from IPython.display import Markdown, display

    progress = display(Markdown(""), display_id=True)  # type: ignore[no-untyped-call]
    names = [exercise.name for exercise in course.exercises]
    reports = []
    for k, name in enumerate(names, start=1):
        progress.update(Markdown(f"{k} / {len(names)}: `{name}` …"))  # type: ignore[no-untyped-call]
        reports.append(grade_executed(executed, course, name))
    progress.update(Markdown(""))  # type: ignore[no-untyped-call]
    results = tuple(result for report in reports for result in report.exercises)
    return msgspec.structs.replace(reports[0], exercises=results, **total(results, course.out_of))


def hint(exercise: str) -> None:
    """Show an exercise's hints as far as they were read, and one more."""
    course = load_course()
    languages.use(language_of(executed_cells(), course))
    print(unknown(course, exercise) or page(next_hint(course.exercise(exercise))).rstrip("\n"))


def steps(root: Any) -> None:
    """Show the backward pass from a value of this notebook, call by call; gradients are put back as they were.

    This runs in the kernel, on the very closures that were written. Raises UsageError for what is no value.
    """
    from IPython.core.getipython import get_ipython
    from IPython.display import HTML, display

    languages.use(language_of(executed_cells(), load_course()))
    shell: Any = get_ipython()
    display(HTML(steps_html(walked(root, shell.user_ns))))  # type: ignore[no-untyped-call]


def show(name: str, data: Data | None = None) -> None:
    """Show a picture of what `data()` returns, or say in one line why there is none yet: see autograder/render/show.py.

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


def run(data: Data) -> None:
    """Print what `data()` returns, or what it waits for: the answer to a question of the kind *predict, then run*."""
    languages.use(language_of(executed_cells(), load_course()))
    print(answered(data))


def grade_executed(executed: Sequence[str], course: Course, exercise: str) -> Report:
    """The visible checks of one exercise for cells that were run in this order. Raises UsageError."""
    session = session_of(submission_of(executed, course), course, exercises=[exercise])
    return grade_session(session, visible=True, language=language_of(executed, course))


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
    sources = read_notebook(json.dumps({"cells": _cells(executed, course)}).encode(), shown, course)
    ours = {x.name: Executed(x.name, x.path, x.text, x.problem, x.lines, x.others) for x in sources.values()}
    return Submission(shown, ours, (shown,), ())


def language_of(executed: Sequence[str], course: Course) -> str:
    """The language whose notebook these cells have most lines of: students keep docstrings and comments."""
    lines = {line.strip() for text in executed for line in text.split("\n")}
    known = {
        language: {line.strip() for cell in cells for line in cell.text.split("\n")}
        for language, cells in course.cells.items()
    }
    return max(known, key=lambda language: len(lines & known[language]))


def _cells(executed: Sequence[str], course: Course) -> list[Mapping[str, Any]]:
    """A cell that was run again unchanged counts where it was run first and last: not as often as it was clicked."""
    last = {text: number for number, text in enumerate(executed)}
    first = {text: number for number, text in reversed(list(enumerate(executed)))}
    handed_out = {notebook_text(cell).strip() for cells in course.cells.values() for cell in cells}
    edited = set(_edited(executed, handed_out))
    return [
        {"cell_type": "code", "source": text if number in (first[text], last[text]) and number not in edited else ""}
        for number, text in enumerate(executed)
    ]


def _edited(executed: Sequence[str], handed_out: Collection[str]) -> Iterator[int]:
    """Cells that were run again after a change: of the same names a later one defines, in half of the same lines.

    A cell that is still as it was handed out is a change of nothing: an answer above it stays one.
    """
    later: list[tuple[set[str], set[str]]] = []
    for number, text in reversed(list(enumerate(executed))):
        if text.strip() not in handed_out and (names := set(defined_names(text))):
            lines = {line.strip() for line in text.split("\n") if line.strip()}
            if any(names & its and 2 * len(lines & others) >= min(len(lines), len(others)) for its, others in later):
                yield number
            later.append((names, lines))
