"""A Report as the outputs of a notebook's check cells: what nbgrader reads points from and shows to the student."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from autograder import language as languages
from autograder.course import Course
from autograder.render.html import exercise_html
from autograder.report import ExerciseResult, Report
from release.nbgrader_plugin.rebuild import name_of
from release.nbgrader_plugin.verdicts import graded_cells


def graded_notebook(notebook: Mapping[str, Any], report: Report, course: Course) -> dict[str, Any]:
    """The notebook with one result in each check cell and no other output at all."""
    results = {exercise.name: exercise for exercise in report.exercises}
    exercises = graded_cells(notebook, course)
    cells = []
    with languages.speaking(report.language):
        for number, cell in enumerate(notebook["cells"], 1):
            exercise = exercises.get(name_of(cell))
            if exercise is not None:
                outputs = [_result(results[exercise], report, cell, number)]
                cells.append({**cell, "outputs": outputs, "execution_count": number})
            else:
                cells.append({**cell, "outputs": []} if cell["cell_type"] == "code" else cell)
    return {**notebook, "cells": cells}


def _result(exercise: ExerciseResult, report: Report, cell: Mapping[str, Any], number: int) -> dict[str, Any]:
    points = scaled(exercise, float(cell["metadata"]["nbgrader"]["points"]))
    html = exercise_html(exercise, report.hints.get(exercise.name, ""))
    data = {"text/plain": repr(points), "text/html": html}
    return {"output_type": "execute_result", "execution_count": number, "metadata": {}, "data": data}


def scaled(exercise: ExerciseResult, points: float) -> float:
    """What was earned of a cell's `points`, which the instructor may have changed; never more than those."""
    if not exercise.max_points:
        return 0.0
    earned = Fraction(str(exercise.points)) / Fraction(str(exercise.max_points)) * Fraction(str(points))
    return min(points, round(float(earned), 6))
