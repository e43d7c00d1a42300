"""What an author demands of each exercise's graders, beside the bank: solutions/proof.toml.

Among it are answers that deserve nothing: what can be handed in without having understood anything. Each earns 0. In
every solution region of an exercise stands one and the same line: nothing at all, and what the author names, a constant
of the slides, an argument as it came; or the body of a function that is given elsewhere, put there mechanically:
arguments take the names that they have there, and one class the name of the other.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from autograder.course import Course, Exercise
from autograder.errors import KitError
from release.proof.trials import Trial
from release.sources.percent import regions
from release.sources.read import PACKAGE, Sources, file_of, regions_of

FILE = f"{PACKAGE}/proof.toml"
CLASSES = {"Tensor": "Value", "Value": "Tensor"}
ANYWHERE = ("pass", "return None", "return 0.0", "return []", "return ()")


class Demands(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of one exercise; the head of the file says what each of them means. Lines and conditions are Python."""

    misconceptions: int = 1
    nothing: tuple[str, ...] = ()
    arguments: str = ""
    spoiled: str = ""
    like: str = ""
    without: tuple[str, ...] = ()
    guards: Mapping[str, str] = {}


def read_demands(folder: Path, course: Course) -> Mapping[str, Demands]:
    """Those of every exercise of the course. Raises KitError when the file is missing, malformed, or names another."""
    try:
        found = msgspec.toml.decode((folder / "proof.toml").read_bytes(), type=dict[str, Demands])
    except OSError as error:
        raise KitError(f"{FILE}: {error.strerror}") from None
    except msgspec.MsgspecError as error:
        raise KitError(f"{FILE}: {error}") from None
    known = [exercise.name for exercise in course.exercises]
    for name in (*found, *(x.like for x in found.values() if x.like)):
        if name not in known:
            raise KitError(f"{FILE}: there is no exercise {name}")
    return {name: found.get(name, Demands()) for name in known}


def answers_of(sources: Sources, exercise: Exercise, demands: Demands) -> Iterator[tuple[str, Trial]]:
    """Each answer that deserves nothing, as it is written, with the module that it makes."""
    answers = [(line, line) for line in (*ANYWHERE, *demands.nothing)]
    answers += [(f"the body of {name}", body) for name, body in borrowed_of(sources, exercise)]
    for told, answer in answers:
        yield told, Trial(exercise.module, filled(sources, exercise, answer), (exercise.name,))


def borrowed_of(sources: Sources, exercise: Exercise) -> Iterator[tuple[str, str]]:
    """The name of each given function of the course, and its body as the exercise's answer."""
    text = sources.texts[exercise.module]
    begin, _end = regions_of(exercise, text)[0]
    arguments = _arguments(text, begin)
    for module, other in sources.texts.items():
        names = CLASSES if (module == "tensor") != (exercise.module == "tensor") else {}
        for function in given_functions(other, file_of(module)):
            own = [argument.arg for argument in function.args.args]
            yield f"{module}.{function.name}", _renamed(function, names | dict(zip(own, arguments, strict=False)))


def given_functions(text: str, file: str) -> Iterator[ast.FunctionDef]:
    """The functions of a module, inner ones too, that share no line with a solution region."""
    taken = {line for begin, end in regions(text, file) for line in range(begin, end + 1)}
    for node in ast.walk(ast.parse(text, file)):
        if isinstance(node, ast.FunctionDef) and taken.isdisjoint(range(node.lineno, (node.end_lineno or 0) + 1)):
            yield node


def filled(sources: Sources, exercise: Exercise, answer: str) -> str:
    """The exercise's module with this answer in each of its solution regions."""
    text = sources.texts[exercise.module]
    lines, own = text.split("\n"), set(regions_of(exercise, text))
    for begin, end in reversed(regions(text, file_of(exercise.module))):
        if (begin, end) in own:
            indent = re.match(r" *", lines[begin - 1])[0]  # type: ignore[index]
            lines[begin - 1 : end] = [indent + line for line in answer.split("\n")]
    return "\n".join(lines)


def _arguments(text: str, line: int) -> Sequence[str]:
    """Those of the innermost function around a line that has any: a closure has none."""
    around = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.lineno <= line <= (node.end_lineno or 0) and node.args.args
    ]
    return [argument.arg for argument in max(around, key=lambda node: node.lineno).args.args] if around else []


def _renamed(function: ast.FunctionDef, names: dict[str, str]) -> str:
    """A function's body without its docstring, with other names."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    tree = ast.parse(ast.unparse(ast.Module(body, [])) or "pass")
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
    return ast.unparse(tree)
