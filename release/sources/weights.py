"""What each exercise's graders weigh, visible and hidden."""

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from autograder.course import Course
from autograder.errors import KitError
from autograder.judging.claims import Claim, claims


def with_weights(course: Course, graders: Iterable[Claim] | None = None) -> Course:
    """The course with the weights of its exercises. Raises KitError for a grader of an unknown exercise."""
    weights: defaultdict[tuple[str, bool], float] = defaultdict(float)
    for claim in claims() if graders is None else graders:
        weights[claim.exercise, claim.visible] += claim.weight
    known = {exercise.name for exercise in course.exercises}
    for exercise, _visible in weights:
        if exercise not in known:
            raise KitError(f"a grader is for {exercise!r}: there is no such exercise in course.toml")
    exercises = tuple(
        msgspec.structs.replace(x, visible_weight=weights[x.name, True], hidden_weight=weights[x.name, False])
        for x in course.exercises
    )
    return msgspec.structs.replace(course, exercises=exercises)
