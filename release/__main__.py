"""`python -m release`: what the author and the instructor run.

Exit status: 0 when it is done; 1 when generated files are stale, the contract is broken, or some submissions are listed
as not done; 2 when the command, the sources or the kit are at fault.
"""

import os
import sys

from autograder.surroundings import distrust, end_with_parent, status_of

if __name__ == "__main__":
    distrust()  # before anything is imported
    if os.environ.get("MAKELEVEL"):
        end_with_parent()

import argparse
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from autograder import language
from autograder.language import LANGUAGES
from release.cohort import commands as cohort
from release.gradescope import commands as gradescope
from release.instructor import commands as lane
from release.live import commands as live
from release.sources.build import PROJECT, generated, stale, write
from release.sources.read import read_sources
from release.sources.stubs import add_exercise, missing
from release.tab import commands as tab


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    options = _parser().parse_args(arguments)
    language.use("en")
    return status_of(lambda: int(options.run(options)), debug=options.debug)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m release", description="Generate what students get.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    exercises = commands.add_parser("exercises", help="write exercises/ and autograder/data/ from solutions/")
    exercises.set_defaults(run=_exercises)
    new = commands.add_parser("new", help="write the stub of every file that a new exercise needs")
    new.add_argument("name", help="of the exercise and of its function")
    new.add_argument("--module", default="", help="the module that it stands in; default: one of its own")
    new.add_argument("--operation", default="", help="the function of programs/operations.py that it implements")
    new.set_defaults(run=_new)
    check = commands.add_parser("check", help="name what an exercise lacks, and the generated files that are stale")
    check.set_defaults(run=_check)
    contract = commands.add_parser("contract", help="prove the graders; say what must hold and does not")
    contract.set_defaults(run=_contract)
    publishing = commands.add_parser("publish", help="nbgrader's source and release, the students' kits, the corrigés")
    publishing.add_argument("--lang", choices=("all", *LANGUAGES), default="all", help="default: %(default)s")
    publishing.add_argument(
        "--assignment", default="", metavar="NAME", help="one of course.toml; default: the whole course"
    )
    publishing.set_defaults(run=_publish)
    for room in (lane, cohort, gradescope, live):
        room.add_to(commands, PROJECT / "release" / "course")
    tab.add_to(commands)
    for command in commands.choices.values():
        command.add_argument("--debug", action="store_true", help="show where a failure of the kit comes from")
    return parser


def _exercises(_options: argparse.Namespace) -> int:
    changed = write(generated())
    print("\n".join(changed) if changed else "everything is up to date")
    return 0


def _new(options: argparse.Namespace) -> int:
    for file in add_exercise(PROJECT, options.name, module=options.module, operation=options.operation):
        print(file)
    print("next: write what says TODO, then make exercises; make contract lists what is missing")
    return 0


def _check(_options: argparse.Namespace) -> int:
    found = [*_missing(), *(f"{file} is stale: make exercises" for file in stale(generated()))]
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


def _missing() -> list[str]:
    return list(missing(PROJECT, read_sources(PROJECT / "solutions").course))


def _contract(_options: argparse.Namespace) -> int:
    if found := _missing():  # nothing is proved of what is not written yet
        print("\n".join(found), file=sys.stderr)
        return 1
    from release.proof.kill_table import kill_table, prove

    with ThreadPoolExecutor(1) as beside:  # both mostly wait: this one for its workers, the proof for its processes
        rest = beside.submit(_rest_of_the_contract)
        proof = prove(PROJECT)
        print(kill_table(proof))
        found = rest.result()
    print("\n".join(found) or "the rest of the contract holds", file=sys.stderr if found else sys.stdout)
    return 1 if found or proof.broken else 0


def _rest_of_the_contract() -> list[str]:
    from release.proof.contract import broken, candidate_of  # nbgrader takes seconds to import

    return broken(candidate_of(PROJECT))


def _publish(options: argparse.Namespace) -> int:
    from release.publish import publish  # nbgrader and nbconvert take seconds to import

    languages = () if options.lang == "all" else (options.lang,)
    for path in publish(PROJECT, languages=languages, assignment=options.assignment):
        print(path.relative_to(PROJECT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
