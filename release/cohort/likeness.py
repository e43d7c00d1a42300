"""Which answers are the same: by their text, and by what it says whatever its names are. A hint, never a verdict.

Texts are parsed where submissions are read, under the same bounds: a tree may take more time and memory than its text.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from hashlib import sha256

from autograder.course import load_course
from autograder.errors import UsageError
from autograder.submission.bounded import bounded
from autograder.submission.cells import parsed
from autograder.submission.source import Source

SHORTEST = 60  # nodes of a syntax tree: below, there is one way to write it


def likeness(sources: Mapping[str, Source]) -> dict[str, tuple[str, str]]:
    """For each module with answers long enough to be somebody's own: the hash of their text, and of their form.

    Nothing for what cannot be parsed within the bounds.
    """
    texts = {name: source.text for name, source in sources.items() if source.text}
    try:
        return bounded("likeness", dict[str, tuple[str, str]], hashes, texts)
    except UsageError:
        return {}


def hashes(texts: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The same of texts, in the process that reads."""
    found = {}
    for name, text in texts.items():
        with suppress(RecursionError):  # nobody writes so deep
            if of_one := _of_one(text):
                found[name] = of_one
    return found


def _of_one(text: str) -> tuple[str, str] | None:
    lines = text.split("\n")
    own = [x for x in _statements(text) if not _is_given(x, lines)]
    if sum(1 for x in own for _ in ast.walk(x)) < SHORTEST:
        return None
    kept = "\n".join(line.strip() for x in own for line in _lines(x, lines) if line.strip())
    return _hash(kept), _hash("\n".join(_form(x, {}) for x in own))


def _lines(statement: ast.stmt, lines: Sequence[str]) -> Sequence[str]:
    return lines[statement.lineno - 1 : statement.end_lineno]


def _is_given(statement: ast.stmt, lines: Sequence[str]) -> bool:
    """Whether a statement is one of the skeletons'; most are so to the letter, and need not be written out."""
    return "\n".join(_lines(statement, lines)) in _given()[0] or ast.dump(statement) in _given()[1]


@cache
def _given() -> tuple[frozenset[str], frozenset[str]]:
    """The statements of the skeletons: as they stand there, and as trees."""
    texts = [cell.text for of_one in load_course().cells.values() for cell in of_one]
    found = [("\n".join(_lines(x, text.split("\n"))), ast.dump(x)) for text in texts for x in _statements(text)]
    return frozenset(text for text, _tree in found), frozenset(tree for _text, tree in found)


def _statements(text: str) -> Iterator[ast.stmt]:
    tree = parsed(text)
    yield from tree.body if tree else ()


_NAMED = (ast.Name, ast.arg, ast.FunctionDef)  # what has a name of the student's own


def _form(found: object, names: dict[str, str]) -> str:
    """A tree with names as numbers, in the order in which they come, and without what only people read."""
    if isinstance(found, list):
        return f"[{','.join(_form(x, names) for x in found)}]"
    if not isinstance(found, ast.AST):
        return repr(found)
    if isinstance(found, ast.Expr) and isinstance(found.value, ast.Constant):
        return "0"
    own = {"id", "arg", "name"} if isinstance(found, _NAMED) else ()
    fields = ((x, getattr(found, x, None)) for x in found._fields)
    shown = [names.setdefault(str(value), f"n{len(names)}") if x in own else _form(value, names) for x, value in fields]
    return f"{type(found).__name__}({','.join(shown)})"


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
