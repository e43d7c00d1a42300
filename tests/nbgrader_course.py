"""A real nbgrader course in a temporary folder: our configuration, our lab notebook, submissions made on the spot."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config, PyFileConfigLoader

from autograder.course import Course, load_course
from release.sources.build import PROJECT
from release.sources.notebook import lab_notebook, notebook_bytes
from release.sources.read import read_sources
from release.sources.skeleton import authored_cells

ASSIGNMENT, LAB = "autograd", "lab"
Notebook = dict[str, Any]


def source_notebook(language: str = "en", course: Course | None = None) -> Notebook:
    """The notebook with answers, as `make release` puts it into source/."""
    course = course or load_course()
    ours = {cell.name for cell in course.cells[language]}
    cells = [*course.cells[language], *authored_cells(read_sources(PROJECT / "solutions"), language)]
    authored = {cell.name: cell for cell in cells if cell.name in ours}
    return lab_notebook(course, [authored[cell.name] for cell in course.cells[language]])


def new_course(root: Path, language: str = "en") -> NbGraderAPI:
    """A course with the lab notebook released. `root` becomes its folder."""
    folder = root / "source" / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / f"{LAB}.ipynb").write_bytes(notebook_bytes(source_notebook(language)))
    shutil.copy(PROJECT / "release" / "course" / "nbgrader_config.py", root)
    api = open_api(root)
    released = api.generate_assignment(ASSIGNMENT)
    assert released["success"], released
    return api


def configuration(root: Path) -> Config:
    """What nbgrader reads in that folder."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()


def open_api(root: Path) -> NbGraderAPI:
    """nbgrader's own API under that configuration."""
    config = configuration(root)
    return NbGraderAPI(CourseDirectory(config=config), config=config)


def released(root: Path) -> Notebook:
    """The notebook as students fetch it."""
    path = root / "release" / ASSIGNMENT / f"{LAB}.ipynb"
    notebook: Notebook = nbformat.read(path, as_version=4)
    return notebook


def answered(root: Path, answers: Mapping[str, str]) -> Notebook:
    """The released notebook with the text of some cells replaced."""
    notebook = released(root)
    for cell in notebook["cells"]:
        cell["source"] = answers.get(cell["id"], cell["source"])
    return notebook


def solutions(language: str = "en") -> dict[str, str]:
    """The right answers by cell."""
    return {
        cell["id"]: cell["source"]
        for cell in source_notebook(language)["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
    }


def submit(root: Path, student: str, notebook: Notebook | bytes) -> Path:
    """Put a notebook where nbgrader looks for submissions."""
    path = root / "submitted" / student / ASSIGNMENT / f"{LAB}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode())
    return path


def points(root: Path, student: str) -> dict[str, float | None]:
    """The automatic points of each check cell in the gradebook."""
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        submission = gradebook.find_submission_notebook(LAB, ASSIGNMENT, student)
        return {grade.name: grade.auto_score for grade in submission.grades}


def total(root: Path, student: str) -> float:
    """The submission's score in the gradebook."""
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        return float(gradebook.find_submission(ASSIGNMENT, student).score)
