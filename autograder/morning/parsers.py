"""The parsers of a student's commands; what runs is imported when it is asked for."""

import argparse
from pathlib import Path
from typing import Any

from autograder.language import _


def add_to(commands: Any) -> list[argparse.ArgumentParser]:
    """The parsers of these commands; each has `run`."""
    listing = _command(commands, "list", _("the exercises, where each one is, and how many hints were read"))
    hint = _command(commands, "hint", _("the next hint of an exercise, one step at a time"))
    back = _command(commands, "reset", _("put an answer back as it was handed out; what you wrote is kept"))
    submit = _command(commands, "submit", _("the zip to hand in: what it holds, what is missing"))
    again = _command(commands, "replay", _("replay the counterexample in your own Python: print and pdb work there"))
    watch = _command(commands, "watch", _("grade on save"))
    watch.add_argument(
        "--plain", action="store_true", help=_("lines instead of a screen, as where there is no terminal")
    )
    watch.add_argument(
        "--share", default="", metavar="URL", help=_("show your teacher how far you are: no name, no code")
    )
    step = _command(commands, "step", _("walk through your backward pass: who passes on what, where it goes wrong"))
    step.add_argument("--output", type=Path, metavar="FILE", help=_("the page's name; default: in .autograder/"))
    update = _command(commands, "update", _("install a corrected kit; what you wrote stays"))
    update.add_argument("kit", type=Path, metavar="ZIP")
    for one in (hint, back, again, step):
        one.add_argument("exercise", metavar="EXERCISE")
    back.add_argument("--file", action="store_true", help=_("the whole file, not only this answer"))
    back.add_argument("--yes", action="store_true", help=_("do not ask"))
    submit.add_argument(
        "path", nargs="?", metavar="PATH", help=_("the folder or the notebook; default: where your work is")
    )
    submit.add_argument("--output", type=Path, metavar="FILE", help=_("the zip's name"))
    return [listing, hint, back, submit, again, step, watch, update]


def _command(commands: Any, name: str, told: str) -> argparse.ArgumentParser:
    def run(options: argparse.Namespace) -> int:
        from autograder.morning.commands import COMMANDS

        return COMMANDS[name](options)

    parser: argparse.ArgumentParser = commands.add_parser(name, help=told)
    parser.set_defaults(run=run)
    return parser
