"""The pieces of a notebook put together as a module, with the way back from each line to its cell."""

import ast
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from autograder.course import Cell, Course
from autograder.submission.answers import is_answered
from autograder.submission.borrow import Code, borrowed, code_of
from autograder.submission.cells import (
    SIBLING,
    defined_names,
    file_block,
    notebook_lines,
    notebook_text,
    parsed,
    without_magics,
)
from autograder.submission.source import Source

Lines = list[tuple[str, int | None]]  # text and its line in the cell, counted from 1


@dataclass(frozen=True)
class Piece:
    """A cell of the notebook in a module. `place` is where it belongs among the cells of the course.

    `cell` is None where the student added it; `number` is that of the notebook's cell, 0 where a deleted cell
    was put back.
    """

    module: str
    place: int
    cell: Cell | None
    number: int
    text: str
    code: bool


def compose(name: str, path: str, pieces: Sequence[Piece], cells: Sequence[Cell]) -> Source:
    """A module of the pieces that belong to it, in the order of the course.

    What it needs of the pieces of other modules comes first; where two define the same name, the last one counts.
    """
    ours = [piece for piece in pieces if piece.module == name]
    ordered = sorted([*_put_back(name, ours, cells), *ours], key=lambda x: (x.place, x.number))
    imported = _imported([cell for cell in cells if cell.module == name])
    blocks = [_block(piece, imported) for piece in ordered]
    texts = ["\n".join(line for line, _ in block) for block in blocks]
    draft = _Draft()
    for piece, block in zip(ordered, blocks, strict=True):
        draft.add(block, piece.number)
        if piece.cell and piece.cell.kind == "header":
            for loan in borrowed(texts, *_others(pieces, ours)):
                draft.add([(line, loan.start + n) for n, line in enumerate(loan.lines)], loan.number)
    return Source(name, path, "\n".join(draft.text) + "\n", None, tuple(draft.places))


def _others(pieces: Iterable[Piece], ours: Sequence[Piece]) -> tuple[list[Code], list[Code]]:
    """The code of other modules that stands above a module's last piece, and that below it."""
    numbers = {piece.number for piece in ours}
    codes = [code_of(x.number, x.text, x.cell) for x in pieces if x.code and x.number not in numbers]
    end = max(numbers)
    return [x for x in codes if x.number < end], [x for x in codes if x.number > end]


def elsewhere(files: Mapping[str, Source], course: Course) -> dict[str, Source]:
    """Modules without an answer of their own whose answers stand in the file of another one."""
    found = {}
    defined = {name: frozenset(defined_names(file.text or "")) for name, file in files.items()}
    for module in course.modules:
        cells = [cell for of_one in course.cells.values() for cell in of_one if cell.module == module.name]
        names = {name for cell in cells if cell.kind == "solution" for name in cell.defines}
        own = files.get(module.name)
        if own is None or not is_answered(own, course):
            for file in (x for name, x in files.items() if x is not own and names & defined[name]):
                other = _as_module(module.name, file, cells)
                if is_answered(other, course):
                    found[module.name] = other
    return found


def _as_module(name: str, file: Source, cells: Sequence[Cell]) -> Source:
    """A file as another module than the one that it is called."""
    head = _sibling_lines(cells)
    lines = _without_imported(_numbered(file.text or ""), _imported(cells))
    places = (*(None for _ in head), *((0, number) for _, number in lines if number))
    there = set(defined_names(file.text or ""))
    given = {x.name: x.text for x in cells if x.kind == "given" and not there & set(x.defines)}
    text = "\n".join([*head, *(line for line, _ in lines), *given.values()])
    return Source(name, file.path, text, None, places)


class _Draft:
    """A module's text as it grows, one empty line between blocks."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.places: list[tuple[int, int] | None] = []

    def add(self, lines: Lines, number: int) -> None:
        """Append a block of the notebook's cell `number`."""
        if self.text:
            self.text.append("")
            self.places.append(None)
        for line, place in lines:
            self.text.append(line)
            self.places.append((number, place) if number and place else None)


def _put_back(name: str, pieces: Iterable[Piece], cells: Sequence[Cell]) -> list[Piece]:
    """What is the kit's own and is not in the notebook: the header, sibling imports, given cells that were deleted."""
    there = {piece.place for piece in pieces if piece.cell}
    return [
        Piece(name, place, cell, 0, cell.text, True)
        for place, cell in enumerate(cells)
        if cell.module == name and cell.kind in ("header", "given") and place not in there
    ]


def _imported(cells: Iterable[Cell]) -> frozenset[str]:
    """The names that a module has from its siblings."""
    imports = [line.partition(" import ")[2] for line in _sibling_lines(cells)]
    return frozenset(name.strip() for listed in imports for name in listed.split(","))


def _sibling_lines(cells: Iterable[Cell]) -> list[str]:
    return list(dict.fromkeys(x for cell in cells for x in cell.text.split("\n") if SIBLING.fullmatch(x)))


def _block(piece: Piece, imported: Set[str]) -> Lines:
    """The lines of a piece in the module's file."""
    kind = piece.cell.kind if piece.cell else "given" if piece.code else "markdown"
    lines = _with_siblings(piece, imported)
    block = file_block(kind, piece.cell.name if piece.cell else "", "\n".join(line for line, _ in lines))
    shown = block.removesuffix("\n").split("\n")
    marker: Lines = [(line, None) for line in shown[: len(shown) - len(lines)]]
    return marker + [(line, number) for line, (_, number) in zip(shown[len(marker) :], lines, strict=True)]


def _with_siblings(piece: Piece, imported: Set[str]) -> Lines:
    """The cell's text with the imports that the notebook does without: at their place, or on top of changed code."""
    if not piece.code or not piece.number:
        return _numbered(piece.text)
    if piece.cell is None:
        return _without_imported(_numbered(without_magics(piece.text)), imported)
    ours, shown = piece.cell.text.split("\n"), notebook_lines(piece.cell)
    if piece.text.rstrip() == notebook_text(piece.cell):
        numbers = {n: number for number, n in enumerate(shown, 1)}
        return [(line, numbers.get(n)) for n, line in enumerate(ours)]
    lines = _without_imported(_numbered(without_magics(piece.text)), imported)
    same = _common([ours[n] for n in shown], [line for line, _ in lines])
    end = shown[same] if same < len(shown) else len(ours)
    if same and not any(SIBLING.fullmatch(line) for line in ours[end:]):  # nothing was changed above the imports
        numbers = {n: number for number, n in enumerate(shown[:same], 1)}
        return [*((line, numbers.get(n)) for n, line in enumerate(ours[:end])), *lines[same:]]
    first = shown[0] if shown else 0
    head = [line for line in ours[first:] if SIBLING.fullmatch(line)] + ours[:first]
    top = max((number for line, number in lines if number and line.startswith("from __future__ ")), default=0)
    return [*lines[:top], *((line, None) for line in head), *lines[top:]]


def _without_imported(lines: Lines, names: Set[str]) -> Lines:
    """Definitions that the module has to import from a sibling are left empty: two classes `Value` are no engine."""
    tree = parsed("\n".join(line for line, _ in lines)) if names else None
    gone: set[int] = set()
    for node in tree.body if tree else ():
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and node.name in names:
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            gone.update(range(first, (node.end_lineno or node.lineno) + 1))
    return [("" if n in gone else line, number) for n, (line, number) in enumerate(lines, 1)]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines are the same at the beginning of both."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (left, right) in pairs if left != right), min(len(one), len(other)))


def _numbered(text: str) -> Lines:
    return [(line, number) for number, line in enumerate(text.split("\n"), 1)]
