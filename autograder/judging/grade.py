"""Grade one submission: every claim asked, one after the other, and the results as one Report."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter

import msgspec

from autograder import language as languages
from autograder.course import Exercise
from autograder.judging.claims import claims_of
from autograder.judging.respondents.earlier import Earlier, Recalled
from autograder.judging.session import Session, open_session
from autograder.language import excerpt, on_one_line
from autograder.report import VERSION, CheckResult, ExerciseResult, Report, Timing, course_hints, exercise_result, total


def grade(path: str | Path, *, exercises: Sequence[str] = (), visible: bool = False, language: str = "fr") -> Report:
    """Run the graders on a submission.

    Raises UsageError for a path or an exercise that cannot be used, KitError when the kit is at fault.
    """
    began = perf_counter()
    languages.use(language)
    session = open_session(path, exercises=exercises)
    gc.freeze()  # everything imported so far stays: collecting it again and again costs a tenth of a run
    return grade_session(session, visible=visible, language=language, start=perf_counter() - began)


def grade_session(
    session: Session,
    *,
    visible: bool = False,
    language: str = "fr",
    start: float = 0.0,
    earlier: Earlier | None = None,
) -> Report:
    """The same for a session that is open already, of many in one process perhaps. Closes it.

    `earlier` is what the process knows of modules that were judged before, where all claims are asked.
    """
    checks: dict[str, list[CheckResult]] = {}
    began, recalled = perf_counter(), Recalled(session, None if visible else earlier)
    try:
        for claim in claims_of([exercise.name for exercise in session.exercises], visible=visible):
            of_one = checks.setdefault(claim.exercise, [])
            of_one.append(recalled.judge(claim, len(of_one)))
        waited = session.workers.modules.waited
        timing = Timing(start, waited, perf_counter() - began - waited)
        return build_report(session, checks, language, timing, recalled)
    finally:
        session.close()


def build_report(
    session: Session,
    checks: Mapping[str, Sequence[CheckResult]],
    language: str,
    timing: Timing,
    recalled: Recalled | None = None,
) -> Report:
    """The results of all checks as one record."""
    recalled = recalled or Recalled(session, None)
    results = tuple(
        found.results[x.name]
        if (found := recalled[x.module])
        else _result(session.best(x.name), x, language, checks.get(x.name, ()))
        for x in session.exercises
    )
    recalled.keep(results)
    submission = session.workers.modules.submission
    return Report(
        version=VERSION,
        submission=on_one_line(submission.path),
        language=language,
        rung=session.workers.modules.sandbox.rung,
        exercises=results,
        read=tuple(map(on_one_line, submission.read)),
        ignored=tuple((on_one_line(file), on_one_line(reason)) for file, reason in submission.ignored),
        warnings=tuple(map(on_one_line, _warnings(session, results, recalled))),
        hints=course_hints(session.course, language),
        timing=timing,
        **total(results, session.course.out_of),
    )


def _warnings(session: Session, results: Sequence[ExerciseResult], recalled: Recalled) -> Iterator[str]:
    """What was left out of the modules so that the rest could be graded, but what a check tells of already."""
    told = tuple({f"{check.where}:" for result in results for check in result.checks if check.where})
    warnings = [
        warning
        for result in results
        for warning in recalled.warnings(result.name)
        if not (told and warning.startswith(told))
    ]
    yield from dict.fromkeys(warnings)


def _result(session: Session, exercise: Exercise, language: str, checks: Sequence[CheckResult]) -> ExerciseResult:
    """An exercise's result; only what failed is diagnosed, and only then are signatures read."""
    result = exercise_result(exercise, language, checks)
    if text := session.printed.get(exercise.name, ""):
        result = msgspec.structs.replace(result, printed=excerpt(text))
    if result.outcome in ("passed", "todo", "blocked"):
        return result
    from autograder.diagnosis import diagnose
    from autograder.judging.observe import symptoms_of

    found = diagnose(exercise, symptoms_of(session, exercise.name), language)
    return msgspec.structs.replace(result, diagnosis=found)
