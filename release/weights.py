"""What each exercise's graders weigh, read from their pytest marks."""

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from types import ModuleType

import msgspec

from autograder.course import Course
from autograder.errors import KitError

LANES = ("visible", "hidden")


def with_weights(course: Course) -> Course:
    """The course with the weights of its exercises. Raises KitError for a grader of an unknown exercise."""
    visible, hidden = (_weights(lane, {exercise.name for exercise in course.exercises}) for lane in LANES)
    exercises = tuple(
        msgspec.structs.replace(x, visible_weight=visible[x.name], hidden_weight=hidden[x.name])
        for x in course.exercises
    )
    return msgspec.structs.replace(course, exercises=exercises)


def _weights(lane: str, known: set[str]) -> defaultdict[str, float]:
    weights: defaultdict[str, float] = defaultdict(float)
    for grader, exercise, weight in _marks(lane):
        if exercise not in known:
            raise KitError(f"{grader}: there is no exercise {exercise!r} in course.toml")
        weights[exercise] += weight
    return weights


def _marks(lane: str) -> Iterator[tuple[str, str, float]]:
    """(grader, exercise, weight) of each grader of a lane. Raises KitError for one without its mark."""
    for module in _modules(lane):
        for name, grader in vars(module).items():
            if name.startswith("test_") and getattr(grader, "__module__", "") == module.__name__:
                marks = [mark for mark in getattr(grader, "pytestmark", ()) if mark.name == "exercise"]
                if len(marks) != 1 or not marks[0].args:
                    raise KitError(f"{module.__name__}.{name} has no exercise mark")
                yield f"{module.__name__}.{name}", marks[0].args[0], marks[0].kwargs.get("weight", 1)


def _modules(lane: str) -> Iterator[ModuleType]:
    try:
        package = importlib.import_module(f"autograder.graders.{lane}")
    except ModuleNotFoundError:  # a student's kit has no hidden graders
        return
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        if found.name.rpartition(".")[2].startswith("test_"):
            yield importlib.import_module(found.name)
