"""Many wrong solutions graded at once: each is the reference with one other module, in as many processes as pay."""

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

from autograder.claims import claims_of, judge
from autograder.course import Course, load_course
from autograder.run import grade_directly
from autograder.sandbox import Sandbox, open_sandbox
from autograder.session import Session, session_of
from autograder.submission import Source, Submission, open_submission

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
class Bench:
    """Grades trials on a project's solutions; the answers come in the order of the trials."""

    solutions: Path
    pool: ProcessPoolExecutor

    def judged(self, trials: Iterable[Trial]) -> Iterator[Verdict]:
        """Where each trial loses points, and what it is recognised as."""
        return self.pool.map(partial(_judged, self.solutions), trials)

    def loses(self, trials: Iterable[Trial]) -> Iterator[bool]:
        """Whether each trial loses any point; grading ends with the first check that says so."""
        return self.pool.map(partial(_loses, self.solutions), trials)


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


def _loses(solutions: Path, trial: Trial) -> bool:
    session = _session(solutions, trial)
    try:
        chosen = claims_of([exercise.name for exercise in session.exercises])
        weighed = (claim for claim in chosen if claim.weight)
        return any(judge(claim, session.check(claim.exercise)).outcome != "passed" for claim in weighed)
    finally:
        session.grading.close()


def _session(solutions: Path, trial: Trial) -> Session:
    submission, course, sandbox = _opened(solutions)
    source = Source(trial.module, f"{trial.module}.py", trial.text)
    submission = replace(submission, sources={**submission.sources, trial.module: source})
    return session_of(submission, course, exercises=trial.exercises, sandbox=sandbox)


@cache
def _opened(solutions: Path) -> tuple[Submission, Course, Sandbox]:
    course = load_course()
    return open_submission(solutions, course), course, open_sandbox()
