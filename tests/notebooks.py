"""Notebooks made on the spot: the course's own, changed as students change theirs."""

import json
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from autograder.course import Cell, Course, load_course
from autograder.submission import Source
from autograder.submission.cells import notebook_text
from autograder.submission.notebook import read_notebook
from tests.submissions import skeleton

Notebook = dict[str, Any]


def code(text: str, **fields: Any) -> dict[str, Any]:
    """A code cell that a student added."""
    return {"cell_type": "code", "metadata": {}, "source": text, "outputs": [], "execution_count": None, **fields}


def lab(language: str = "fr", course: Course | None = None) -> Notebook:
    """The lab notebook as far as splitting it needs it."""
    cells = [_saved(cell) for cell in (course or load_course()).cells[language] if notebook_text(cell)]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def _saved(cell: Cell) -> dict[str, Any]:
    metadata = {} if cell.kind == "markdown" else {"nbgrader": {"grade_id": cell.name}}
    saved = {"cell_type": "markdown" if cell.kind == "markdown" else "code", "id": cell.name, "metadata": metadata}
    return {**saved, "source": notebook_text(cell)}


def position(notebook: Notebook, name: str) -> int:
    """Where the cell of this name stands."""
    return next(n for n, cell in enumerate(notebook["cells"]) if cell.get("id") == name)


def cell_of(notebook: Notebook, name: str) -> dict[str, Any]:
    """The cell of this name."""
    cell: dict[str, Any] = notebook["cells"][position(notebook, name)]
    return cell


def split(notebook: object) -> Mapping[str, Source]:
    """The modules of a notebook."""
    return read_notebook(json.dumps(notebook).encode(), "lab.ipynb", load_course())


def added_text(source: Source) -> list[str]:
    """What of the notebook's cells stands in a module and is not in its skeleton, piece by piece."""
    lines = zip((source.text or "").split("\n"), source.lines or (), strict=False)
    pieces = groupby(lines, key=lambda x: x[1] and x[1][0])
    texts = ["\n".join(line for line, _ in piece) for number, piece in pieces if number]
    return [text for text in texts if text not in skeleton(source.name)]


def double_checks(notebook: Notebook) -> None:
    """Every check stands there twice."""
    notebook["cells"] += [dict(cell) for cell in notebook["cells"] if cell["id"].startswith("check_")]


def old_schema(notebook: Notebook) -> None:
    """What an nbgrader of long ago wrote."""
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"] |= {"schema_version": 1}
            cell["metadata"]["nbgrader"].pop("task", None)


def flip(notebook: Notebook) -> None:
    """What is to be graded is to be solved, and the reverse, for a thousand points."""
    for cell in notebook["cells"]:
        if marks := cell["metadata"].get("nbgrader"):
            marks |= {"grade": not marks["grade"], "solution": not marks["solution"], "points": 1000, "locked": False}


def skip_execution(notebook: Notebook) -> None:
    """Every cell asks not to be run."""
    for cell in notebook["cells"]:
        cell["metadata"]["tags"] = ["skip-execution"]
