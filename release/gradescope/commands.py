"""The command `gradescope`: the autograder's zip."""

import argparse
from pathlib import Path

from autograder.language import LANGUAGES


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", _course: Path) -> None:
    """Add it to the parser of `python -m release`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "gradescope", help="the autograder's zip for Gradescope, hidden graders and all"
    )
    parser.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0], help="default: %(default)s")
    parser.add_argument(
        "--assignment", default="", metavar="NAME", help="one of course.toml; default: the whole course"
    )
    parser.add_argument("--unsafe", action="store_true", help="let it grade where submissions cannot be confined")
    parser.set_defaults(run=_gradescope)


def _gradescope(options: argparse.Namespace) -> int:
    from release.gradescope.build import build
    from release.sources.build import PROJECT

    print(build(assignment=options.assignment, language=options.lang, unsafe=options.unsafe).relative_to(PROJECT))
    return 0
