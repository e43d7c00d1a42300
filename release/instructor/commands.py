"""The instructor's commands: collect, autograde, feedback, grades. What takes long to import is imported by them."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from autograder.errors import UsageError
from autograder.language import LANGUAGES, speaking
from release.progress import Progress

if TYPE_CHECKING:
    from release.instructor.course_folder import Where
    from release.instructor.judges import Judges

ROSTER = "the students as CSV, best Moodle's grading worksheet; others are refused"
Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_to(commands: Subparsers, course: Path) -> None:
    """Add them to the parser of `python -m release`; `course` is nbgrader's folder."""
    collect = _command(commands, "collect", _collect, course, "take in Moodle's zip, or a folder of submissions")
    collect.add_argument("source", type=Path, help="the .zip or the folder")
    collect.add_argument("--roster", type=Path, metavar="FILE", help=ROSTER)
    collect.add_argument("--times", action="store_true", help="the files' times are those of the submissions")
    collect.add_argument("--zone", metavar="NAME", help="of the worksheet's times, such as Europe/Paris; default: here")
    autograde = _command(commands, "autograde", _autograde, course, "grade what was submitted")
    autograde.add_argument("--force", action="store_true", help="also what is graded already")
    autograde.add_argument("--jobs", type=int, default=0, metavar="N", help="processes; default: one per processor")
    feedback = _command(commands, "feedback", _feedback, course, "make the pages that students get back")
    for command in (collect, autograde):
        command.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0], help="of reasons; default: %(default)s")
    for command in (autograde, feedback):
        command.add_argument("--student", action="append", default=[], metavar="ID", help="only this one (repeatable)")
    feedback.add_argument("--nbgrader", action="store_true", help="nbgrader's own pages: the whole notebook")
    grades = _command(commands, "grades", _grades, course, "write the grades as CSV: nbgrader's, and Moodle's")
    grades.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0], help="Moodle's; default: %(default)s")


def _command(
    commands: Subparsers, name: str, run: Callable[[argparse.Namespace], int], course: Path, text: str
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=text)
    command.add_argument("--assignment", default="", metavar="NAME", help="as nbgrader calls it")
    command.add_argument("--course", type=Path, default=course, metavar="FOLDER", help="default: release/course")
    command.set_defaults(run=run)
    return command


def _collect(options: argparse.Namespace) -> int:
    with Progress("collecting") as shown, speaking(options.lang):
        from autograder.course import load_course
        from release.instructor.collect import collect
        from release.instructor.course_folder import Where
        from release.instructor.people.worksheet import read_people
        from release.instructor.receipt import keep_roster

        assignment, done = options.assignment or load_course().assignment, 0
        where, roster = Where(options.course), read_people(options.roster, zone_of(options.zone))
        refused: list[tuple[str, str]] = []
        for taken in collect(
            where, assignment, options.source, roster=roster, times=options.times, expect=shown.expect
        ):
            shown.step(str(taken))
            done += taken.fault is None
            refused += [(taken.shown, str(taken.fault))] if taken.fault else []
    if options.roster:
        keep_roster(where, assignment, options.roster)
    print(f"{done} collected for {assignment}, {len(refused)} not")
    _summary(where, assignment, "collect", refused)
    return 1 if refused else 0


def _summary(where: "Where", assignment: str, step: str, refused: Sequence[tuple[str, str]]) -> None:
    """Who was refused, as a file to send back, and of whom there is nothing to grade."""
    from release.instructor.receipt import absent, note_refused

    if path := note_refused(where, assignment, step, refused):
        print(f"refused, with reasons: {path}", file=sys.stderr)
    if nothing := absent(where, assignment):
        print(f"nothing collected from ({len(nothing)}): {', '.join(nothing)}", file=sys.stderr)


def zone_of(name: str | None) -> tzinfo | None:
    """The time zone of this name, None for none. Raises UsageError."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        raise UsageError(f"{name} is no time zone; one is called Europe/Paris") from None


def _autograde(options: argparse.Namespace) -> int:
    with Progress("grading") as shown, speaking(options.lang):  # nbgrader takes seconds to import
        from release.instructor.course_folder import Where, assignments
        from release.instructor.judges import Judges

        status, where = 0, Where(options.course)
        with Judges(jobs=options.jobs, unsafe=where.unsafe) as judges:
            judges.begin_early(where, options.assignment, options.student)
            for assignment in assignments(where, options.assignment):
                status = max(status, _graded(where, assignment, judges, options, shown))
    return status


def _graded(where: "Where", assignment: str, judges: "Judges", options: argparse.Namespace, shown: Progress) -> int:
    from release.instructor.autograde import autograde

    results = []
    students, force = options.student, options.force
    for result in autograde(where, assignment, judges, students=students, force=force, expect=shown.expect):
        results.append(result)
        shown.step(str(result))
    failed = [result for result in results if result.fault is not None]
    print(f"{len(results) - len(failed)} of {assignment} graded, {len(failed)} not")
    for result in failed:
        print(result, file=sys.stderr)
    if not options.student:
        _summary(where, assignment, "autograde", [(x.student, str(x.fault)) for x in failed])
    return 2 if any(result.kits_fault for result in failed) else 1 if failed else 0


def _feedback(options: argparse.Namespace) -> int:
    with Progress("making pages") as shown:
        from release.instructor.course_folder import Where, assignments
        from release.instructor.feedback import feedback, moodle_feedback

        status, where = 0, Where(options.course)
        students, nbgraders = options.student, options.nbgrader
        for assignment in assignments(where, options.assignment):
            for returned in feedback(where, assignment, students=students, nbgraders=nbgraders, expect=shown.expect):
                shown.step(str(returned), failed=returned.fault is not None)
                status = 2 if returned.fault else status
            if together := moodle_feedback(where, assignment):
                print(together)
    return status


def _grades(options: argparse.Namespace) -> int:
    from release.instructor.course_folder import Where, assignments
    from release.instructor.feedback import outdated
    from release.instructor.returns import grades, waiting

    where = Where(options.course)
    names = assignments(where, options.assignment)
    for told in grades(where, names, options.lang):
        print(told, file=sys.stdout if isinstance(told, Path) else sys.stderr)
    for assignment in names:
        if students := waiting(where, assignment):
            print(f"{assignment}: a grader has to look at {', '.join(students)} in formgrader", file=sys.stderr)
        if students := outdated(where, assignment):
            print(
                f"{assignment}: older than the grade, the page of {', '.join(students)}: make feedback", file=sys.stderr
            )
    return 0
