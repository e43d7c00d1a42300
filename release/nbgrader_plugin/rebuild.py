"""Our release with a student's answers grafted in: whatever else the submitted file says is left behind.

Metadata, outputs, ids, checks and given cells are ours; the student's are the text of the solution cells and the
cells that were added, each after the cell that it stood behind.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.course import Cell, Course
from autograder.errors import KitError, UsageError
from autograder.language import _
from autograder.submission.bounded import bounded
from autograder.submission.cells import defined_names, notebook_text
from autograder.submission.notebook import LARGEST, Written, recognised_cells
from autograder.submission.source import LARGEST as LARGEST_MODULE

Notebook = Mapping[str, Any]
MANY = 500  # added cells; the rest is left out
ADDED = "added-"


def read_release(path: Path) -> dict[str, Any]:
    """Our released notebook. Raises KitError when it is not there."""
    try:
        notebook = json.loads(path.read_bytes())
        cells = [{**cell, "source": "".join(cell["source"])} for cell in notebook["cells"]]  # a text, or its lines
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KitError(f"{path}: {error}; has this assignment been released? make release") from None
    return {**notebook, "cells": cells}


def read_submitted(path: Path) -> bytes:
    """The submitted file, no more of it than a reader would take. Raises UsageError for what is no file of its own.

    A link may lead to the answers in source/, or to another student's work.
    """
    if path.is_symlink() or not path.is_file():
        raise UsageError(_("{path} is a link, or no file at all").format(path=path.name))
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def rebuilt(released: Path, submitted: Path, course: Course) -> dict[str, Any]:
    """The notebook to grade, of two files; the submitted one is read within bounds.

    Raises UsageError as `rebuild` and `read_submitted` do, and where a bound is hit.
    """
    return bounded(submitted.name, dict[str, Any], _rebuilt, released, submitted, course)


def _rebuilt(released: Path, submitted: Path, course: Course) -> dict[str, Any]:
    return rebuild(read_release(released), read_submitted(submitted), course, path=submitted.name)


def rebuild(release: Notebook, content: bytes, course: Course, *, path: str) -> dict[str, Any]:
    """The notebook to grade and to give back. `content` is the submitted file, called `path` in messages.

    Raises UsageError when it is no notebook or not one of this course, KitError when the release is not.
    """
    found = recognised_cells(content, path, course)
    answers, added = _sorted(found)
    cells = {cell.name: cell for cell in course_cells(release, course)}
    answers |= _merged(cells.values(), answers, [one for one, _ in found])
    rebuilt: list[Mapping[str, Any]] = [_added(one) for one in added.get("", ())]
    for ours in release["cells"]:
        name = name_of(ours)
        rebuilt += _grafted(ours, cells.get(name), answers.get(name, []))
        rebuilt += [_added(one) for one in added.get(name, ())]
    return {**release, "cells": list(_numbered(rebuilt))}


def name_of(cell: Mapping[str, Any]) -> str:
    """The name of one of our cells: its grade_id, else its id."""
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id") or cell.get("id", ""))


def language_of(notebook: Notebook, course: Course) -> str:
    """The language in which one of our own notebooks is written. Raises KitError when it is not of the course."""
    texts = {(name_of(cell), cell["source"].rstrip()) for cell in notebook["cells"]}
    count = {
        language: sum((cell.name, notebook_text(cell)) in texts for cell in cells)
        for language, cells in course.cells.items()
    }
    best = max(count, key=count.__getitem__, default="")
    if not count.get(best):
        raise KitError("the released notebook is not of this course: make release")
    return best


def course_cells(notebook: Notebook, course: Course) -> tuple[Cell, ...]:
    """The course's cells in the notebook's language."""
    return course.cells[language_of(notebook, course)]


def _sorted(found: Sequence[tuple[Written, Cell | None]]) -> tuple[dict[str, list[Written]], dict[str, list[Written]]]:
    """The answers by the solution cell that they are for, the added cells by the cell that they follow ("": none)."""
    answers: dict[str, list[Written]] = {}
    added: dict[str, list[Written]] = {}
    behind, room = "", MANY
    for one, cell in found:
        if cell is None and one.text.strip() and room:
            added.setdefault(behind, []).append(one)
            room -= 1
        elif cell is not None:
            behind = cell.name if cell.kind != "header" else behind
            if cell.kind == "solution":
                answers.setdefault(cell.name, []).append(one)
    return answers, added


def _merged(
    cells: Iterable[Cell], answers: Mapping[str, list[Written]], written: Sequence[Written]
) -> dict[str, list[Written]]:
    """Answers whose own cell is gone and that stand in another one: the student merged two cells."""
    found: dict[str, list[Written]] = {}
    for cell in cells:
        if cell.kind == "solution" and cell.name not in answers:
            holders = [x for x in written if x.type == "code" and set(cell.defines) & set(defined_names(x.text))]
            if holders:
                found[cell.name] = holders[:1]
    return found


def _grafted(ours: Mapping[str, Any], cell: Cell | None, answers: Sequence[Written]) -> list[Mapping[str, Any]]:
    """Our cell; a solution cell with the answer that counts, others of the same name as cells without metadata."""
    if not ours["metadata"].get("nbgrader", {}).get("solution") or cell is None or not answers:
        return [ours]
    defining = [one for one in answers if not cell.defines or set(cell.defines) & set(defined_names(one.text))]
    counts = (defining or answers)[-1]
    return [{**ours, "source": _limited(one.text)} if one is counts else _added(one) for one in answers]


def _added(one: Written) -> dict[str, Any]:
    kind = one.type if one.type in ("code", "markdown", "raw") else "raw"
    outputs: dict[str, Any] = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "id": "", "metadata": {}, "source": _limited(one.text), **outputs}


def _limited(text: str) -> str:
    return text[: LARGEST_MODULE + 1]  # longer than that is graded as too large, here too


def _numbered(cells: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Ids for the cells that have none: the same at each run."""
    for number, cell in enumerate(cells, 1):
        yield {**cell, "id": cell.get("id") or f"{ADDED}{number}"}
