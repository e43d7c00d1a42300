"""Which answers are the same: by their text, and by what it says whatever its names are. A hint, never a verdict.

Texts are parsed where submissions are read, under the same bounds: a tree may take more time and memory than its text.
"""

import ast
from collections.abc import Iterator, Mapping
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
    own = [x for x in _statements(text) if ast.dump(x) not in _given()]
    if sum(1 for x in own for _ in ast.walk(x)) < SHORTEST:
        return None
    lines = text.split("\n")
    kept = "\n".join(line.strip() for x in own for line in lines[x.lineno - 1 : x.end_lineno] if line.strip())
    return _hash(kept), _hash("\n".join(_form(x) for x in own))


@cache
def _given() -> frozenset[str]:
    """The statements of the skeletons."""
    cells = [cell for of_one in load_course().cells.values() for cell in of_one]
    return frozenset(ast.dump(x) for cell in cells for x in _statements(cell.text))


def _statements(text: str) -> Iterator[ast.stmt]:
    tree = parsed(text)
    yield from tree.body if tree else ()


def _form(statement: ast.stmt) -> str:
    """The statement with names as numbers, in the order in which they come, and without what only people read."""
    names: dict[str, str] = {}
    tree = ast.parse(ast.unparse(statement))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = names.setdefault(node.id, f"n{len(names)}")
        elif isinstance(node, ast.arg):
            node.arg = names.setdefault(node.arg, f"n{len(names)}")
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value = ast.Constant(0)
    return ast.dump(tree)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
