"""Grade one submission with pytest and return its Report."""

import gc
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import msgspec

from autograder import language as languages
from autograder.claims import claims_of, judge
from autograder.course import Exercise
from autograder.errors import KitError
from autograder.printable import on_one_line
from autograder.report import VERSION, CheckResult, ExerciseResult, Report, Timing, course_hints, exercise_result, total
from autograder.session import GRADERS, Session, open_session

if TYPE_CHECKING:
    from autograder.plugin import Collector


# What graders do not need of pytest: half of its start-up time.
UNUSED = (
    *("terminal", "junitxml", "pastebin", "doctest", "debugging", "stepwise", "faulthandler", "unittest"),
    *("logging", "capture", "tmpdir", "monkeypatch", "recwarn", "setuponly", "setupplan", "freeze_support"),
    *("legacypath", "unraisableexception", "threadexception", "subtests"),
)


def grade(path: str | Path, *, exercises: Sequence[str] = (), visible: bool = False, language: str = "fr") -> Report:
    """Run the graders on a submission with pytest.

    Raises UsageError for a path or an exercise that cannot be used, KitError when the kit is at fault.
    """
    began = perf_counter()
    languages.use(language)
    session = open_session(path, exercises=exercises)
    try:
        started = perf_counter()
        collector = _run_pytest(session, visible)
        in_pytest = perf_counter() - started - collector.seconds
        waited = session.grading.waited
        timing = Timing(started - began, in_pytest, waited, collector.seconds - waited)
        return build_report(session, collector.checks, language, timing)
    finally:
        session.grading.close()


def grade_directly(session: Session, *, visible: bool = False, language: str = "fr") -> Report:
    """The same verdict without pytest, for many submissions in one process. Closes the session."""
    checks: dict[str, list[CheckResult]] = {}
    began = perf_counter()
    try:
        for claim in claims_of([exercise.name for exercise in session.exercises], visible=visible):
            result = judge(claim, session.check(claim.exercise))
            session.standing.record(claim.exercise, claim.text, passed=result.outcome == "passed")
            checks.setdefault(claim.exercise, []).append(result)
        waited = session.grading.waited
        return build_report(session, checks, language, Timing(worker=waited, checks=perf_counter() - began - waited))
    finally:
        session.grading.close()


def build_report(
    session: Session, checks: Mapping[str, Sequence[CheckResult]], language: str, timing: Timing
) -> Report:
    """The results of all checks as one record."""
    results = tuple(_result(session, x, language, checks.get(x.name, ())) for x in session.exercises)
    submission = session.grading.submission
    return Report(
        version=VERSION,
        submission=on_one_line(submission.path),
        language=language,
        rung=session.grading.sandbox.rung,
        exercises=results,
        read=tuple(map(on_one_line, submission.read)),
        ignored=tuple((on_one_line(file), on_one_line(reason)) for file, reason in submission.ignored),
        hints=course_hints(session.course, language),
        timing=timing,
        **total(results, session.course.out_of),
    )


def _result(session: Session, exercise: Exercise, language: str, checks: Sequence[CheckResult]) -> ExerciseResult:
    """An exercise's result; only what failed is diagnosed, and only then are signatures read."""
    result = exercise_result(exercise, language, checks)
    if result.outcome in ("passed", "todo", "blocked"):
        return result
    from autograder.diagnosis import diagnose

    return msgspec.structs.replace(result, diagnosis=diagnose(session, exercise, language))


def _run_pytest(session: Session, visible: bool) -> "Collector":
    """One pytest run in this process, silent; plugins installed beside the kit stay out of it."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    import pytest

    from autograder.plugin import Collector

    gc.freeze()  # everything imported so far stays: collecting it again and again costs a tenth of a run
    collector = Collector(session)
    arguments = [str(GRADERS), "-c", str(GRADERS / "pytest.ini"), "--rootdir", str(GRADERS), "--assert", "plain"]
    arguments += [word for plugin in UNUSED for word in ("-p", f"no:{plugin}")]
    status = pytest.main([*arguments, *["--visible"] * visible], plugins=[collector])
    if collector.fault:
        raise KitError(f"{type(collector.fault).__name__}: {collector.fault}") from collector.fault
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise KitError(f"pytest ended with status {status}")
    return collector
