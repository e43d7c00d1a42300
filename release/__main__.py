"""`python -m release`: what the author and the instructor run.

Exit status: 0 when it is done; 1 when generated files are stale, the contract is broken, or some submissions are listed
as not done; 2 when the command, the sources or the kit are at fault.
"""

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from autograder import language
from autograder.errors import KitError
from autograder.language import LANGUAGES
from release.build import PROJECT, generated, stale, write
from release.lane import commands as lane


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    options = _parser().parse_args(arguments)
    language.use("en")
    try:
        status: int = options.run(options)
    except KitError as error:
        print(error, file=sys.stderr)
        return 2
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m release", description="Generate what students get.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    exercises = commands.add_parser("exercises", help="write exercises/ and autograder/data/ from solutions/")
    exercises.set_defaults(run=_exercises)
    check = commands.add_parser("check", help="name the generated files that are stale")
    check.set_defaults(run=_check)
    contract = commands.add_parser("contract", help="prove the graders; say what must hold and does not")
    contract.set_defaults(run=_contract)
    build = commands.add_parser(
        "build", help="publish: nbgrader's source and release, the students' kits, the corrigés"
    )
    build.add_argument("--lang", choices=("all", *LANGUAGES), default="all", help="default: %(default)s")
    build.add_argument("--assignment", default="", metavar="NAME", help="one of course.toml; default: the whole course")
    build.set_defaults(run=_build)
    lane.add_to(commands, PROJECT / "release" / "course")
    return parser


def _exercises(_options: argparse.Namespace) -> int:
    changed = write(generated())
    print("\n".join(changed) if changed else "everything is up to date")
    return 0


def _check(_options: argparse.Namespace) -> int:
    found = stale(generated())
    for file in found:
        print(f"{file} is stale: make exercises", file=sys.stderr)
    return 1 if found else 0


def _contract(_options: argparse.Namespace) -> int:
    from release.proof import kill_table, prove

    with ThreadPoolExecutor(1) as beside:  # both mostly wait: this one for its workers, the proof for its processes
        rest = beside.submit(_rest_of_the_contract)
        proof = prove(PROJECT)
        print(kill_table(proof))
        found = rest.result()
    print("\n".join(found) or "the rest of the contract holds", file=sys.stderr if found else sys.stdout)
    return 1 if found or proof.broken else 0


def _rest_of_the_contract() -> list[str]:
    from release.contract import broken, candidate_of  # nbgrader takes seconds to import

    return broken(candidate_of(PROJECT))


def _build(options: argparse.Namespace) -> int:
    from release.publish import publish  # nbgrader and nbconvert take seconds to import

    languages = () if options.lang == "all" else (options.lang,)
    for path in publish(PROJECT, languages=languages, assignment=options.assignment):
        print(path.relative_to(PROJECT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
