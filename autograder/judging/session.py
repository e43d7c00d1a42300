"""What one run of the graders needs, opened once: the course, the submission, the exercises, warm workers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from autograder.course import DATA, Course, Exercise, load_course, unknown_exercise
from autograder.judging.check import Check
from autograder.judging.claims import Claim, claims_of, judge
from autograder.judging.respondents.modules import Modules
from autograder.judging.respondents.reference import coarse
from autograder.judging.respondents.respondent import Respondent
from autograder.judging.respondents.sources import Texts, texts_of
from autograder.judging.respondents.workers import Workers
from autograder.report import CheckResult
from autograder.sandbox import Sandbox, open_sandbox
from autograder.submission import Source, Submission, open_versions
from autograder.submission.answers import versions
from autograder.submission.bounded import bounded
from autograder.surroundings import is_own

GRADERS = Path(__file__).parent.parent / "graders"


class Prerequisites:
    """Which exercises earned everything. A check that has not run yet is run when its outcome is needed."""

    def __init__(self, known: Iterable[str], run: Callable[[Claim], CheckResult]) -> None:
        self._known, self._run = frozenset(known), run
        self._passed: dict[tuple[str, bool, str], bool] = {}

    def record(self, claim: Claim, *, passed: bool) -> None:
        """Keep the outcome of a check that ran."""
        self._passed[_key(claim)] = passed

    def first_missing(self, exercises: Iterable[str]) -> str | None:
        """The first of these exercises that did not earn everything, or None."""
        return next((name for name in exercises if not self._complete(name)), None)

    def _complete(self, exercise: str) -> bool:
        return exercise in self._known and all(map(self._holds, claims_of([exercise])))

    def _holds(self, claim: Claim) -> bool:
        if not claim.weight:
            return True
        key = _key(claim)
        if key not in self._passed:
            self._passed[key] = self._run(claim).outcome == "passed"
        return self._passed[key]


def _key(claim: Claim) -> tuple[str, bool, str]:
    """What a grader is known by, whoever imported it."""
    return claim.exercise, claim.visible, claim.function.__name__


@dataclass
class Kept:
    """What sessions of a warm judge leave to the next: outcomes by what stood in the modules, and who is usable."""

    outcomes: dict[tuple[str, bool, str, Texts], CheckResult] = field(default_factory=dict)
    usable: set[Texts] = field(default_factory=set)


@dataclass(frozen=True)
class Session:
    """One submission under grading; `others` are the same with other definitions of some answers, to be tried too."""

    course: Course
    exercises: tuple[Exercise, ...]
    workers: Workers
    prerequisites: Prerequisites
    others: tuple["Session", ...] = ()
    printed: dict[str, str] = field(default_factory=dict)
    _results: dict[tuple[str, bool, str], CheckResult] = field(default_factory=dict)
    _best: dict[str, "Session"] = field(default_factory=dict)

    def check(self, name: str) -> Check:
        """The checks of one exercise by name."""
        return check_of(self.course.exercise(name), self.workers)

    def judge(self, claim: Claim) -> CheckResult:
        """The outcome of one grader, kept for the exercises that stand on its own. Raises KitError: the kit's fault."""
        if self.others and self.best(claim.exercise) is not self:
            return self.best(claim.exercise)._judge(claim)
        return self._judge(claim)

    def _judge(self, claim: Claim) -> CheckResult:
        if _key(claim) not in self._results:
            result = self._results[_key(claim)] = self._bounded(self._heard(claim), claim)
            self.prerequisites.record(claim, passed=result.outcome == "passed")
        return self._results[_key(claim)]

    def _heard(self, claim: Claim) -> CheckResult:
        """The outcome of a grader; what a visible one made the submission print is kept for its exercise."""
        module = self.course.exercise(claim.exercise).module
        before = len(self.workers.output(module))
        result = judge(claim, self.check(claim.exercise))
        if claim.visible and (after := self.workers.output(module)[before:]):
            self.printed[claim.exercise] = self.printed.get(claim.exercise, "") + after
        return result

    def _bounded(self, result: CheckResult, claim: Claim) -> CheckResult:
        """The outcome as it may be told: little where the exercise's module could read the reference."""
        module = self.course.exercise(claim.exercise).module
        if result.outcome != "failed" or not self.workers.modules[module].lent:
            return result
        return msgspec.structs.replace(result, message=coarse(result.message), graph=None, replay="")

    def best(self, exercise: str) -> "Session":
        """The version of the submission that earns most in an exercise: the first of those that earn the same."""
        if not self.others:
            return self
        if exercise not in self._best:
            self._best[exercise] = self  # while it is tried itself
            for other in self.others:
                if other._asked(exercise) != self._asked(exercise) and self._best[exercise]._lost(exercise):
                    self._best[exercise] = min(self._best[exercise], other, key=lambda x: x._lost(exercise))
        return self._best[exercise]

    def _asked(self, exercise: str) -> list[Source | None]:
        """What stands in the exercise's module, and in those that it needs."""
        name = self.course.exercise(exercise).module
        imports = next(x.imports for x in self.course.modules if x.name == name)
        return [self.workers.modules.submission.sources.get(x) for x in (name, *imports)]

    def _lost(self, exercise: str) -> float:
        """The weights of the claims that do not hold."""
        return sum(claim.weight for claim in claims_of([exercise]) if self._judge(claim).outcome != "passed")

    def close(self) -> None:
        """End all workers."""
        for session in (self, *self.others):
            session.workers.close()


