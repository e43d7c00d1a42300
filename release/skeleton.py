"""Solutions to skeletons: the cells of one language, then nbgrader's own ClearSolutions and ClearHiddenTests.

This is the only place where answers are taken out; the nbgrader course is given the same stub.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from autograder.course import Cell, Kind
from autograder.errors import KitError
from autograder.submission.cells import PACKAGE as STUDENTS
from autograder.submission.cells import defined_names
from release.percent import BEGIN, END, SourceCell
from release.sources import PACKAGE, SIBLING, Sources, checked_exercise, file_of
from release.translation import in_language

STUB = "# TODO\nraise NotImplementedError"
HEADERS = {
    "fr": "# Généré à partir de solutions/{module}.py par « make exercises ».",
    "en": '# Generated from solutions/{module}.py by "make exercises".',
}
_NAME = re.compile(r"[A-Za-z0-9_-]{1,50}")  # what nbformat and nbgrader take as an id


def authored_cells(sources: Sources, language: str) -> tuple[Cell, ...]:
    """All cells of the course in one language, answers included. Raises KitError for two of the same name."""
    cells = [cell for module in sources.course.modules for cell in _module_cells(sources, module.name, language)]
    seen: set[str] = set()
    for cell in cells:
        if cell.name in seen:
            raise KitError(f"{file_of(cell.module)}: there are two cells called {cell.name!r}")
        seen.add(cell.name)
    return tuple(cells)


def _module_cells(sources: Sources, module: str, language: str) -> Iterator[Cell]:
    yield Cell(f"{module}_header", module, "header", HEADERS[language].format(module=module))
    ours = [cell for cell in sources.cells(module) if cell.language in ("", language)]
    for cell, name in zip(ours, _names(ours, module), strict=True):
        text = "\n".join(map(_rewritten, in_language(cell.text, language).split("\n")))
        exercise = checked_exercise(cell, file_of(module)) if cell.kind == "check" else ""
        defines = defined_names(text) if cell.kind in ("given", "solution") else ()
        yield Cell(name, module, cell.kind, text, defines, exercise)


def _rewritten(line: str) -> str:
    return line.replace(PACKAGE, STUDENTS, 1) if SIBLING.fullmatch(line) else line


def _names(cells: Sequence[SourceCell], module: str) -> list[str]:
    """Code goes by its title, text by the code that it stands above: a new paragraph or demo renames no other cell."""
    names: list[str] = []
    anchor, above = f"{module}_end", 0
    for number, cell in reversed(list(enumerate(cells, 1))):
        if cell.kind == "demo" and cell.title:
            names.append(cell.title)
        elif cell.kind != "markdown":
            anchor, above = cell.title or f"{module}_{number}", 0
            names.append(anchor)
        else:
            above += 1
            names.append(cell.title or f"about_{anchor}" + (f"_{above}" if above > 1 else ""))
        if not _NAME.fullmatch(names[-1]):
            raise KitError(f"{file_of(module)}: a cell's title is letters, digits, _ and -, not {names[-1]!r}")
    return names[::-1]


def stripped(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """The same cells without answers: each solution region becomes a stub."""
    # Two seconds to import, which only a build should cost.
    from nbformat import from_dict
    from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions

    before = tuple(cells)
    notebook: Any = from_dict({"metadata": {}, "cells": [_node(cell.kind, cell.text) for cell in before]})
    for preprocessor in (ClearSolutions(code_stub={"python": STUB}), ClearHiddenTests()):
        notebook, _ = preprocessor.preprocess(notebook, {})
    return tuple(
        msgspec.structs.replace(cell, text=node.source) for cell, node in zip(before, notebook.cells, strict=True)
    )


def _node(kind: Kind, text: str) -> dict[str, Any]:
    marks = {"grade": kind == "check", "solution": kind == "solution", "locked": kind != "solution"}
    metadata = {"nbgrader": marks} if kind != "markdown" else {}
    return {"cell_type": "markdown" if kind == "markdown" else "code", "metadata": metadata, "source": text}


def without_markers(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """The same cells with answers and without the lines that mark them: what is shown after the deadline."""
    return tuple(
        msgspec.structs.replace(
            cell, text="\n".join(line for line in cell.text.split("\n") if BEGIN not in line and END not in line)
        )
        for cell in cells
    )
