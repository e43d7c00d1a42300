"""The table of contents as typed records: modules, exercises, and the cells of the lab notebook.

The author writes solutions/course.toml; `make exercises` writes data/course.json from it, which is what this
package reads. One course can hold several assignments: a choice of its exercises, with their own points.
"""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

import msgspec

from autograder.errors import KitError, UsageError
from autograder.language import LANGUAGES, _

DATA = Path(__file__).parent / "data"

Kind = Literal["header", "markdown", "given", "solution", "check", "demo"]
FOLDED = "<details>"  # how a text begins that a notebook folds away: in a file it would stand open
Translated = Mapping[str, str]  # language -> text


class Module(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file that the student fills in. `slides` names the sections of the slides that it belongs to.

    `imports` are the earlier modules that it needs, which the build finds out.
    """

    name: str
    title: Translated
    slides: str = ""
    imports: tuple[str, ...] = ()


class Exercise(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is graded. `symbol` is the qualified name of what holds the solution region ("Value.__add__").

    `also` are those of what else belongs to it, which its graders ask by name. `operation` is the operation of
    programs/operations.py that it implements, if any, and that its worker is asked for. `needs` names the exercises
    that must be right before this one can be graded. The weights are the sums over the graders that students have and
    over those that they do not have; `minutes` is a guess. What is no `bonus` is the core, which everybody does in one
    morning.
    """

    name: str
    module: str
    points: float
    symbol: str
    title: Translated
    hints: Mapping[str, tuple[str, ...]]
    also: tuple[str, ...] = ()
    operation: str = ""
    needs: tuple[str, ...] = ()
    difficulty: int = 1
    minutes: int = 10
    bonus: bool = False
    visible_weight: float = 0.0
    hidden_weight: float = 0.0

    @property
    def symbols(self) -> tuple[str, ...]:
        """All that holds a solution region of it."""
        return (self.symbol, *self.also)


class Assignment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A choice of the course's exercises; `points` says where they differ from the exercise's own."""

    name: str
    exercises: tuple[str, ...]
    points: Mapping[str, float] = {}


class Cell(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A cell of the lab notebook, as the student's skeleton has it; `name` is its grade_id and its id.

    `module` is empty for what stands above the first module. A header is only in the module's file; a check (of
    `exercise`), a demo (a picture, say) and the folded answer to a question only in the notebook. `defines` are the
    functions and classes that the cell's code defines.
    """

    name: str
    module: str
    kind: Kind
    text: str
    defines: tuple[str, ...] = ()
    exercise: str = ""

    @property
    def notebook_only(self) -> bool:
        """Whether no module's file has it."""
        return self.kind in ("check", "demo") or self.text.startswith(FOLDED)


class Course(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that is known about the course, in the order in which students meet it."""

    assignment: str
    languages: tuple[str, ...]
    out_of: float
    title: Translated
    modules: tuple[Module, ...]
    exercises: tuple[Exercise, ...]
    assignments: tuple[Assignment, ...] = ()
    cells: Mapping[str, tuple[Cell, ...]] = {}

    def exercise(self, name: str) -> Exercise:
        """The exercise of this name. Raises UsageError when there is none."""
        for exercise in self.exercises:
            if exercise.name == name:
                return exercise
        raise unknown_exercise(name, [exercise.name for exercise in self.exercises])


def unknown_exercise(name: str, known: Sequence[str]) -> UsageError:
    """There is no exercise of this name, or none was named; where one is spelled nearly so it is asked about."""
    if not name:
        return UsageError(_("which exercise? There are: {known}").format(known=", ".join(known)))
    near = get_close_matches(name.lower(), known, n=1)
    told = _("there is no exercise {name}; there are: {known}")
    if near:
        told = _("there is no exercise {name}: did you mean `{near}`? There are: {known}")
    return UsageError(told.format(name=name, known=", ".join(known), near="".join(near)))


def decode_course(data: bytes, file: str) -> Course:
    """A course from JSON, or from TOML where `file` ends so. Raises KitError, naming the file, when it is malformed."""
    decode = msgspec.toml.decode if file.endswith(".toml") else msgspec.json.decode
    try:
        return decode(data, type=Course)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise KitError(f"{file}: {error}") from None


def load_course(path: Path = DATA / "course.json") -> Course:
    """The course that was built into the kit. Raises KitError when it is missing or malformed."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise KitError(f"{path.name} cannot be read ({error.strerror}); write it with: make exercises") from None
    return decode_course(data, path.name)


def own_language() -> str:
    """The language of the kit: the first one of its course."""
    try:
        return load_course().languages[0]
    except KitError:  # it is told by whoever needs the course
        return LANGUAGES[0]


def for_assignment(course: Course, name: str) -> Course:
    """The course reduced to one assignment: its exercises with its points, and the modules that they stand in.

    The course's own assignment holds everything, unless `assignments` says otherwise. Raises UsageError for a
    name that is no assignment.
    """
    chosen = next((x for x in course.assignments if x.name == name), None)
    if chosen is None and name != course.assignment:
        known = ", ".join(dict.fromkeys([course.assignment, *(x.name for x in course.assignments)]))
        raise UsageError(_("there is no assignment {name}; there are: {known}").format(name=name, known=known))
    if chosen is None:
        return course
    exercises = tuple(
        msgspec.structs.replace(x, points=chosen.points.get(x.name, x.points))
        for x in course.exercises
        if x.name in chosen.exercises
    )
    modules = _needed(course.modules, {exercise.module for exercise in exercises})
    cells = {language: _chosen(of_one, modules, exercises) for language, of_one in course.cells.items()}
    return msgspec.structs.replace(course, assignment=name, modules=modules, exercises=exercises, cells=cells)


def _needed(modules: tuple[Module, ...], used: set[str]) -> tuple[Module, ...]:
    """The modules of these names and those that they import, directly or not."""
    for module in reversed(modules):
        if module.name in used:
            used = used | set(module.imports)
    return tuple(module for module in modules if module.name in used)


def _chosen(cells: tuple[Cell, ...], modules: tuple[Module, ...], exercises: tuple[Exercise, ...]) -> tuple[Cell, ...]:
    stay = {"", *(module.name for module in modules)}
    asked = {"", *(exercise.name for exercise in exercises)}
    return tuple(cell for cell in cells if cell.module in stay and cell.exercise in asked)