def check_of(exercise: Exercise, respondent: Respondent) -> Check:
    """The checks of an exercise."""
    return Check(exercise, respondent)


def open_session(path: str | Path, *, exercises: Sequence[str] = (), sandbox: Sandbox | None = None) -> Session:
    """Read the submission and start its workers, in a sandbox of many submissions or in one of its own.

    Raises UsageError for a path or a name that cannot be used.
    """
    course = load_course()
    within = open_versions if is_own(path) else _within_bounds
    return session_of_versions(within(path, course), course, exercises=exercises, sandbox=sandbox)


def _within_bounds(path: str | Path, course: Course) -> tuple[Submission, ...]:
    return bounded(path, tuple[Submission, ...], open_versions, path, course)


def session_of(
    submission: Submission,
    course: Course,
    *,
    exercises: Sequence[str] = (),
    sandbox: Sandbox | None = None,
    kept: Kept | None = None,
) -> Session:
    """The same for one's own work that was read already: its texts are parsed here. Raises UsageError for a name.

    `kept` is what sessions before it found out about what exercises stand on, and what this one will.
    """
    read = versions(submission, course)
    return session_of_versions(read, course, exercises=exercises, sandbox=sandbox, kept=kept)


def session_of_versions(
    read: Sequence[Submission],
    course: Course,
    *,
    exercises: Sequence[str] = (),
    sandbox: Sandbox | None = None,
    kept: Kept | None = None,
) -> Session:
    """The same for a submission in the versions that are to be tried: another's were found within bounds."""
    chosen, sandbox = choose(course, exercises), sandbox or open_sandbox()
    first, *others = read
    tried = tuple(_session(version, course, chosen, sandbox) for version in others)
    session = _session(first, course, chosen, sandbox, others=tried, kept=kept)
    for other in tried:
        other.workers.modules.spent = session.workers.modules.spent
    session.workers.modules.warm(dict.fromkeys(exercise.module for exercise in chosen))
    return session


def _session(
    submission: Submission,
    course: Course,
    chosen: tuple[Exercise, ...],
    sandbox: Sandbox,
    *,
    others: tuple[Session, ...] = (),
    kept: Kept | None = None,
) -> Session:
    modules = Modules(submission, course, sandbox, skeletons(course))
    modules.usable = kept.usable if kept else set()
    workers, names = Workers(modules), [exercise.name for exercise in course.exercises]

    def run(claim: Claim) -> CheckResult:
        exercise = course.exercise(claim.exercise)
        known = kept.outcomes if kept else {}
        key = (*_key(claim), texts_of(submission, course, exercise.module))
        if key not in known:
            known[key] = judge(claim, check_of(exercise, workers))
        return known[key]

    needed = Prerequisites(names, run)
    modules.first_missing = needed.first_missing
    return Session(course, chosen, workers, needed, others)


def choose(course: Course, names: Sequence[str]) -> tuple[Exercise, ...]:
    """The named exercises in the order of the course, all of them when none is named. Raises UsageError."""
    known = [exercise.name for exercise in course.exercises]
    for name in names:
        if name not in known:
            raise unknown_exercise(name, known)
    return tuple(exercise for exercise in course.exercises if not names or exercise.name in names)


def skeletons(course: Course) -> dict[str, str]:
    """Each module's skeleton: what stands in for a sibling that is missing or does not work."""
    folder = DATA / "skeletons" / "en"
    return {module.name: (folder / f"{module.name}.py").read_text(encoding="utf-8") for module in course.modules}
