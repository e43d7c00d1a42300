"""otter-grader on the notebooks of `bench_nbgrader`, in one process: the questions are those that its kernel asks too.

otter is no dependency of the kit. It is run by the interpreter of an environment that holds it and what the notebook
imports (docs/scale.md); there is no container, and no sandbox.
"""

import json
import subprocess
from pathlib import Path
from time import perf_counter

from autograder.course import load_course
from autograder.notebook import GRADING
from tests.jupyter import environment
from tests.submissions import ROOT

TEST = """from otter.test_files import test_case
OK_FORMAT = False
name, points = {name!r}, {points}

@test_case()
def test_it(check):
    assert check(name) == points
"""
ALL_POINTS = """import sys
from otter.api import grade_submission
for path in sys.argv[1:]:
    found = grade_submission(path, "tests.zip", quiet=True)
    assert found.total == found.possible == {possible}, found.summary()
"""


def timed(root: Path, home: Path, python: Path) -> float:
    """Seconds for all that was submitted in a course. Everybody has all points, else it raises."""
    exercises = load_course().exercises
    for folder in (home, root / "tests"):
        folder.mkdir()
    for exercise in exercises:
        test = TEST.format(name=exercise.name, points=exercise.points)
        (root / "tests" / f"{exercise.name}.py").write_text(test, encoding="utf-8")
    here = {**environment(home), "PYTHONPATH": str(ROOT), GRADING: "autograde"}
    generate = [str(python), "-m", "otter", "generate", "-t", "tests", "-o", "tests.zip"]
    subprocess.run(generate, cwd=root, env=here, capture_output=True, check=True)
    notebooks = sorted((root / "submitted").glob("*/*/*.ipynb"))
    for path in notebooks:
        _without_checks(path)
    began = perf_counter()
    grade = [str(python), "-c", ALL_POINTS.format(possible=sum(x.points for x in exercises)), *map(str, notebooks)]
    subprocess.run(grade, cwd=root, env=here, capture_output=True, check=True)
    return perf_counter() - began


def _without_checks(path: Path) -> None:
    """otter's tests ask the same: the cells that nbgrader grades would be asked twice."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells = (cell for cell in notebook["cells"] if not cell["metadata"].get("nbgrader", {}).get("grade"))
    path.write_text(json.dumps({**notebook, "cells": list(cells)}), encoding="utf-8")
