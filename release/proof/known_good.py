"""Unusual right programs, none of which may lose a point: whole modules, and definitions that strangers wrote.

tests/known_good/value_slots.py is a module, graded on every exercise. An entry of tests/strangers/right.toml holds the
definitions that differ from the reference, of a class only the members, and is graded on its own exercise.
"""

import ast
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from release.proof.trials import Trial
from release.sources.read import Sources


@dataclass(frozen=True)
class Stranger:
    """A program: the exercise that it answers, what is odd or wrong in it, and its definitions."""

    name: str
    exercise: str
    module: str
    why: str
    code: str

    def text(self, reference: str) -> str:
        """The whole module: the reference's with these definitions instead."""
        tree, own = ast.parse(reference), ast.parse(self.code)
        return ast.unparse(ast.Module(_merged(tree.body, own.body), []))


def known_good(project: Path, sources: Sources) -> Iterator[tuple[str, Trial]]:
    """Every variant by name."""
    for path in sorted((project / "tests" / "known_good").glob("*.py")):
        yield path.stem, _whole(path, sources)
    for x in strangers_of(project / "tests" / "strangers" / "right.toml"):
        yield x.name, Trial(x.module, x.text(sources.texts[x.module]), (x.exercise,))


def strangers_of(file: Path) -> tuple[Stranger, ...]:
    """The programs of a file, in their order; none where it is not there."""
    listed: Mapping[str, Mapping[str, str]] = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return tuple(Stranger(name, **fields) for name, fields in listed.items())


def _whole(path: Path, sources: Sources) -> Trial:
    """A variant's file is called after its module: value_slots.py."""
    module = next(name for name in sources.texts if path.stem.startswith(f"{name}_"))
    return Trial(module, path.read_text(encoding="utf-8"))


def _merged(reference: list[ast.stmt], added: list[ast.stmt]) -> list[ast.stmt]:
    """The reference's statements, each in its place by what has its name; what is new stands before what follows it."""
    known = {_name(x) for x in reference}
    before: dict[str | None, list[ast.stmt]] = {}
    new: list[ast.stmt] = []
    for statement in added:
        new.append(statement)
        if (name := _name(statement)) and name in known:
            before[name], new = new, []
    merged: list[ast.stmt] = []
    for statement in reference:
        own = before.get(_name(statement), [])
        merged += [*own[:-1], _member(statement, own[-1] if own else None)]
    return [*merged, *new]


def _member(one: ast.stmt, other: ast.stmt | None) -> ast.stmt:
    if isinstance(one, ast.ClassDef) and isinstance(other, ast.ClassDef):
        body = _merged(one.body, [x for x in other.body if not isinstance(x, ast.Pass)])
        return ast.ClassDef(one.name, other.bases, other.keywords, body, other.decorator_list)
    return other or one


def _name(statement: ast.stmt) -> str | None:
    return getattr(statement, "name", None)
