"""solutions/misconceptions.toml: wrong solutions by name, each a patch on the reference module of its exercise.

One table for each, `[exercise.name]`. A wrong solution is written as `patches` (text to find, text to put), as a whole
`body` of the exercise's solution region, or both. Indentation is relative: what is put stands where it belongs.

    [add.replaced]
    patches = [{ find = 'self.grad += 1.0', put = 'self.grad = 1.0' }]
    source = "survey"
    belief.fr = '…'
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import msgspec

from autograder.course import Course, Exercise, Translated
from autograder.errors import KitError
from autograder.language import require
from release.sources.percent import BEGIN, END
from release.sources.read import PACKAGE, Sources, lines_of, regions_of

FILE = f"{PACKAGE}/misconceptions.toml"


class Patch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`find` occurs exactly once in the exercise's function or, where it is not there, in the module."""

    find: str
    put: str


class Misconception(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A wrong solution, what its author believes, and what helps them on.

    `id` is "exercise.name". `belief` is a sentence; `tell` goes on after "the numbers of a program that …";
    `question` is one, and none of them gives a line of code away. `source` is a thread, a survey, a slide, or
    "constructed". `same_as` are the ids of those that no observer can tell from this one.
    """

    id: str
    exercise: str
    belief: Translated
    tell: Translated
    question: Translated
    source: str
    patches: tuple[Patch, ...] = ()
    body: str = ""
    same_as: tuple[str, ...] = ()


def read_misconceptions(folder: Path, course: Course) -> tuple[Misconception, ...]:
    """All misconceptions, in the order in which they are written. Raises KitError, naming the entry, for a fault."""
    try:
        tables = msgspec.toml.decode((folder / "misconceptions.toml").read_bytes(), type=dict[str, dict[str, Any]])
    except OSError as error:
        raise KitError(f"{FILE}: {error.strerror}") from None
    except msgspec.MsgspecError as error:
        raise KitError(f"{FILE}: {error}") from None
    found = tuple(_entry(exercise, name, table) for exercise, of in tables.items() for name, table in of.items())
    for entry in found:
        _check(entry, {x.id: x for x in found}, course)
    return found


def _entry(exercise: str, name: str, table: Mapping[str, Any]) -> Misconception:
    identity = {"id": f"{exercise}.{name}", "exercise": exercise}
    try:
        return msgspec.convert({**table, **identity}, Misconception)
    except msgspec.MsgspecError as error:
        raise KitError(f"{FILE}: {identity['id']}: {error}") from None


def _check(entry: Misconception, known: Mapping[str, Misconception], course: Course) -> None:
    where = f"{FILE}: {entry.id}"
    if entry.exercise not in [exercise.name for exercise in course.exercises]:
        raise KitError(f"{where}: there is no exercise {entry.exercise}")
    for field in ("belief", "tell", "question"):
        require(course.languages, getattr(entry, field), f"{where}: {field}")
    for other in entry.same_as:
        if other not in known or entry.id not in known[other].same_as:
            raise KitError(f"{where}: same_as names {other}, which does not name it back")
    if not entry.patches and not entry.body:
        raise KitError(f"{where}: nothing is wrong in it: it has neither patches nor a body")


# From the reference to the wrong module


def patched(sources: Sources, entry: Misconception) -> str:
    """The text of the wrong module, without the marks of regions. Raises KitError, naming the entry, for no Python."""
    exercise = exercise_of(sources, entry)
    text, where = sources.texts[exercise.module], f"{FILE}: {entry.id}"
    if entry.body:
        text = _with_body(text, exercise, entry.body, where)
    text = "\n".join(line for line in text.split("\n") if BEGIN not in line and END not in line)
    for patch in entry.patches:
        text = _with_patch(text, exercise, patch, where)
    try:
        ast.parse(text)
    except SyntaxError as error:
        raise KitError(f"{where}: the patched module is no Python (line {error.lineno})") from None
    return text


def exercise_of(sources: Sources, entry: Misconception) -> Exercise:
    """The exercise that an entry is about, as the table of contents has it."""
    return next(x for x in sources.course.exercises if x.name == entry.exercise)


def _with_body(text: str, exercise: Exercise, body: str, where: str) -> str:
    regions = regions_of(exercise, text)
    if len(regions) != 1:
        raise KitError(f"{where}: a body needs one solution region in {exercise.symbol}; there are {len(regions)}")
    [(begin, end)] = regions
    lines = text.split("\n")
    return "\n".join([*lines[:begin], indent(dedent(body).strip("\n"), _margin(lines[begin - 1])), *lines[end - 1 :]])


def _with_patch(text: str, exercise: Exercise, patch: Patch, where: str) -> str:
    places = list(_occurrences(text, patch.find))
    own = {line for first, last in lines_of(exercise, text) for line in range(first, last + 1)}
    within = [place for place in places if text.count("\n", 0, place) + 1 in own] or places
    if len(within) != 1:
        raise KitError(f"{where}: found {len(within)} times instead of once: {patch.find!r}")
    start = within[0]
    margin = _margin_at(text, start)
    return text[:start] + _hanging(patch.put, margin) + text[start + len(_hanging(patch.find, margin)) :]


def _occurrences(text: str, find: str) -> Iterator[int]:
    """Where `find` begins; its further lines are indented as the line in which it stands."""
    for match in re.finditer(re.escape(dedent(find).strip("\n").partition("\n")[0]), text):
        if text.startswith(_hanging(find, _margin_at(text, match.start())), match.start()):
            yield match.start()


def _hanging(lines: str, margin: str) -> str:
    """Lines of which the first stands where it is put, and the others are indented."""
    return indent(dedent(lines).strip("\n"), margin).removeprefix(margin)


def _margin_at(text: str, place: int) -> str:
    return _margin(text[text.rfind("\n", 0, place) + 1 :])


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))]
