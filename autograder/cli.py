"""`python -m autograder`: grade a submission.

Exit status: 0 with all points, 1 with points missing, 2 when the kit or its use is at fault.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder import language
from autograder.errors import KitError, UsageError
from autograder.language import LANGUAGES, _
from autograder.printable import printable

SUBMISSION = "exercises"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(arguments)
    language.use(options.lang)
    try:
        return int(options.run(options))
    except KitError as error:
        kind = (
            _("This cannot be graded")
            if isinstance(error, UsageError)
            else _("The kit is at fault, no points are lost")
        )
        print(f"{kind}: {printable(str(error))}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m autograder", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    grade = commands.add_parser("grade", help="grade a folder of modules, a .zip or an .ipynb")
    grade.add_argument("submission", nargs="?", default=SUBMISSION, help="default: %(default)s")
    grade.add_argument("--exercise", action="append", default=[], metavar="NAME", help="only this one (repeatable)")
    grade.add_argument("--visible", action="store_true", help="leave hidden graders out")
    grade.add_argument("--format", choices=("console", "json"), default="console")
    grade.add_argument("--output", type=Path, metavar="FILE", help="write the report there instead")
    grade.add_argument("--strict", action="store_true", help="others' work: refuse where it cannot be confined")
    grade.add_argument("--unsafe", action="store_true", help="with --strict: grade nevertheless")
    grade.set_defaults(run=_grade)
    doctor = commands.add_parser("doctor", help="how well this machine isolates what it grades")
    doctor.set_defaults(run=_doctor)
    for command in (grade, doctor):
        command.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0], help="default: %(default)s")
    return parser


def _grade(options: argparse.Namespace) -> int:
    from autograder.run import grade

    if options.strict and Path(options.submission).resolve() != Path(SUBMISSION).resolve():
        from autograder.isolation import demand
        from autograder.sandbox import open_sandbox

        demand(open_sandbox(), unsafe=options.unsafe)
    report = grade(options.submission, exercises=options.exercise, visible=options.visible, language=options.lang)
    if options.format == "json":
        import msgspec

        text = msgspec.json.format(msgspec.json.encode(report)).decode() + "\n"
    else:
        from autograder.render.console import render

        to_terminal = options.output is None and sys.stdout.isatty()
        text = render(report, width=_width(), color=to_terminal and "NO_COLOR" not in os.environ)
    _write(text, options.output)
    return 0 if report.complete else 1


def _doctor(options: argparse.Namespace) -> int:
    from autograder.doctor import diagnosis
    from autograder.sandbox import open_sandbox

    _write(diagnosis(open_sandbox()), None)
    return 0


def _width() -> int:
    return max(60, min(100, os.get_terminal_size().columns)) if sys.stdout.isatty() else 80


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(_("{file} cannot be written: {error}").format(file=output, error=error.strerror)) from None
