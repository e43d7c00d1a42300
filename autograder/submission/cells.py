"""How the cells of the course stand in a module's file and in the lab notebook.

In a file, cells are in percent format, and the imports of sibling modules are there; the notebook is one
namespace, so these imports are not. What is no Python there, magics and shell lines, becomes comments.
"""

import ast
import re
import warnings
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import lru_cache, wraps
from typing import TypeVar

from autograder.course import Cell, Kind

PACKAGE = "exercises"
LONGEST_PARSED = 1 << 16  # characters: the tree of a longer cell would take the judge's time and memory
LONGEST_KEPT = 1 << 13  # characters: what is found out about a longer cell is not kept for the next submission
TREES_KEPT, EACH_TREE = 1 << 18, 64  # characters of all texts whose trees are kept, and so many more for each text
CELLS_KEPT = 512  # twice what a course has in two languages
SIBLING = re.compile(rf"from {PACKAGE}\.(\w+) import \w+(?:, \w+)*")  # a whole line

Found = TypeVar("Found")


def kept_for_cells(function: Callable[[str], Found]) -> Callable[[str], Found]:
    """The same function of a cell's text, asked once: most cells of a submission stand in all others too."""
    known = lru_cache(maxsize=CELLS_KEPT)(function)

    @wraps(function)
    def answered(text: str) -> Found:
        return known(text) if len(text) <= LONGEST_KEPT else function(text)

    return answered


def file_block(kind: Kind, name: str, text: str) -> str:
    """One cell as it stands in a module's file."""
    if kind == "header":
        return f"{text}\n"
    if kind == "markdown":
        return "# %% [markdown]\n" + "".join(f"# {line}".rstrip() + "\n" for line in text.split("\n"))
    return f"# %% {name}".rstrip() + f"\n{text}\n"


def file_text(cells: Iterable[Cell]) -> str:
    """The file of a module. Checks, demos and what a notebook folds away stand in the notebook only."""
    shown = (cell for cell in cells if not cell.notebook_only)
    return "\n".join(file_block(cell.kind, cell.name, cell.text) for cell in shown)


def notebook_lines(cell: Cell) -> tuple[int, ...]:
    """Which lines of the cell's text (from 0) are in the notebook; none when the whole cell is not."""
    return () if cell.kind == "header" else _notebook_lines(cell.text, cell.kind == "markdown")


@lru_cache(maxsize=CELLS_KEPT)  # of the course's own cells
def _notebook_lines(text: str, prose: bool) -> tuple[int, ...]:
    lines = text.split("\n")
    kept = [n for n, line in enumerate(lines) if prose or not SIBLING.fullmatch(line)]
    while kept and not lines[kept[0]].strip():
        del kept[0]
    while kept and not lines[kept[-1]].strip():
        del kept[-1]
    return tuple(kept)


def notebook_text(cell: Cell) -> str:
    """The cell as it stands in the notebook, empty when it does not."""
    lines = cell.text.split("\n")
    return "\n".join(lines[n] for n in notebook_lines(cell))


def parsed(text: str) -> ast.Module | None:
    """The code as a tree, which nobody changes, or None when it is not Python or no human wrote it."""
    return _trees.of(text)


class _Trees:
    """The trees of the last texts, each of which is asked about from all sides; not more than memory has room for."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, ast.Module | None] = OrderedDict()
        self._size = 0

    def of(self, text: str) -> ast.Module | None:
        if text in self._kept:
            self._kept.move_to_end(text)
            return self._kept[text]
        tree = self._kept[text] = _tree(text)
        self._size += len(text) + EACH_TREE
        while self._size > TREES_KEPT:
            self._size -= len(self._kept.popitem(last=False)[0]) + EACH_TREE
        return tree


_trees = _Trees()


def _tree(text: str) -> ast.Module | None:
    try:
        return _parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def parse_error(text: str) -> int | None:
    """The line of the code's first syntax error, 0 where Python does not say, None when there is none."""
    if parsed(text):
        return None
    try:
        _parse(text)
    except SyntaxError as error:
        return error.lineno or 0
    except (ValueError, RecursionError, MemoryError):
        return 0
    return None


def _parse(text: str) -> ast.Module:
    if len(text) > LONGEST_PARSED:
        raise ValueError("too long")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an invalid escape in a student's string is no business of ours
        return ast.parse(text)


_DEFINITION = re.compile(r"^(?:async\s+def|def|class)\s+(\w+)", re.MULTILINE)


@kept_for_cells
def defined_names(text: str) -> tuple[str, ...]:
    """The functions and classes that code defines at its top level, even where it does not parse."""
    tree = parsed(text)
    if tree is None:
        return tuple(dict.fromkeys(_DEFINITION.findall(text)))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return tuple(dict.fromkeys(node.name for node in tree.body if isinstance(node, kinds)))


# What Jupyter understands and Python does not: magics and shell lines become comments, line for line

# `%time f()`, `!ls`, `?f`, `f?`, `x = !ls`, `x = %who`
_MAGIC = re.compile(r"\s*+(?:[%!?].*|[\w.]+\s*\?\??|[\w., ]+=\s*[%!].*)")
_CHECK = re.compile(r"""^([ \t]*)(check\((["'])\w+\3\)[ \t]*+;?[ \t]*+)$""", re.MULTILINE)
_ROUNDS = 50  # magics in one cell: each costs a look at the whole of it
# Cell magics under which the rest of the cell is still Python that runs here.
_PYTHON = {"time", "timeit", "capture", "prun", "memit"}


@lru_cache(maxsize=256)
def without_magics(text: str) -> str:
    """The code of a cell as Python with the same lines; what is no magic is left as it is, right or wrong."""
    lines = _CHECK.sub(r"\1pass  # \2", text).split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if lines[first].startswith("%%"):
        if lines[first][2:].split(" ")[0] not in _PYTHON:
            return "\n".join(f"# {line}".rstrip() for line in lines)
        lines[first] = f"# {lines[first]}"
    # Python itself says where a magic is: a line that starts with % may well continue an expression.
    for _ in range(min(len(lines), _ROUNDS)):
        number = parse_error("\n".join(lines))
        if number is None or not 0 < number <= len(lines) or not _MAGIC.fullmatch(lines[number - 1]):
            break
        _silence(lines, number - 1)
    return "\n".join(lines)


def _silence(lines: list[str], n: int) -> None:
    """Comment line n out, and the lines that a backslash joins to it."""
    continued = lines[n].endswith("\\")
    indent = lines[n][: len(lines[n]) - len(lines[n].lstrip())]
    lines[n] = f"{indent}pass  # {lines[n].strip()}"
    while continued and n + 1 < len(lines):
        n += 1
        continued = lines[n].endswith("\\")
        lines[n] = f"# {lines[n]}"
