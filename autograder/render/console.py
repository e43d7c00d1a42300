"""A Report as text for a terminal: a table of exercises, then one thing to do next."""

import re
from io import StringIO
from textwrap import wrap

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.language import _
from autograder.render.graph import graph_text, shares_text
from autograder.report import CheckResult, ExerciseResult, Report

IGNORED_SHOWN = 12
NO_BREAK = "\N{NO-BREAK SPACE}"
UNREADABLE = re.compile(r"\b(Syntax|Indentation|Tab)Error: ")  # Python could not even read the file

STYLES = {
    "passed": "green",
    "failed": "red",
    "todo": "dim",
    "blocked": "yellow",
    "error": "red",
    "timeout": "red",
    "crashed": "red",
}


def outcome_name(outcome: str) -> str:
    """An outcome as a student reads it."""
    return {
        "passed": _("passed"),
        "failed": _("not yet"),
        "todo": _("to do"),
        "blocked": _("waiting"),
        "error": _("error"),
        "timeout": _("too slow"),
        "crashed": _("crashed"),
    }[outcome]


def render(report: Report, *, width: int = 80, color: bool = False) -> str:
    """The whole report, no line wider than `width`, coloured only when asked."""
    stream = StringIO()
    console = Console(
        file=stream,
        width=width,
        force_terminal=color,
        force_jupyter=False,
        no_color=not color,
        highlight=False,
        emoji=False,
        markup=False,
    )
    console.print(Group(*_parts(report)))
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def _parts(report: Report) -> list[RenderableType]:
    parts: list[RenderableType] = [*_receipt(report), _table(report), Text(_total(report), style="bold")]
    failing = next((x for x in report.exercises if x.outcome not in ("passed", "blocked")), None)
    failing = failing or next((x for x in report.exercises if x.outcome != "passed"), None)
    if failing:
        parts += [Text(), *_next(report, failing)]
    elif report.exercises:
        parts += [Text(), Text(_closing(report), style="green")]
    return parts + _advice(report)


def _receipt(report: Report) -> list[RenderableType]:
    lines = [Text(_("read: {files}").format(files=", ".join(report.read)), style="dim")]
    lines += [
        Text(_("ignored: {file} ({reason})").format(file=file, reason=reason), style="dim")
        for file, reason in report.ignored[:IGNORED_SHOWN]
    ]
    if more := len(report.ignored[IGNORED_SHOWN:]):
        lines.append(Text(_("ignored: {count} more").format(count=more), style="dim"))
    return [*lines, Text()]


def _table(report: Report) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(_("exercise"), no_wrap=True)
    table.add_column(_("points"), justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("", overflow="fold", style="dim")
    for exercise in report.exercises:
        table.add_row(
            Text(exercise.name),
            Text(f"{number(exercise.points)} / {number(exercise.max_points)}"),
            Text(outcome_name(exercise.outcome), style=STYLES[exercise.outcome]),
            Text(exercise.title),
        )
    return table


def _total(report: Report) -> str:
    points = f"{number(report.points)} / {number(report.max_points)}"
    if report.at_submission:
        later = _("{points} visible, {later} at submission")
        return _("total") + "  " + later.format(points=points, later=number(report.at_submission))
    return _("total {points}   grade {grade} / {out_of}").format(
        points=points, grade=number(report.grade), out_of=number(report.out_of)
    )


def _next(report: Report, exercise: ExerciseResult) -> list[RenderableType]:
    """The first check that did not pass: what, where, yours, expected, and a question."""
    check = next(x for x in exercise.checks if x.outcome != "passed" and x.weight)
    lines: list[RenderableType] = [
        Text.assemble(
            ("→ ", "bold"), (exercise.name, "bold"), "  ", (outcome_name(check.outcome), STYLES[check.outcome])
        ),
        *_told(check),
    ]
    lines += [_indented(Prose(told), 4) for told in diagnosis_lines(exercise, check.message)]
    if question := next_question(exercise, report.hints.get(exercise.name, "")):
        lines.append(_indented(Prose(_("next: {question}").format(question=question)), 4))
    return lines


def diagnosis_lines(exercise: ExerciseResult, shown: str) -> list[str]:
    """Which idea it looks like, and a program where it shows, if that is shorter than the one `shown`."""
    found = exercise.diagnosis
    if found is None:
        return []
    headline = re.split(r"   |\n", shown)[0]
    program = _("it already shows in {program}").format(program=found.program)
    return [found.tell, *[program] * (len(found.program) < len(headline))]


def next_question(exercise: ExerciseResult, hint: str) -> str:
    """What to think about next: the misconception's own question where it was recognised, else the hint.

    The hint is about gradients: it is no help with a file that Python cannot read.
    """
    if exercise.diagnosis:
        return exercise.diagnosis.question
    if any(UNREADABLE.search(check.message) for check in exercise.checks if check.outcome == "error"):
        return _("Colon, brackets, indentation: what is missing or too much in this line, or in the one before it?")
    return hint


def _told(check: CheckResult) -> list[RenderableType]:
    lines: list[RenderableType] = [_indented(Prose(check.claim), 2), _indented(Lines(check.message), 4)]
    if check.graph:
        lines += [Text(), _indented(Text(graph_text(check.graph)), 6), Text()]
        if shares := shares_text(check.graph):
            lines.append(_indented(Text(shares), 4))
    return [*lines, _indented(Text(check.where), 4)] if check.where else lines


def _advice(report: Report) -> list[RenderableType]:
    """Claims of weight 0, once their exercise is right."""
    lines: list[RenderableType] = []
    for exercise in report.exercises:
        for check in exercise.checks:
            if exercise.outcome == "passed" and check.outcome != "passed":
                lines += [
                    Text(),
                    Text(_("advice for {exercise}, no points lost").format(exercise=exercise.name)),
                    *_told(check),
                ]
    return lines


def _closing(report: Report) -> str:
    if report.at_submission:
        return _("Every visible check passes; others follow when you submit.")
    return _("Every check passes.")


class Prose:
    """A sentence in lines that never begin with a mark that French writes after a space."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text(_folded(self._text, options.max_width))


class Lines:
    """Lines that stand as they are where there is room; one that is too wide goes on below its own indentation."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        width = options.max_width
        yield Text("\n".join(x if cell_len(x) <= width else _folded(x, width) for x in self._lines))


def _folded(line: str, width: int) -> str:
    indentation = " " * (len(line) - len(line.lstrip(" ")))
    lines = wrap(bound(line), width, subsequent_indent=indentation, break_on_hyphens=False)
    return "\n".join(lines).replace(NO_BREAK, " ")


def bound(text: str) -> str:
    """The text with a no-break space before each mark that French writes after a space, and inside its quotes."""
    return re.sub(r"(?<=\S) (?=[?!:;»])|(?<=«) ", NO_BREAK, text)


def _indented(part: RenderableType, by: int) -> Padding:
    return Padding(part, (0, 0, 0, by))


def number(x: float) -> str:
    """Two decimals at most: `1.25`, `2`."""
    return f"{x:.2f}".rstrip("0").rstrip(".")
