"""What one run of the graders needs, opened once: the course, the submission, the exercises, warm workers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.check import Check
from autograder.claims import judge
from autograder.course import Course, Exercise, load_course
from autograder.errors import UsageError
from autograder.grading import Grading
from autograder.language import _
from autograder.sandbox import Sandbox, open_sandbox
from autograder.standing import Standing
from autograder.submission import Submission, open_submission

DATA = Path(__file__).parent / "data"
OPERATIONS = {"add": "+", "mul": "*", "relu": "relu"}  # what an exercise implements, as programs name it
GRADERS = Path(__file__).parent / "graders"


@dataclass(frozen=True)
class Session:
    """One submission under grading."""

    course: Course
    exercises: tuple[Exercise, ...]
    grading: Grading
    standing: Standing

    def check(self, name: str) -> Check:
        """The checks of one exercise by name."""
        return check_of(self.course.exercise(name), self.grading)


def check_of(exercise: Exercise, grading: Grading) -> Check:
    """The checks of an exercise."""
    operation = OPERATIONS.get(exercise.name)
    return Check(exercise, grading, frozenset([operation] if operation else []))


def open_session(path: str | Path, *, exercises: Sequence[str] = (), sandbox: Sandbox | None = None) -> Session:
    """Read the submission and start its workers, in a sandbox of many submissions or in one of its own.

    Raises UsageError for a path or a name that cannot be used.
    """
    course = load_course()
    return session_of(open_submission(path, course), course, exercises=exercises, sandbox=sandbox)


def session_of(
    submission: Submission, course: Course, *, exercises: Sequence[str] = (), sandbox: Sandbox | None = None
) -> Session:
    """The same for a submission that was read already. Raises UsageError for an exercise's name."""
    chosen = choose(course, exercises)
    grading = Grading(submission, course, sandbox or open_sandbox(), skeletons(course))
    grading.warm(dict.fromkeys(exercise.module for exercise in chosen))
    known = [exercise.name for exercise in course.exercises]
    standing = Standing(known, lambda claim: judge(claim, check_of(course.exercise(claim.exercise), grading)))
    grading.first_missing = standing.first_missing
    return Session(course, chosen, grading, standing)


def choose(course: Course, names: Sequence[str]) -> tuple[Exercise, ...]:
    """The named exercises in the order of the course, all of them when none is named. Raises UsageError."""
    known = [exercise.name for exercise in course.exercises]
    for name in names:
        if name not in known:
            raise UsageError(
                _("there is no exercise {name}; there are: {known}").format(name=name, known=", ".join(known))
            )
    return tuple(exercise for exercise in course.exercises if not names or exercise.name in names)


def skeletons(course: Course) -> dict[str, str]:
    """Each module's skeleton: what stands in for a sibling that is missing or does not work."""
    folder = DATA / "skeletons" / "en"
    return {module.name: (folder / f"{module.name}.py").read_text(encoding="utf-8") for module in course.modules}
