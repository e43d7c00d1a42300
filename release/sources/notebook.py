"""Modules to one lab notebook with nbgrader's metadata; the way back is autograder/submission.

Nothing in it is random: a cell's id is its name, which is its grade_id too.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import nbformat

from autograder.course import Cell, Course, Kind
from autograder.submission.borrow import borrowed, code_of
from autograder.submission.cells import SIBLING, notebook_text

Notebook = dict[str, Any]
_MARKER = re.compile(r"# ?%%[ \t]*(?P<title>[\w-]*)[ \t]*(?P<markdown>\[markdown\])?.*")
ADDED = "added-"  # how the id of a cell that is none of the course's begins
_from_dict: Callable[..., Any] = nbformat.from_dict  # nbformat has no types
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def lab_notebook(course: Course, cells: Iterable[Cell]) -> Notebook:
    """The notebook of these cells, nbformat 4.5; cells that only a module's file has are left out."""
    metadata = {"kernelspec": _KERNEL, "language_info": {"name": "python"}}
    shown = [_notebook_cell(cell, course) for cell in cells if notebook_text(cell) or cell.kind == "solution"]
    return {"cells": shown, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def plain_notebook(notebook: Notebook) -> Notebook:
    """The same notebook without nbgrader's metadata and locks: to read, not to grade."""
    return {**notebook, "cells": [{**cell, "metadata": {}} for cell in notebook["cells"]]}


def notebook_bytes(notebook: Notebook) -> bytes:
    """The file, always the same for the same notebook. Raises nbformat's ValidationError for what is none."""
    node = _from_dict(notebook)
    nbformat.validate(node)
    return bytes(nbformat.writes(node).rstrip("\n") + "\n", "utf-8")


def _notebook_cell(cell: Cell, course: Course) -> dict[str, Any]:
    kind = "markdown" if cell.kind == "markdown" else "code"
    outputs: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    common = {"cell_type": kind, "id": cell.name, "source": notebook_text(cell)}
    return {**common, **outputs, "metadata": {} if cell.name.startswith(ADDED) else _metadata(cell, course)}


def _metadata(cell: Cell, course: Course) -> dict[str, Any]:
    """nbgrader's schema 3, exactly the keys that it allows. A text has none of it, so it may change during a course."""
    if cell.kind == "markdown":
        return {"deletable": False, "editable": False}
    grades, answers = cell.kind == "check", cell.kind == "solution"
    ours = {"schema_version": 3, "grade": grades, "grade_id": cell.name, "locked": not answers, "solution": answers}
    if grades:
        ours["points"] = course.exercise(cell.exercise).points
    return {"nbgrader": {**ours, "task": False}}


# From a student's modules


def answered_cells(
    course: Course, language: str, texts: Mapping[str, str], others: Mapping[str, Sequence[str]] | None = None
) -> tuple[Cell, ...]:
    """The course's cells with what a student's module files say; what has no cell of its own follows the one above.

    A file whose solution cells cannot be told apart stands as a whole in its first solution cell. `others` are other
    answers to a module: each stands in a cell of its own above the one that it answers.
    """
    ours = course.cells[language]
    answered: list[Cell] = [cell for cell in ours if not cell.module]
    for module in course.modules:
        cells = [cell for cell in ours if cell.module == module.name]
        of_one = _answered(cells, texts[module.name]) if module.name in texts else cells
        answered += _with_others(of_one, module.name, (others or {}).get(module.name, ()))
    return tuple(answered)


def _with_others(cells: Sequence[Cell], module: str, texts: Iterable[str]) -> list[Cell]:
    first = next(n for n, cell in enumerate(cells) if cell.kind == "solution")
    codes = [
        "\n\n\n".join(code for title, markdown, code in _written(text) if title and not markdown) for text in texts
    ]
    added = [Cell(f"{ADDED}{module}-other-{n}", module, "given", code) for n, code in enumerate(codes) if code]
    return [*cells[:first], *added, *cells[first:]]


def _answered(cells: Sequence[Cell], text: str) -> list[Cell]:
    written = list(_written(text))
    titles = {title for title, _, _ in written}
    if not all(cell.name in titles for cell in cells if cell.kind == "solution"):
        return _as_a_whole(cells, text)
    return list(_merged(cells, written))


def _merged(cells: Sequence[Cell], written: Iterable[tuple[str, bool, str]]) -> Iterator[Cell]:
    """The file's cells in its order, under the course's names; what files do not have at its place."""
    waiting = list(cells)
    for number, (title, markdown, text) in enumerate(written):
        known = next((x for x in waiting if _same(x, title, markdown, text)), None)
        if known is None:
            kind: Kind = "markdown" if markdown else "given"
            yield Cell(f"{ADDED}{cells[0].module}-{number}", cells[0].module, kind, text)
            continue
        before = waiting[: waiting.index(known)]
        passed = [cell for cell in before if cell.notebook_only]
        yield from passed
        waiting = [cell for cell in waiting if cell is not known and cell not in passed]
        yield msgspec.structs.replace(known, text=text)
    yield from (cell for cell in waiting if cell.notebook_only)


def _same(cell: Cell, title: str, markdown: bool, text: str) -> bool:
    if markdown:
        return cell.kind == "markdown" and cell.text == text
    return cell.kind == "header" and cell.text == text if not title else cell.name == title


def _as_a_whole(cells: Sequence[Cell], text: str) -> list[Cell]:
    first = next(cell.name for cell in cells if cell.kind == "solution")
    whole = "\n".join([text.rstrip("\n"), *_imports(cells, text)])
    texts = {cell.name: whole if cell.name == first else "" for cell in cells if cell.kind == "solution"}
    kept = [cell for cell in cells if cell.kind != "given"]
    return [msgspec.structs.replace(cell, text=texts.get(cell.name, cell.text)) for cell in kept]


def _imports(cells: Sequence[Cell], text: str) -> list[str]:
    """Imports that the student wrote over and that given cells, which come back beside the answer, still need."""
    ours = [code_of(0, cell.text, cell) for cell in cells if cell.kind == "solution"]
    given = [cell.text for cell in cells if cell.kind == "given"]
    lines = [
        line for loan in borrowed(given, [*ours, code_of(1, text, None)]) if not loan.number for line in loan.lines
    ]
    return [line for line in lines if line.startswith(("import ", "from ")) and not SIBLING.fullmatch(line)]


def _written(text: str) -> Iterator[tuple[str, bool, str]]:
    """(title, whether it is markdown, text) of each cell of a module's file, one empty line between two."""
    title, markdown, lines = "", False, list[str]()
    for line in [*text.removesuffix("\n").split("\n"), "# %%"]:
        marker = _MARKER.fullmatch(line)
        if not marker:
            lines.append(line)
            continue
        if any(lines):
            yield title, markdown, _body(lines, markdown)
        title, markdown, lines = marker["title"], bool(marker["markdown"]), []


def _body(lines: list[str], markdown: bool) -> str:
    if not lines[-1]:
        lines = lines[:-1]
    return "\n".join(re.sub(r"^# ?", "", line) if markdown else line for line in lines)
