"""`python -m autograder`: grade a submission.

Exit status: 0 with all points, 1 with points missing, 2 when the kit or its use is at fault.
"""

import argparse
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import language
from autograder.course import own_language
from autograder.errors import KitError, UsageError
from autograder.language import LANGUAGES, _
from autograder.morning.parsers import add_to
from autograder.surroundings import OWN, colored, command, is_own, say, status_of, width

if TYPE_CHECKING:
    from autograder.report import Report


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    language.use(_asked_for(arguments) or own_language())
    options = _parser().parse_args(arguments)
    options.lang = language.in_use()
    return status_of(lambda: int(options.run(options)), debug=options.debug, tell=partial(_told, options.command))


def _asked_for(arguments: Sequence[str] | None) -> str | None:
    """The language that is named among the arguments, which help and complaints about them speak too."""
    early = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    early.add_argument("--lang")
    with suppress(argparse.ArgumentError):
        named = early.parse_known_args(arguments)[0].lang
        return named if named in LANGUAGES else None
    return None


def _told(command: str, error: KitError) -> str:
    if not isinstance(error, UsageError):
        return f"{_('The kit is at fault, no points are lost')}: {error}"
    return f"{_('This cannot be graded')}: {error}" if command == "grade" else str(error)


def _parser() -> argparse.ArgumentParser:
    vars(argparse)["_"] = _  # its own words are in our catalogue: it asks gettext for them, which knows no other one
    parser = argparse.ArgumentParser(
        prog="python -m autograder",
        description=_(
            "Grade a submission. Exit status: 0 with all points, 1 with points missing, 2 when the kit or its use is at"
            " fault."
        ),
    )
    commands = parser.add_subparsers(required=True, dest="command", metavar="command")
    grade = commands.add_parser("grade", help=_("grade a folder of modules, a .zip or an .ipynb"))
    grade.add_argument("submission", nargs="?", default=OWN, help=_("default: %(default)s"))
    grade.add_argument("--exercise", action="append", default=[], metavar="NAME", help=_("only this one (repeatable)"))
    grade.add_argument("--visible", action="store_true", help=_("leave hidden graders out"))
    grade.add_argument("--format", choices=("console", "json"), default="console")
    grade.add_argument("--output", type=Path, metavar="FILE", help=_("write the report there instead"))
    grade.add_argument("--unsafe", action="store_true", help=_("grade others' work even where it cannot be confined"))
    grade.add_argument("--all", action="store_true", help=_("every check that fails, one line for each"))
    grade.set_defaults(run=_grade)
    doctor = commands.add_parser("doctor", help=_("how well this machine isolates what it grades"))
    doctor.set_defaults(run=_doctor)
    for offered in (grade, doctor, *add_to(commands)):
        offered.add_argument("--lang", choices=LANGUAGES, help=_("default: the kit's own"))
        offered.add_argument("--debug", action="store_true", help=_("show where a failure of the kit comes from"))
    return parser


def _grade(options: argparse.Namespace) -> int:
    from autograder.sandbox import open_sandbox
    from autograder.sandbox.isolation import demand
    from autograder.submission.bounded import launch_reader

    sandbox = open_sandbox()
    if not is_own(options.submission):
        launch_reader()
    from autograder.judging.grade import grade  # while the sandbox proves itself

    if not is_own(options.submission):
        demand(sandbox, unsafe=options.unsafe)
    report = grade(options.submission, exercises=options.exercise, visible=options.visible, language=options.lang)
    if options.format == "json":
        import msgspec

        text = msgspec.json.format(msgspec.json.encode(report)).decode() + "\n"
    else:
        from autograder.render.console import render

        told = _edited_last(options.submission, report) if is_own(options.submission) else None
        color = options.output is None and colored()
        replay = command("replay", "{exercise}")
        text = render(report, width=width(), color=color, tell=told, every=options.all, replay=replay)
    _write(text, options.output)
    return 0 if report.complete else 1


def _edited_last(folder: str, report: "Report") -> str | None:
    """The exercise that was edited last, where it does not pass; what was seen of the folder is remembered."""
    from autograder.course import load_course
    from autograder.morning.edited import look, to_tell
    from autograder.morning.memory import keep, recall

    memory = recall()
    look(Path(folder), load_course(), memory)
    keep(memory)
    return to_tell(report, memory)


def _doctor(options: argparse.Namespace) -> int:
    from autograder.sandbox import open_sandbox
    from autograder.sandbox.doctor import diagnosis

    _write(diagnosis(open_sandbox()), None)
    return 0


def _write(text: str, output: Path | None) -> None:
    if output is None:
        say(text)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(_("{file} cannot be written: {error}").format(file=output, error=error.strerror)) from None
