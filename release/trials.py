"""Many wrong solutions graded at once: each is the reference with one other module, in as many processes as pay."""

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

from autograder.claims import Claim, claims_of, judge
from autograder.course import Course, load_course
from autograder.diagnosis import recognised
from autograder.diagnosis.signatures import Signature
from autograder.run import grade_directly
from autograder.sandbox import Sandbox, open_sandbox
from autograder.session import Session, session_of
from autograder.submission import Source, Submission, open_submission
from release.further import FURTHER
from release.signatures import signature

PROCESSES = 2 * (os.cpu_count() or 1)  # while one waits for a worker, another judges


@dataclass(frozen=True)
class Trial:
    """The reference solution with another module. Only `exercises` are graded, all where none is named."""

    module: str
    text: str
    exercises: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """The points lost in each exercise that loses any, and the ids of the misconceptions that were recognised."""

    lost: Mapping[str, float]
    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fate:
    """Whether a mutant loses any point, and the ids of the misconceptions that it is taken for."""

    loses: bool
    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bench:
    """Grades trials on a project's solutions; the answers come in the order of the trials."""

    solutions: Path
    pool: ProcessPoolExecutor

    def judged(self, trials: Iterable[Trial]) -> Iterator[Verdict]:
        """Where each trial loses points, and what it is recognised as."""
        return self.pool.map(partial(_judged, self.solutions), trials)

    def fates(self, trials: Iterable[Trial]) -> Iterator[Fate]:
        """What becomes of trials of one exercise each; grading ends with the first check that is not passed."""
        return self.pool.map(partial(_fate, self.solutions), trials)

    def answers(self, trials: Iterable[Trial], *, orders: int) -> Iterator[Signature]:
        """What trials of one exercise each answer to many further programs, whatever the order of sets."""
        return self.pool.map(partial(_answers, self.solutions, orders), trials)


@contextmanager
def open_bench(solutions: Path) -> Iterator[Bench]:
    """A bench and its processes, which end with it."""
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        yield Bench(solutions, pool)


# In one of the processes


def _judged(solutions: Path, trial: Trial) -> Verdict:
    report = grade_directly(_session(solutions, trial))
    lost = {x.name: x.max_points - x.points for x in report.exercises if x.points < x.max_points}
    return Verdict(lost, report.misconceptions)


def _fate(solutions: Path, trial: Trial) -> Fate:
    session = _session(solutions, trial)
    try:
        if not any(judge(claim, session.check(claim.exercise)).outcome != "passed" for claim in _weighed(session)):
            return Fate(loses=False)
        return Fate(True, recognised(session, trial.exercises[0]))
    finally:
        session.grading.close()


def _weighed(session: Session) -> Iterator[Claim]:
    return (claim for claim in claims_of([exercise.name for exercise in session.exercises]) if claim.weight)


def _answers(solutions: Path, orders: int, trial: Trial) -> Signature:
    submission, course, sandbox = _opened(solutions)
    texts = {name: source.text or "" for name, source in submission.sources.items()} | {trial.module: trial.text}
    exercise = course.exercise(trial.exercises[0])
    return signature(exercise, texts, course, sandbox=sandbox, programs=FURTHER, orders=orders)


def _session(solutions: Path, trial: Trial) -> Session:
    submission, course, sandbox = _opened(solutions)
    source = Source(trial.module, f"{trial.module}.py", trial.text)
    submission = replace(submission, sources={**submission.sources, trial.module: source})
    session = session_of(submission, course, exercises=trial.exercises, sandbox=sandbox)
    _trust_the_reference(session, trial.module)
    return session


def _trust_the_reference(session: Session, module: str) -> None:
    """What an exercise stands on is graded again for each trial only where it is in the trial's own module."""
    first_missing = session.standing.first_missing
    session.grading.first_missing = lambda names: first_missing(
        name for name in names if session.course.exercise(name).module == module
    )


@cache
def _opened(solutions: Path) -> tuple[Submission, Course, Sandbox]:
    course = load_course()
    return open_submission(solutions, course), course, open_sandbox()
