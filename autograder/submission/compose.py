"""The pieces of a notebook put together as a module, with the way back from each line to its cell."""

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.course import Cell
from autograder.submission.borrow import borrowed, code_of
from autograder.submission.cells import SIBLING, defined_names, file_block, notebook_lines, notebook_text, parsed
from autograder.submission.magics import without_magics
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

    What it needs of the pieces of earlier modules comes first; where two are the same cell, the last one counts.
    """
    ours = [piece for piece in pieces if piece.module == name]
    ordered = sorted([*_put_back(name, ours, cells), *ours], key=lambda piece: piece.place)  # a stable sort
    counting = _counting(ordered)
    # A cell that is not Python costs the answers in the module's other cells nothing, as in a kernel.
    several = sum(cell.module == name and cell.kind == "solution" for cell in cells) > 1
    draft = _Draft()
    for piece in ordered:
        alone = piece not in counting or (several and parsed(without_magics(piece.text)) is None)
        draft.add(_block(piece), piece.number, added=piece.code and alone)
        if piece.cell and piece.cell.kind == "header":
            start = min(piece.number for piece in ours)
            earlier = [code_of(x.number, x.text, x.cell) for x in pieces if x.code and x.number < start]
            for loan in borrowed(["\n".join(line for line, _ in _block(x)) for x in ordered], earlier):
                draft.add([(line, loan.start + n) for n, line in enumerate(loan.lines)], loan.number, added=True)
    return Source(name, path, "\n".join(draft.text) + "\n", None, tuple(draft.added) or None, tuple(draft.places))


class _Draft:
    """A module's text as it grows, one empty line between blocks."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.places: list[tuple[int, int] | None] = []
        self.added: list[tuple[int, int]] = []

    def add(self, lines: Lines, number: int, *, added: bool) -> None:
        """Append a block of the notebook's cell `number`."""
        if self.text:
            self.text.append("")
            self.places.append(None)
        start = len(self.text)
        for line, place in lines:
            self.text.append(line)
            self.places.append((number, place) if number and place else None)
        if added:
            self.added.append((start, len(self.text)))


def _put_back(name: str, pieces: Iterable[Piece], cells: Sequence[Cell]) -> list[Piece]:
    """What is the kit's own and is not in the notebook: the header, sibling imports, given cells that were deleted."""
    there = {piece.place for piece in pieces if piece.cell}
    return [
        Piece(name, place, cell, 0, cell.text, True)
        for place, cell in enumerate(cells)
        if cell.module == name and cell.kind in ("header", "given") and place not in there
    ]


def _counting(pieces: Iterable[Piece]) -> list[Piece]:
    """For each cell of the course the piece that counts: the last that defines its names, else the last."""
    last: dict[int, Piece] = {}
    for piece in pieces:
        if piece.cell:
            before = last.get(piece.place)
            if before is None or _defines(piece) or not _defines(before):
                last[piece.place] = piece
    return list(last.values())


def _defines(piece: Piece) -> bool:
    assert piece.cell
    return not piece.cell.defines or bool(set(piece.cell.defines) & set(defined_names(piece.text)))


def _block(piece: Piece) -> Lines:
    """The lines of a piece in the module's file."""
    kind = piece.cell.kind if piece.cell else "given" if piece.code else "markdown"
    lines = _with_siblings(piece)
    block = file_block(kind, piece.cell.name if piece.cell else "", "\n".join(line for line, _ in lines))
    shown = block.removesuffix("\n").split("\n")
    marker: Lines = [(line, None) for line in shown[: len(shown) - len(lines)]]
    return marker + [(line, number) for line, (_, number) in zip(shown[len(marker) :], lines, strict=True)]


def _with_siblings(piece: Piece) -> Lines:
    """The cell's text with the imports that the notebook does without: at their place, or on top of changed code."""
    if piece.cell is None or piece.cell.kind == "markdown" or not piece.number:
        return _numbered(without_magics(piece.text) if piece.code else piece.text)
    ours, shown = piece.cell.text.split("\n"), notebook_lines(piece.cell)
    if piece.text.rstrip() == notebook_text(piece.cell):
        numbers = {n: number for number, n in enumerate(shown, 1)}
        return [(line, numbers.get(n)) for n, line in enumerate(ours)]
    lines = _without_imported(_numbered(without_magics(piece.text)), ours)
    same = _common([ours[n] for n in shown], [line for line, _ in lines])
    end = shown[same] if same < len(shown) else len(ours)
    if same and not any(SIBLING.fullmatch(line) for line in ours[end:]):  # nothing was changed above the imports
        numbers = {n: number for number, n in enumerate(shown[:same], 1)}
        return [*((line, numbers.get(n)) for n, line in enumerate(ours[:end])), *lines[same:]]
    first = shown[0] if shown else 0
    head = [line for line in ours[first:] if SIBLING.fullmatch(line)] + ours[:first]
    top = max((number for line, number in lines if number and line.startswith("from __future__ ")), default=0)
    return [*lines[:top], *((line, None) for line in head), *lines[top:]]


def _without_imported(lines: Lines, ours: Sequence[str]) -> Lines:
    """Definitions that the cell has to import from a sibling are left empty: two classes `Value` are no engine."""
    imports = [line.partition(" import ")[2] for line in ours if SIBLING.fullmatch(line)]
    names = {name.strip() for listed in imports for name in listed.split(",")}
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
