"""The commands `class` and `overview`: a whole class at once without nbgrader, and the same page from its lane."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.language import LANGUAGES, speaking
from release.instructor.commands import ROSTER, Subparsers, zone_of
from release.progress import Progress

if TYPE_CHECKING:
    from release.cohort.results import Results

OUT = Path("results")
PAGES = "overview"  # in the course's folder


def add_to(commands: Subparsers, course: Path) -> None:
    """Add them to the parser of `python -m release`; `course` is nbgrader's folder."""
    _add_class(commands)
    parser: argparse.ArgumentParser = commands.add_parser(
        "overview", help="the class's page, of what nbgrader's lane graded"
    )
    parser.add_argument("--assignment", default="", metavar="NAME", help="as nbgrader calls it")
    parser.add_argument("--course", type=Path, default=course, metavar="FOLDER", help="default: release/course")
    _shown(parser)
    parser.set_defaults(run=_overview)


def _add_class(commands: Subparsers) -> None:
    parser: argparse.ArgumentParser = commands.add_parser("class", help="grade a whole class without nbgrader")
    parser.add_argument(
        "source", type=Path, help="Moodle's .zip, a folder of kits and notebooks, of clones, submitted/"
    )
    parser.add_argument(
        "--output", "--out", dest="out", type=Path, default=OUT, metavar="FOLDER", help="default: %(default)s"
    )
    parser.add_argument("--roster", type=Path, metavar="FILE", help=ROSTER)
    parser.add_argument(
        "--assignment", default="", metavar="NAME", help="one of course.toml; default: the whole course"
    )
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help="processes; default: one per processor")
    parser.add_argument(
        "--scheduler", default="", metavar="URL", help="let the workers of this Dask scheduler grade: tcp://…"
    )
    parser.add_argument("--unsafe", action="store_true", help="also where submissions cannot be confined")
    _shown(parser)
    parser.set_defaults(run=_class)


def _shown(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pseudonyms", action="store_true", help="no name on the pages")
    parser.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0], help="of the pages; default: %(default)s")


def _class(options: argparse.Namespace) -> int:
    with Progress("grading") as shown:
        from autograder.course import load_course
        from release.cohort.grading import Rules
        from release.cohort.results import open_results
        from release.cohort.run import grade_class
        from release.instructor.people.worksheet import read_people
        from release.nbgrader_plugin.verdicts import KEPT

        out = options.out.resolve()
        rules = Rules(options.assignment or load_course().assignment, out / KEPT, options.unsafe, options.lang)
        roster = read_people(options.roster, zone_of(None))
        with open_results(out) as results:
            if results.torn:
                print(f"{results.path}: its last line was cut off, and is left out", file=sys.stderr)
            found = []
            where = {"jobs": options.jobs, "scheduler": options.scheduler}
            graded = grade_class(options.source, results, rules, roster=roster, expect=shown.expect, **where)
            for one in graded:
                shown.step(str(one), failed=bool(one.result.fault))
                found.append((bool(one.result.refused), bool(one.result.fault)))
            page = _pages(results, options)
    refused, faults = (sum(column) for column in zip(*found, strict=True)) if found else (0, 0)
    print(f"{len(found) - refused - faults} graded, {refused} not read, {faults} not judged: {page}")
    return 2 if faults else 1 if refused else 0


def _pages(results: "Results", options: argparse.Namespace) -> Path:
    from autograder.course import load_course
    from release.cohort.exports.files import write_exports
    from release.cohort.overview import overview
    from release.cohort.shown.page import INDEX, write_pages
    from release.cohort.shown.pseudonyms import Pseudonymous, key_of
    from release.cohort.shown.standing import made_of, note, stand

    folder = results.path.parent
    made = made_of(folder, [options.lang, options.pseudonyms], options.roster)
    if not stand(folder, made):
        seen = overview(results)
        write_exports(folder, seen, results, title=load_course().title[options.lang], roster=options.roster)
        shown = Pseudonymous(results, key_of(folder)) if options.pseudonyms else results
        write_pages(folder, overview(shown) if options.pseudonyms else seen, shown, language=options.lang)
        note(folder, made)
    return folder / INDEX


def _overview(options: argparse.Namespace) -> int:
    from autograder.course import load_course
    from release.cohort.exports.files import write_exports
    from release.cohort.lane import Lane
    from release.cohort.overview import overview
    from release.cohort.shown.page import write_pages
    from release.cohort.shown.pseudonyms import Pseudonymous, key_of
    from release.instructor.course_folder import Where, assignments
    from release.instructor.receipt import kept_roster

    where, title = Where(options.course), load_course().title[options.lang]
    with speaking(options.lang):
        for assignment in assignments(where, options.assignment):
            results, roster = Lane(where, assignment), kept_roster(where, assignment)
            seen, folder = overview(results), where.folder / PAGES / assignment
            write_exports(folder, seen, results, title=title, roster=roster if roster.is_file() else None)
            shown = Pseudonymous(results, key_of(folder), results.marks) if options.pseudonyms else results
            seen = overview(shown) if options.pseudonyms else seen
            print(write_pages(folder, seen, shown, language=options.lang, marks=shown.marks))
    return 0
