"""The instructor's commands: collect, autograde, feedback, grades. What takes long to import is imported by them."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from autograder.language import LANGUAGES

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_to(commands: Subparsers, course: Path) -> None:
    """Add them to the parser of `python -m release`; `course` is nbgrader's folder."""
    collect = _command(commands, "collect", _collect, course, "take in Moodle's zip, or a folder of submissions")
    collect.add_argument("source", type=Path, help="the .zip or the folder")
    collect.add_argument("--roster", type=Path, metavar="FILE", help="the students as CSV; others are refused")
    collect.add_argument("--times", action="store_true", help="the files' times are those of the submissions")
    autograde = _command(commands, "autograde", _autograde, course, "grade what was submitted")
    autograde.add_argument("--force", action="store_true", help="also what is graded already")
    autograde.add_argument("--jobs", type=int, default=0, metavar="N", help="processes; default: one per processor")
    feedback = _command(commands, "feedback", _feedback, course, "make the pages that students get back")
    for command in (autograde, feedback):
        command.add_argument("--student", action="append", default=[], metavar="ID", help="only this one (repeatable)")
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
    from autograder.course import load_course
    from release.lane.collect import collect
    from release.lane.students import read_roster
    from release.lane.where import Where

    assignment = options.assignment or load_course().assignment
    where, roster = Where(options.course), read_roster(options.roster)
    done = refused = 0
    for taken in collect(where, assignment, options.source, roster=roster, times=options.times):
        done, refused = done + (taken.fault is None), refused + (taken.fault is not None)
        print(taken, flush=True)
    print(f"{done} collected for {assignment}, {refused} not")
    return 1 if refused else 0


def _autograde(options: argparse.Namespace) -> int:
    from release.lane.ahead import Judges
    from release.lane.autograde import autograde
    from release.lane.where import Where, assignments

    status, where = 0, Where(options.course)
    with Judges(jobs=options.jobs, unsafe=where.unsafe) as judges:
        judges.begin_early(where, options.assignment, options.student)
        for assignment in assignments(where, options.assignment):
            results = []
            for result in autograde(where, assignment, judges, students=options.student, force=options.force):
                results.append(result)
                print(result, flush=True)
            failed = [result for result in results if result.fault is not None]
            print(f"{len(results) - len(failed)} of {assignment} graded, {len(failed)} not")
            for result in failed:
                print(result, file=sys.stderr)
            status = max(status, 2 if any(result.kits_fault for result in failed) else 1 if failed else 0)
    return status


def _feedback(options: argparse.Namespace) -> int:
    from release.lane.returns import feedback, moodle_feedback
    from release.lane.where import Where, assignments

    status, where = 0, Where(options.course)
    for assignment in assignments(where, options.assignment):
        for student, page in feedback(where, assignment, students=options.student):
            if isinstance(page, Path):
                print(f"{student}: {page}", flush=True)
            else:
                print(f"{student}: no feedback: {page}", file=sys.stderr)
                status = 2
        if together := moodle_feedback(where, assignment):
            print(together)
    return status


def _grades(options: argparse.Namespace) -> int:
    from release.lane.returns import grades, waiting
    from release.lane.where import Where, assignments

    where = Where(options.course)
    names = assignments(where, options.assignment)
    for path in grades(where, names, options.lang):
        print(path)
    for assignment in names:
        if students := waiting(where, assignment):
            print(f"{assignment}: a grader has to look at {', '.join(students)} in formgrader", file=sys.stderr)
    return 0
