"""Grade one submission with pytest and return its Report."""

import gc
import os
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from autograder import language as languages
from autograder.errors import KitError
from autograder.report import VERSION, Report, Timing, course_hints, exercise_result, total
from autograder.session import GRADERS, Session, open_session

if TYPE_CHECKING:
    from autograder.plugin import Collector


# What graders do not need of pytest: half of its start-up time.
UNUSED = (
    "terminal junitxml pastebin doctest debugging stepwise faulthandler unittest logging capture tmpdir monkeypatch "
    "recwarn setuponly setupplan freeze_support legacypath unraisableexception threadexception subtests"
).split()


def grade(path: str | Path, *, exercises: Sequence[str] = (), visible: bool = False, language: str = "fr") -> Report:
    """Run the graders on a submission.

    Raises UsageError for a path or an exercise that cannot be used, KitError when the kit is at fault.
    """
    began = perf_counter()
    languages.use(language)
    session = open_session(path, exercises=exercises)
    try:
        started = perf_counter()
        collector = _run_pytest(session, visible)
        ended = perf_counter()
        results = tuple(
            exercise_result(x, language, collector.checks.get(x.name, ()), Fraction(x.visible_weight + x.hidden_weight))
            for x in session.exercises
        )
        waited = session.grading.waited
        checks = collector.seconds - waited
        return Report(
            version=VERSION,
            submission=session.grading.submission.path,
            language=language,
            rung=session.grading.sandbox.rung,
            exercises=results,
            read=session.grading.submission.read,
            ignored=session.grading.submission.ignored,
            hints=course_hints(session.course, language),
            timing=Timing(started - began, ended - started - collector.seconds, waited, checks),
            **total(results, session.course.out_of),
        )
    finally:
        session.grading.close()


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
