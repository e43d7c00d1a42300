"""Solutions to skeletons: the cells of one language, then nbgrader's own ClearSolutions and ClearHiddenTests.

This is the only place where answers are taken out; the nbgrader course is given the same stub.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from autograder.course import Cell, Kind, Module
from autograder.errors import KitError
from autograder.language import bound, in_language, spaced
from autograder.submission.cells import PACKAGE as STUDENTS
from autograder.submission.cells import defined_names
from release.sources.percent import BEGIN, END, SourceCell
from release.sources.read import PACKAGE, SIBLING, Sources, checked_exercise, file_of

STUB = "# TODO\nraise NotImplementedError"
HEADERS = {
    "fr": bound("# Généré à partir de solutions/{module}.py par « make exercises »."),
    "en": '# Generated from solutions/{module}.py by "make exercises".',
}
_FRENCH = re.compile(r"^.*\[fr\].*$", re.MULTILINE)  # lines of code that say something in French
_HEADING = re.compile(r"(?P<level>##?) (?P<title>.+)")
_SLIDES = re.compile(r"\n\n(\*Sections? [^\n]+\*)\Z")  # the last line of a text: where on the slides, how long it takes
SLIDES = {"fr": ("Section", "des diapositives", "et"), "en": ("Section", "of the slides", "and")}
_NAME = re.compile(r"[A-Za-z0-9_-]{1,50}")  # what nbformat and nbgrader take as an id


def authored_cells(sources: Sources, language: str) -> tuple[Cell, ...]:
    """All cells of the course in one language, answers included. Raises KitError for two of the same name."""
    cells = [cell for module in sources.course.modules for cell in _module_cells(sources, module.name, language)]
    seen: set[str] = set()
    for cell in cells:
        if cell.name in seen:
            raise KitError(f"{file_of(cell.module)}: there are two cells called {cell.name!r}")
        seen.add(cell.name)
    return tuple(_numbered(cells, {module.name: _slides(module, language) for module in sources.course.modules}))


def _numbered(cells: Iterable[Cell], slides: Mapping[str, str]) -> Iterator[Cell]:
    """Headings count the steps of the notebook, 1, 1.1, 1.2, 2; below each stands where it is on the slides."""
    step = part = 0
    for cell in cells:
        heading = _HEADING.match(cell.text) if cell.kind == "markdown" else None
        if heading is None:
            yield cell
            continue
        first = heading["level"] == "#"
        step, part = (step + 1, 0) if first else (step, part + 1)
        number = f"{step}." if first else f"{step}.{part}"
        where = _SLIDES.search(cell.text)
        told = where[1] if where else slides[cell.module] if first else ""
        text = cell.text[heading.end() : where.start() if where else None]
        head = f"{heading['level']} {number} {heading['title']}" + f"\n\n{told}" * bool(told)
        yield msgspec.structs.replace(cell, text=head + text)


def _slides(module: Module, language: str) -> str:
    if not module.slides:
        return ""
    section, of, and_ = SLIDES[language]
    numbers = module.slides.split(", ")
    listed = f" {and_} ".join(filter(None, [", ".join(numbers[:-1]), numbers[-1]]))
    return f"*{section}{'s' * (len(numbers) > 1)} {listed} {of}*"


def _module_cells(sources: Sources, module: str, language: str) -> Iterator[Cell]:
    yield Cell(f"{module}_header", module, "header", HEADERS[language].format(module=module))
    ours = [cell for cell in sources.cells(module) if cell.language in ("", language)]
    for cell, name in zip(ours, _names(ours, module), strict=True):
        text = "\n".join(map(_rewritten, in_language(_typeset(cell), language).split("\n")))
        exercise = checked_exercise(cell, file_of(module)) if cell.kind == "check" else ""
        defines = defined_names(text) if cell.kind in ("given", "solution") else ()
        yield Cell(name, module, cell.kind, text, defines, exercise)


def _typeset(cell: SourceCell) -> str:
    """The text with the no-break spaces of French, which no author has to type."""
    return bound(cell.text) if cell.language == "fr" else _FRENCH.sub(lambda line: spaced(line[0]), cell.text)


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
