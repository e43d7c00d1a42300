"""Many wrong solutions graded at once: each is the reference with one other module, in as many processes as pay."""

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

from autograder.course import Course, Exercise, load_course
from autograder.diagnosis import diagnose
from autograder.diagnosis.signatures import Signature
from autograder.judging.claims import claims_of
from autograder.judging.grade import grade_session
from autograder.judging.observe import symptoms_of
from autograder.judging.session import Kept, Session, session_of
from autograder.report import Diagnosis, exercise_result
from autograder.sandbox import Sandbox, open_sandbox
from autograder.submission import Source, Submission, open_submission
from release.proof.further_programs import FURTHER
from release.sources.signatures import signature

PROCESSES = 2 * (os.cpu_count() or 1)  # while one waits for a worker, another judges


@dataclass(frozen=True)
class Trial:
    """The reference solution with another module. Only `exercises` are graded, all where none is named."""

    module: str
    text: str
    exercises: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """The points lost in each exercise that loses any, and the ids of the misconceptions that were recognised.

    Where grading ended with the first check that is not passed, all points of an exercise count as lost.
    """

    lost: Mapping[str, float]
    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fate:
    """Whether a mutant loses any point, the ids of the misconceptions that it is taken for, and whether, having none,
    it is told what it hands back.
    """

    loses: bool
    named: tuple[str, ...] = ()
    explained: bool = False


@dataclass(frozen=True)
class Bench:
    """Grades trials on a project's solutions; the answers come in the order of the trials."""

    solutions: Path
    pool: ProcessPoolExecutor

    def judged(self, trials: Iterable[Trial]) -> Iterator[Verdict]:
        """Where each trial loses points, and what it is recognised as."""
        return self.pool.map(partial(_judged, self.solutions), trials)

    def earned(self, trials: Iterable[Trial]) -> Iterator[float]:
        """The points of trials of one exercise each; nobody asks what they are recognised as."""
        return self.pool.map(partial(_earned, self.solutions), trials)

    def caught(self, trials: Iterable[Trial]) -> Iterator[Verdict]:
        """The same of trials that should lose points; grading ends with the first check that is not passed."""
        return self.pool.map(partial(_caught, self.solutions), trials)

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
    report = grade_session(_session(solutions, trial))
    lost = {x.name: x.max_points - x.points for x in report.exercises if x.points < x.max_points}
    return Verdict(lost, report.misconceptions)


def _earned(solutions: Path, trial: Trial) -> float:
    session = _session(solutions, trial)
    try:
        exercise = session.course.exercise(trial.exercises[0])
        counting = [claim for claim in claims_of([exercise.name]) if claim.weight]
        return exercise_result(exercise, "en", [session.judge(claim) for claim in counting]).points
    finally:
        session.close()


def _caught(solutions: Path, trial: Trial) -> Verdict:
    session, alike = _as_it_stands(_session(solutions, trial)), _told_of_the_reference(solutions)
    try:
        lost = [x for x in session.exercises if _told(session, x.module) != alike[x.module] and _loses(session, x.name)]
        found = [_diagnosis(session, x) for x in lost]
        named = tuple(x.misconception for x in found if x and x.misconception)
        return Verdict({x.name: x.points for x in lost}, named)
    finally:
        session.workers.close()


@cache
def _told_of_the_reference(solutions: Path) -> Mapping[str, Mapping[str, str]]:
    """What the workers of the reference are told. One that is told the same of another submission says the same."""
    submission, course, sandbox = _opened(solutions)
    session = session_of(submission, course, sandbox=sandbox)
    _trust_the_reference(session, "")
    try:
        return {x.name: _told(session, x.name) for x in course.modules}
    finally:
        session.workers.close()


def _told(session: Session, module: str) -> Mapping[str, str]:
    """The texts that the worker of a module is told."""
    return {name: source["text"] for name, source in session.workers.modules[module].sources().items()}


def _fate(solutions: Path, trial: Trial) -> Fate:
    session = _as_it_stands(_session(solutions, trial))
    try:
        exercise = session.course.exercise(trial.exercises[0])
        if not _loses(session, exercise.name):
            return Fate(loses=False)
        found = _diagnosis(session, exercise)
        if found is None or not found.misconception:
            return Fate(True, explained=found is not None)
        return Fate(True, (found.misconception, *found.same_as))
    finally:
        session.workers.close()


def _loses(session: Session, exercise: str) -> bool:
    """Whether any check that is worth points is not passed."""
    claims = (claim for claim in claims_of([exercise]) if claim.weight)
    return any(session.judge(claim).outcome != "passed" for claim in claims)


def _diagnosis(session: Session, exercise: Exercise) -> Diagnosis | None:
    return diagnose(exercise, symptoms_of(session, exercise.name), "en")


def _answers(solutions: Path, orders: int, trial: Trial) -> Signature:
    submission, course, sandbox = _opened(solutions)
    texts = {name: source.text or "" for name, source in submission.sources.items()} | {trial.module: trial.text}
    exercise = course.exercise(trial.exercises[0])
    return signature(exercise, texts, course, sandbox=sandbox, programs=FURTHER, orders=orders)


def _session(solutions: Path, trial: Trial) -> Session:
    submission, course, sandbox = _opened(solutions)
    source = Source(trial.module, f"{trial.module}.py", trial.text)
    submission = replace(submission, sources={**submission.sources, trial.module: source})
    session = session_of(submission, course, exercises=trial.exercises, sandbox=sandbox, kept=_of_earlier_trials())
    _trust_the_reference(session, trial.module)
    return session


def _as_it_stands(session: Session) -> Session:
    """A mutant is what its module defines last: of a student the best definition counts, which may be the right one."""
    return replace(session, others=())


@cache
def _of_earlier_trials() -> Kept:
    """What this process found out: that the reference's modules can be relied on is asked once, not by each trial."""
    return Kept()


def _trust_the_reference(session: Session, module: str) -> None:
    """What an exercise stands on is graded again for each trial only where it is in the trial's own module."""
    first_missing = session.prerequisites.first_missing
    session.workers.modules.first_missing = lambda names: first_missing(
        name for name in names if session.course.exercise(name).module == module
    )


@cache
def _opened(solutions: Path) -> tuple[Submission, Course, Sandbox]:
    course = load_course()
    return open_submission(solutions, course), course, open_sandbox()
