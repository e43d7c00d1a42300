"""Which definitions of a module are the answer to which exercise: those that hold a stub where they are handed out."""

import ast
from collections.abc import Iterator, Mapping
from hashlib import sha256

from autograder.course import DATA, Course, Exercise
from autograder.submission.cells import parsed

Function = ast.FunctionDef | ast.AsyncFunctionDef


def handed_out(module: str, language: str) -> str:
    """A module's text as students receive it."""
    return (DATA / "skeletons" / language / f"{module}.py").read_text(encoding="utf-8")


def definitions(text: str) -> dict[str, Function] | None:
    """Functions and methods by qualified name, those within functions left out; None for what is no Python."""
    tree = parsed(text)
    return None if tree is None else dict(_defined(tree, ""))


def _defined(node: ast.AST, prefix: str) -> Iterator[tuple[str, Function]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            yield prefix + child.name, child
        elif isinstance(child, ast.ClassDef):
            yield from _defined(child, f"{prefix}{child.name}.")


def answers(course: Course, module: str, language: str) -> dict[str, tuple[str, ...]]:
    """For each exercise of a module the definitions that hold its stubs; what is nobody's is the first one's."""
    exercises = [exercise for exercise in course.exercises if exercise.module == module]
    found: dict[str, list[str]] = {exercise.name: [] for exercise in exercises}
    for name, node in (definitions(handed_out(module, language)) or {}).items():
        if any(_raises_stub(x) for x in ast.walk(node)):
            found[_owner(exercises, name)].append(name)
    return {name: tuple(names) for name, names in found.items()}


def _raises_stub(node: ast.AST) -> bool:
    return isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name) and node.exc.id == "NotImplementedError"


def _owner(exercises: list[Exercise], name: str) -> str:
    own = (x.name for x in exercises if f"{name}.".startswith(tuple(f"{symbol}." for symbol in x.symbols)))
    return next(own, exercises[0].name)


def marks(course: Course, module: str, text: str) -> Mapping[str, str] | None:
    """A mark for each exercise's answer in a module's text, another one when it is edited; None for what is no Python.

    Neither comments nor layout change it.
    """
    there = definitions(text)
    if there is None:
        return None
    own = answers(course, module, course.languages[0])
    return {name: _mark([there[x] for x in names if x in there]) for name, names in own.items()}


def _mark(nodes: list[Function]) -> str:
    return sha256("".join(map(ast.dump, nodes)).encode()).hexdigest()[:16]
