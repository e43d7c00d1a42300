"""An .ipynb split back into modules: the inverse of release/sources/notebook.py, and tolerant of what students do.

A cell of the course is recognised by its grade_id, then its id, then what it says, then the name that it
defines. It goes to its module wherever it stands; what the student added goes to the module where it stands.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from autograder.course import Cell, Course
from autograder.errors import UsageError
from autograder.language import _
from autograder.submission.cells import LONGEST_PARSED, defined_names, notebook_text
from autograder.submission.compose import Piece, compose
from autograder.submission.receipt import empty
from autograder.submission.source import LARGEST as LARGEST_MODULE
from autograder.submission.source import Source, Submission, source_of, too_large, with_newlines

LARGEST = 100 << 20  # bytes, outputs and images included
MOST_TEXT = 1 << 19  # characters in all cells that are read as code, or may be: ten times the whole course


@dataclass(frozen=True)
class Written:
    """A cell as the student saved it; `number` counts from 1, `names` are its grade_id and ids, best first."""

    number: int
    type: str
    text: str
    names: tuple[str, ...]


def open_notebook(path: Path, course: Course) -> Submission:
    """A notebook as a submission. Raises UsageError when it is no notebook, or not of this course."""
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    return Submission(str(path), read_notebook(content, path.name, course), (path.as_posix(),), (), content)


def notebook_of(name: str, content: bytes) -> bytes:
    """A notebook's content; a script that one was exported as becomes one again, a cell for each marker."""
    if name.lower().endswith(".ipynb") or len(content) > LARGEST_MODULE:
        return content
    text = source_of("", name, content).text or ""
    starts = [0, *(match.start() for match in _MARKER.finditer(text) if match.start()), len(text)]
    empty: dict[str, Any] = {"metadata": {}, "outputs": [], "execution_count": None}
    cells = [{"cell_type": "code", "source": text[a:b], **empty} for a, b in pairwise(starts)]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()


_MARKER = re.compile(r"^# (?:In\[[ \d]*\]:?|%%.*)$", re.MULTILINE)


def read_notebook(content: bytes, path: str, course: Course) -> dict[str, Source]:
    """The modules in a notebook, in the order of the course. `path` is what it is called in messages."""
    written = _cells(content, path)
    cells = _best_language(written, course)
    pieces = list(_pieces(written, cells))
    if not any(piece.cell for piece in pieces):
        raise UsageError(_("{path} holds no cell of the course").format(path=path))
    pieces += _elsewhere(pieces, cells)
    sources = {}
    for module in course.modules:
        if any(piece.cell and piece.module == module.name for piece in pieces):
            sources[module.name] = _limited(compose(module.name, path, pieces, cells))
    return sources


def recognised_cells(content: bytes, path: str, course: Course) -> tuple[tuple[Written, Cell | None], ...]:
    """Each cell as it was saved with the course's cell that it is, None where the student added it.

    Raises UsageError when it is no notebook, or not of this course.
    """
    written = _cells(content, path)
    cells = _best_language(written, course)
    places = list(_places(written, cells))
    if not any(place is not None for _one, place in places):
        raise UsageError(_("{path} holds no cell of the course").format(path=path))
    return tuple((one, None if place is None or _is_own(one, cells[place]) else cells[place]) for one, place in places)


def _limited(source: Source) -> Source:
    long = len(source.text or "") > LARGEST_MODULE
    return Source(source.name, source.path, None, too_large()) if long else source


# What was saved


def _cells(content: bytes, path: str) -> list[Written]:
    if len(content) > LARGEST:
        raise UsageError(
            _("{path} is larger than {limit} MB: clear its outputs").format(path=path, limit=LARGEST >> 20)
        )
    if not content.strip():
        raise UsageError(empty(path))
    try:
        notebook = json.loads(content)
    except (ValueError, RecursionError):
        damaged = _("it breaks off or is damaged; save it anew and hand it in again")
        reason = _("it is a web page") if content.lstrip()[:1] == b"<" else damaged
        raise UsageError(_("{path} is not a notebook: {reason}").format(path=path, reason=reason)) from None
    found = list(_raw_cells(notebook))
    if not found:
        raise UsageError(_("{path} is not a notebook: {reason}").format(path=path, reason=_("there is no cell in it")))
    written = [_written(number, cell) for number, cell in enumerate(found, 1)]
    if sum(len(x.text) for x in written if len(x.text) <= LONGEST_PARSED) > MOST_TEXT:
        raise UsageError(_("{path} holds more than {limit} kB of text").format(path=path, limit=MOST_TEXT >> 10))
    return written


