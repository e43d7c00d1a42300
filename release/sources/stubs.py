"""`python -m release new`: the stub of every file that an exercise needs, with what to put where.

A stub that is left as it is earns nothing: its reference is to do, its claims ask nothing or ask what is not there.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from autograder.course import Course
from autograder.errors import UsageError
from autograder.programs.operations import OPERATORS, PRIMITIVES
from release.sources.read import read_sources
from release.texts import text

POINTS = (0.5, -0.75, 1.25, -1.5, 2.5, 4.0)  # of these, the first four at which an operation is fair


def add_exercise(project: Path, name: str, *, module: str = "", operation: str = "") -> list[str]:
    """Write or extend the files of a new exercise; which they are. Raises UsageError for a name that will not do."""
    course, new = read_sources(project / "solutions").course, _New(name, module or name, operation)
    _check(course, new)
    pieces = _pieces(course, new)
    for file, (head, rest) in pieces.items():
        path = project / file
        there = path.read_text(encoding="utf-8") if path.is_file() else head
        path.write_text(there + rest, encoding="utf-8")
    return list(pieces)


class _New(NamedTuple):
    """An exercise, the module that it stands in, and the operation that it implements, if any."""

    name: str
    module: str
    operation: str


def _check(course: Course, new: _New) -> None:
    name, module, operation = new
    for word in (name, module):
        if not word.isidentifier():
            raise UsageError(f"{word!r} is no name of a function and of a file")
    if name in [exercise.name for exercise in course.exercises]:
        raise UsageError(f"there is an exercise {name} already")
    written = [symbol for symbol, row in PRIMITIVES.items() if not row.operator]
    if operation in PRIMITIVES and operation not in written:
        raise UsageError(f"{operation} is a method of Value, which the course has; a new exercise is a function")
    if operation and operation not in written:
        raise UsageError(
            f"{operation} is no function in autograder/programs/operations.py: give it a row there first;"
            f" there are: {', '.join(written)}"
        )
    if operation and operation != name:
        raise UsageError(f"an exercise for the operation {operation} is called {operation}, as its function is")


def _pieces(course: Course, new: _New) -> Mapping[str, tuple[str, str]]:
    """By file what it begins with where it is new, and what is added to it; in the order in which one writes them."""
    name, module, operation = new
    alone = module not in [x.name for x in course.modules]
    table = _text("new.module.toml.txt", module=module) if alone else ""
    table += _text(
        "new.exercise.toml.txt", name=name, module=module, operation=f'operation = "{operation}"\n' if operation else ""
    )
    return {
        f"solutions/{module}.py": ("", ("" if alone else "\n\n") + _module(name, operation)),
        "solutions/course.toml": ("", table),
        f"autograder/graders/visible/test_{module}.py": _grader("visible", name, operation),
        f"autograder/graders/hidden/test_{module}.py": _grader("hidden", name, operation),
        "solutions/misconceptions.toml": ("", _text("new.mistakes.toml.txt", name=name)),
    }


def _module(name: str, operation: str) -> str:
    signature = f"from solutions.value import Value\n\n\ndef {name}(x: Value) -> Value:"
    plain = f"def {name}(x: float) -> float:"
    return _text("new.module.txt", head="TODO", name=name, signature=signature if operation else plain)


def _grader(folder: str, name: str, operation: str) -> tuple[str, str]:
    who = "students see" if folder == "visible" else "only the instructor has"
    head = _text("new.grader.txt", who=who, name=name)
    if not operation:
        return head, _text(f"new.{folder}.txt", name=name)
    imports = f"from autograder.programs.trace import {operation}\n"
    fields = {"name": name, "op": operation}
    if folder == "visible":
        imports += "from autograder.truth.telling import telling_cases\n"
        return head + imports, _text("new.visible.operation.txt", **fields, points=_points(operation))
    imports += "from autograder.truth.random_cases import random_cases\n"
    return head + imports, _text("new.hidden.operation.txt", **fields, all=f"{OPERATORS} {operation}")


def _points(operation: str) -> str:
    row = PRIMITIVES[operation]
    low, high = row.domain
    return repr(tuple([x for x in POINTS if low < x < high and x not in row.kinks][:4]))


def _text(file: str, **fields: str) -> str:
    return text(file, **fields).decode()


# What is left to do


def missing(project: Path, course: Course) -> Iterator[str]:
    """What the exercises still lack, in the order in which one writes it: one line each."""
    for module in course.modules:
        yield from _to_do(project, f"solutions/{module.name}.py")
    yield from _to_do(project, "solutions/course.toml")
    for folder in ("visible", "hidden"):
        for module in course.modules:
            yield from _to_do(project, f"autograder/graders/{folder}/test_{module.name}.py")
    yield from _to_do(project, "solutions/misconceptions.toml")
    for exercise in course.exercises:
        if not all(exercise.hints.values()):
            yield f"solutions/course.toml: {exercise.name} has no hint"


def _to_do(project: Path, file: str) -> Iterator[str]:
    path = project / file
    if path.is_file():
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            if "TODO" in line:
                yield f"{file}:{number}: {line.strip(' #')}"
