"""The percent format of solutions/*.py: cells with a title, a kind and a language; solution regions by line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from autograder.course import Kind
from autograder.errors import KitError

BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"  # nbgrader's own words
ATTRIBUTES = {"title", "lang", "tags", "active", "lines_to_next_cell"}
KINDS: Mapping[tuple[str, ...], Kind] = {(): "given", ("solution",): "solution", ("check",): "check", ("demo",): "demo"}
FORMAT = {"extension": ".py", "format_name": "percent", "comment_magics": False}


@dataclass(frozen=True)
class SourceCell:
    """A cell as its author wrote it. `language` is empty where the cell belongs to every language."""

    title: str
    kind: Kind
    language: str
    text: str


def parse(text: str, file: str) -> tuple[SourceCell, ...]:
    """The cells of a module in percent format. Raises KitError, naming the file, for what no cell can be."""
    import jupytext  # a second to import, which only reading sources should cost

    notebook = jupytext.reads(text, fmt=FORMAT)
    return tuple(_source_cell(cell, file) for cell in notebook.cells if cell.source.strip())


def _source_cell(cell: Mapping[str, object], file: str) -> SourceCell:
    metadata = cell["metadata"]
    assert isinstance(metadata, Mapping)
    title = str(metadata.get("title", ""))
    if unknown := set(metadata) - ATTRIBUTES:
        raise KitError(f"{file}: cell {title!r} has an attribute that nobody reads: {', '.join(sorted(unknown))}")
    kind = "markdown" if cell["cell_type"] == "markdown" else KINDS.get(tuple(metadata.get("tags", ())))
    if kind is None:
        raise KitError(f"{file}: the tags of cell {title!r} are none of solution, check, demo: {metadata['tags']}")
    return SourceCell(title, kind, str(metadata.get("lang", "")), str(cell["source"]))


def regions(text: str, file: str) -> tuple[tuple[int, int], ...]:
    """First and last line of each solution region, counted from 1. Raises KitError, naming the line, where one is
    not closed, not opened, or within another."""
    found, begun = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        if begun and (BEGIN in line or re.match(r"# ?%%", line)):
            raise KitError(f"{file}:{begun}: this solution region is not closed in its cell (line {number})")
        if BEGIN in line:
            begun = number
        elif END in line:
            if not begun:
                raise KitError(f"{file}:{number}: this solution region was not begun")
            found.append((begun, number))
            begun = 0
    if begun:
        raise KitError(f"{file}:{begun}: this solution region is not closed")
    return tuple(found)