def _raw_cells(notebook: Any) -> Iterator[Mapping[str, Any]]:
    """The cells of nbformat 4, or of the worksheets of nbformat 3."""
    holders = [notebook] if isinstance(notebook, dict) else []
    if holders and isinstance(notebook.get("worksheets"), list):
        holders = [notebook, *notebook["worksheets"]]
    for holder in holders:
        cells = holder.get("cells") if isinstance(holder, dict) else None
        yield from (cell for cell in cells or () if isinstance(cell, dict)) if isinstance(cells, list) else ()


def _written(number: int, cell: Mapping[str, Any]) -> Written:
    metadata = _mapping(cell.get("metadata"))
    names = (_mapping(metadata.get("nbgrader")).get("grade_id"), cell.get("id"), metadata.get("id"))  # Colab's place
    text = cell.get("source", cell.get("input", ""))  # nbformat 3 calls it input
    parts = text if isinstance(text, list) else [text]
    text = "".join(part for part in parts if isinstance(part, str))
    text = with_newlines(text).removeprefix("\ufeff").encode("utf-8", "replace").decode()
    kind = cell.get("cell_type")
    return Written(number, kind if isinstance(kind, str) else "", text, tuple(x for x in names if isinstance(x, str)))


def _mapping(x: object) -> Mapping[str, Any]:
    return x if isinstance(x, dict) else {}


def _best_language(written: Iterable[Written], course: Course) -> tuple[Cell, ...]:
    """The course's cells in the language that the notebook is in: that of most of its unchanged cells."""
    texts = {cell.text.rstrip() for cell in written}
    return max(course.cells.values(), key=lambda cells: sum(notebook_text(cell) in texts for cell in cells), default=())


# Which cell is which


def _pieces(written: Iterable[Written], cells: tuple[Cell, ...]) -> Iterator[Piece]:
    """Each cell that says anything, with its place in the course; what no module has is left out."""
    start = next((place for place, cell in enumerate(cells) if cell.module), 0)
    where = start
    for one, place in _places(written, cells):
        where = max(place if place is not None else where, start)
        if place is None or _is_own(one, cells[place]):
            if one.text.strip():
                yield Piece(cells[where].module, where, None, one.number, one.text, one.type == "code")
        elif cells[place].module and not cells[place].notebook_only:
            cell = cells[place]
            yield Piece(cell.module, place, cell, one.number, one.text, cell.kind != "markdown")


def _places(written: Iterable[Written], cells: tuple[Cell, ...]) -> Iterator[tuple[Written, int | None]]:
    """Each cell with the place of the course's cell that it is recognised as."""
    names = {cell.name: place for place, cell in enumerate(cells)}
    texts = {notebook_text(cell): place for place, cell in reversed(list(enumerate(cells)))}
    definitions = {name: place for place, cell in enumerate(cells) for name in cell.defines}
    for one in written:
        yield one, _recognised(one, cells, names, texts, definitions)


def _recognised(
    one: Written,
    cells: tuple[Cell, ...],
    names: Mapping[str, int],
    texts: Mapping[str, int],
    definitions: Mapping[str, int],
) -> int | None:
    known = [names[name] for name in one.names if name in names]
    if known:
        return known[0]
    if one.text.strip() and one.text.rstrip() in texts:
        return texts[one.text.rstrip()]
    if one.type != "code":
        return None
    return next((definitions[name] for name in defined_names(one.text) if name in definitions), None)


def _is_own(one: Written, cell: Cell) -> bool:
    """A cell that keeps the name of a check, a demo, a text, or the kit's import, but now holds the student's code."""
    protected = cell.kind == "markdown" or cell.notebook_only or not cell.module
    return protected and one.type == "code" and one.text.rstrip() != notebook_text(cell)


def _elsewhere(pieces: Iterable[Piece], cells: tuple[Cell, ...]) -> list[Piece]:
    """Answers that stand in a cell of another module: two cells were merged, or one was added for several answers."""
    answers = [(place, cell) for place, cell in enumerate(cells) if cell.kind == "solution"]
    found = []
    for piece in pieces:
        names = (
            set(defined_names(piece.text))
            if piece.code and (piece.cell is None or piece.cell.kind == "solution")
            else ()
        )
        for place, cell in answers:
            if piece.module != cell.module and names and names & set(cell.defines):
                found.append(Piece(cell.module, place, cell, piece.number, piece.text, True))
    return found
