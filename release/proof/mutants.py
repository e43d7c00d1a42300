"""Mutants: every small mechanical change of a solution region, one at a time, and those that change nothing.

A mutant that gives the same numbers as the reference on every program is listed, with the reason, in
solutions/equivalents.toml; every other one must lose points.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.course import Exercise
from autograder.errors import KitError
from release.proof.mutation import alternatives
from release.sources.read import PACKAGE, Sources, regions_of

FILE = f"{PACKAGE}/equivalents.toml"
SKIPPED = ("annotation", "returns", "decorator_list", "ctx")  # what no number depends on


@dataclass(frozen=True)
class Mutant:
    """A changed module. `was` and `put` are the first lines of the statement that differs; "" where it is gone."""

    exercise: str
    module: str
    was: str
    put: str
    text: str

    def __str__(self) -> str:
        return spoken(self.exercise, self.was, self.put)


class Equivalents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Mutants that are right, and why: a statement, and what it may become."""

    was: str
    put: tuple[str, ...]
    why: str


def mutants_of(sources: Sources, exercise: Exercise) -> Iterator[Mutant]:
    """Every mutant of an exercise's solution regions, no two of the same text."""
    text = sources.texts[exercise.module]
    tree = ast.parse(text)
    lines = {n for begin, end in regions_of(exercise, text) for n in range(begin, end + 1)}
    seen = {ast.unparse(tree)}
    for site in _sites(_Site(tree, tree, "", None, tree, ())):
        if getattr(site.node, "lineno", 0) not in lines:
            continue
        before = _first_line(site.statement)
        for other in alternatives(site.node, site.names):
            site.put(other)
            ast.fix_missing_locations(tree)
            after = _first_line(other if site.statement is site.node else site.statement)
            changed = ast.unparse(tree)
            site.put(site.node)
            if changed not in seen:
                seen.add(changed)
                yield Mutant(exercise.name, exercise.module, before, after.removesuffix("pass"), changed)


@dataclass(frozen=True)
class _Site:
    """A node, where it hangs (`parent.field`, or an entry of it), its statement, and the local names there."""

    node: ast.AST
    parent: ast.AST
    field: str
    index: int | None
    statement: ast.AST
    names: tuple[str, ...]

    def put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def _sites(site: _Site) -> Iterator[_Site]:
    """A node and all that hangs below it, in the order of the text."""
    yield site
    names = site.names
    if isinstance(site.node, ast.FunctionDef):
        names = names or _local_names(site.node)
    for field, value in ast.iter_fields(site.node):
        for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(node, ast.AST) and field not in SKIPPED:
                statement = node if isinstance(node, ast.stmt) else site.statement
                yield from _sites(_Site(node, site.node, field, index, statement, names))


def _local_names(function: ast.FunctionDef) -> tuple[str, ...]:
    """Arguments, variables and functions of a function and of those in it."""
    names = [x.arg for x in ast.walk(function) if isinstance(x, ast.arg)]
    names += [x.id for x in ast.walk(function) if isinstance(x, ast.Name) and isinstance(x.ctx, ast.Store)]
    names += [x.name for x in ast.walk(function) if isinstance(x, ast.FunctionDef) and x is not function]
    return tuple(dict.fromkeys(names))


def _first_line(statement: ast.AST) -> str:
    return ast.unparse(statement).partition("\n")[0] if isinstance(statement, ast.stmt) else ""


# Those that are right


def read_equivalents(folder: Path) -> frozenset[str]:
    """The listed mutants, as they are spoken of. Raises KitError for a file that cannot be read."""
    try:
        data = (folder / "equivalents.toml").read_bytes()
        listed = msgspec.toml.decode(data, type=dict[str, tuple[Equivalents, ...]])
    except OSError as error:
        raise KitError(f"{FILE}: {error.strerror}") from None
    except msgspec.MsgspecError as error:
        raise KitError(f"{FILE}: {error}") from None
    return frozenset(
        spoken(exercise, group.was, put) for exercise, groups in listed.items() for group in groups for put in group.put
    )


def spoken(exercise: str, was: str, put: str) -> str:
    """How a mutant is spoken of."""
    return f"{exercise}: `{was}` became `{put or 'nothing'}`"
