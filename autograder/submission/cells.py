"""How the cells of the course stand in a module's file and in the lab notebook.

In a file, cells are in percent format, and the imports of sibling modules are there; the notebook is one
namespace, so these imports are not.
"""

import ast
import re
import warnings
from collections.abc import Iterable

from autograder.course import NOTEBOOK_ONLY, Cell, Kind

PACKAGE = "exercises"
LONGEST_PARSED = 1 << 16  # characters: the tree of a longer cell would take the judge's time and memory
SIBLING = re.compile(rf"from {PACKAGE}\.(\w+) import [^(\\]+")  # a whole line


def file_block(kind: Kind, name: str, text: str) -> str:
    """One cell as it stands in a module's file."""
    if kind == "header":
        return f"{text}\n"
    if kind == "markdown":
        return "# %% [markdown]\n" + "".join(f"# {line}".rstrip() + "\n" for line in text.split("\n"))
    return f"# %% {name}".rstrip() + f"\n{text}\n"


def file_text(cells: Iterable[Cell]) -> str:
    """The file of a module. Checks and demos stand in the notebook only."""
    return "\n".join(file_block(cell.kind, cell.name, cell.text) for cell in cells if cell.kind not in NOTEBOOK_ONLY)


def notebook_lines(cell: Cell) -> tuple[int, ...]:
    """Which lines of the cell's text (from 0) are in the notebook; none when the whole cell is not."""
    lines = cell.text.split("\n")
    if cell.kind == "header":
        return ()
    kept = [n for n, line in enumerate(lines) if cell.kind == "markdown" or not SIBLING.fullmatch(line)]
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
    """The code as a tree, or None when it is not Python or no human wrote it."""
    try:
        return _parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def parse_error(text: str) -> int | None:
    """The line of the code's first syntax error, 0 where Python does not say, None when there is none."""
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


def defined_names(text: str) -> tuple[str, ...]:
    """The functions and classes that code defines at its top level, even where it does not parse."""
    tree = parsed(text)
    if tree is None:
        return tuple(dict.fromkeys(_DEFINITION.findall(text)))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return tuple(dict.fromkeys(node.name for node in tree.body if isinstance(node, kinds)))
