"""solutions/masks.toml: the engines behind masks, each an entry of the bank; the build asks all of them everything.

An engine is the reference's with one patch, run here as it stands, for all of it is the author's. It takes operands
from left to right, where the course has a set: it has to answer the same each time.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from autograder.errors import KitError
from autograder.judging.respondents.masks import FILE, OPS, POINT, Masks, expressions, right_answer, row_of
from autograder.programs.operations import PRIMITIVES
from autograder.programs.program import Program
from release.sources.misconceptions import Misconception, exercise_of, patched
from release.sources.read import PACKAGE, Sources

MASKS = f"autograder/data/{FILE}"
CHOSEN = f"{PACKAGE}/masks.toml"
EXERCISE = "unmask"
UNORDERED, ORDERED = "self._prev = set(_children)", "self._prev = tuple(dict.fromkeys(_children))"
_SIBLINGS = re.compile(rf"^from {PACKAGE}\.\w+ import .*$", re.MULTILINE)
Answers = tuple[tuple[float, ...], ...]


class _Chosen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    engines: tuple[str, ...]


def masks_file(project: Path, sources: Sources, entries: Sequence[Misconception]) -> Mapping[str, bytes]:
    """data/masks.json, where engines are chosen. Raises KitError for one that is none, or that nothing unmasks."""
    if not (project / CHOSEN).is_file():
        return {}
    engines = [_texts(sources, entry) for entry in chosen(project, entries)]
    answers = [_answers(engine) for engine in engines]
    rows = [
        b"".join(map(row_of, [number] * len(found), expressions(), found)) for number, found in enumerate(answers, 1)
    ]
    content = msgspec.json.encode(Masks(tuple(map(fewest_of, answers)), tuple(rows)))
    return {MASKS: msgspec.json.format(content, indent=1) + b"\n"}


def chosen(project: Path, entries: Sequence[Misconception]) -> Iterator[Misconception]:
    """The entries of the bank that are behind masks, in their order. Raises KitError for one that is not there."""
    try:
        names = msgspec.toml.decode((project / CHOSEN).read_bytes(), type=_Chosen).engines
    except (OSError, msgspec.MsgspecError) as error:
        raise KitError(f"{CHOSEN}: {error}") from None
    known = {entry.id: entry for entry in entries}
    for name in names:
        if name not in known:
            raise KitError(f"{CHOSEN}: there is no misconception {name}")
        yield known[name]


def fewest_of(answers: Answers) -> int:
    """The operations of the smallest expression on which an engine is wrong. Raises KitError where there is none."""
    for program, found in zip(expressions(), answers, strict=True):
        if found != right_answer(program):
            return len(program.operations)
    raise KitError(f"{CHOSEN}: there is an engine that nothing unmasks")


def _texts(sources: Sources, entry: Misconception) -> tuple[str, ...]:
    """The modules of the wrong engine."""
    texts = {**sources.texts, exercise_of(sources, entry).module: patched(sources, entry)}
    if texts["value"].count(UNORDERED) != 1:
        raise KitError(f"{CHOSEN}: {UNORDERED} is not in {PACKAGE}/value.py once")
    texts["value"] = texts["value"].replace(UNORDERED, ORDERED)
    return tuple(texts[module] for module in modules_of(sources))


def modules_of(sources: Sources) -> tuple[str, ...]:
    """What an engine is made of: the modules of the exercises that have to be right before these can be unmasked."""
    exercises = sources.course.exercises
    needs = next(exercise.needs for exercise in exercises if exercise.name == EXERCISE)
    return tuple(dict.fromkeys(exercise.module for exercise in exercises if exercise.name in needs))


@lru_cache(maxsize=64)
def _answers(texts: tuple[str, ...]) -> Answers:
    """What an engine leaves in x and y, expression by expression."""
    engine: dict[str, Any] = {"__name__": PACKAGE}
    for text in texts:
        exec(compile(_SIBLINGS.sub("", text), CHOSEN, "exec", dont_inherit=True), engine)
    return tuple(_gradients(engine, program) for program in expressions())


def _gradients(engine: Mapping[str, Any], program: Program) -> tuple[float, ...]:
    functions = {op: PRIMITIVES[op].function if PRIMITIVES[op].operator else engine[op] for op in OPS}
    leaves = [engine["Value"](x) for x in POINT]
    engine["backward"](program.evaluate(leaves, functions)[-1])
    return tuple(leaf.grad for leaf in leaves)
