"""A Report as text for a terminal: a table of exercises, then one thing to do next."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from autograder.language import _
from autograder.render.graph import graph_text, shares_text
from autograder.render.sentences import claims_held, diagnosis_lines, next_question, number, outcome_name
from autograder.render.text import Cut, Lines, Prose, indented, page
from autograder.report import IGNORED_SHOWN, CheckResult, ExerciseResult, Report

OWN = "exercises"  # the folder of whoever reads this
REPLAY = "python -m autograder replay {exercise}"

STYLES = {
    "passed": "green",
    "failed": "red",
    "todo": "dim",
    "blocked": "yellow",
    "error": "red",
    "timeout": "red",
    "crashed": "red",
}


def render(
    report: Report,
    *,
    width: int = 80,
    color: bool = False,
    tell: str | None = None,
    every: bool = False,
    replay: str = REPLAY,
) -> str:
    """The whole report, no line wider than `width`, coloured only when asked.

    The failure of the exercise `tell` is told, that of the first one where it is None; with `every` each claim that
    does not hold has a line instead. `replay` is what its reader types to meet a counterexample again.
    """
    return page(_parts(report, tell, every, replay=replay), width=width, color=color)


def _parts(report: Report, tell: str | None, every: bool, *, replay: str) -> list[RenderableType]:
    parts: list[RenderableType] = [*_receipt(report), _table(report), Text(_total(report), style="bold")]
    if every:
        parts += every_claim(report)
    elif told := to_tell(report, tell):
        parts += [Text(), *_next(report, told, replay)]
    if report.exercises and all(exercise.outcome == "passed" for exercise in report.exercises):
        parts += [Text(), Text(_closing(report), style="green")]
    return parts + _advice(report)


def to_tell(report: Report, name: str | None) -> ExerciseResult | None:
    """The exercise whose failure is told: this one, the first that waits for nothing, or the first of all."""
    missing = [x for x in report.exercises if x.outcome != "passed"]
    named = [x for x in missing if x.name == name]
    return next(iter([*named, *(x for x in missing if x.outcome != "blocked"), *missing]), None)


def every_claim(report: Report) -> Iterator[RenderableType]:
    """A line for each claim that does not hold, under its exercise; an exercise that is to do is one line."""
    for exercise in report.exercises:
        missed = [check for check in exercise.checks if check.outcome != "passed" and check.weight]
        if not missed:
            continue
        style = STYLES[exercise.outcome]
        begun = exercise.outcome not in ("todo", "blocked")
        yield Text()
        yield Text.assemble(
            (exercise.name, "bold"), "  ", (outcome_name(exercise.outcome), style), f"  {claims_held(exercise)}" * begun
        )
        for check in missed if begun else ():
            where = f"  {check.where.partition('  ')[0]}" if check.where else ""
            yield Cut(f"  ✗ {check.claim}", where)


def _receipt(report: Report) -> list[RenderableType]:
    lines = [Text(_("read: {files}").format(files=", ".join(report.read)), style="dim")]
    lines += [
        Text(_("ignored: {file} ({reason})").format(file=file, reason=reason), style="dim")
        for file, reason in report.ignored[:IGNORED_SHOWN]
    ]
    if more := len(report.ignored[IGNORED_SHOWN:]):
        lines.append(Text(_("ignored: {count} more").format(count=more), style="dim"))
    if not report.confined:
        lines.append(Text(_("isolation: {rung} (see: doctor)").format(rung=report.rung), style="dim"))
    lines += [Text(_("warning: {text}").format(text=text), style="yellow") for text in report.warnings]
    return [*lines, Text()]


def _table(report: Report) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False)  # at 80 columns each title has room
    table.add_column(_("exercise"), no_wrap=True)
    table.add_column(_("points"), justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("", style="dim")
    for exercise in report.exercises:
        table.add_row(
            Text(exercise.name),
            Text(f"{number(exercise.points)} / {number(exercise.max_points + exercise.at_submission)}"),
            Text(outcome_name(exercise.outcome), style=STYLES[exercise.outcome]),
            Cut(exercise.title, f" · {_('further')}" * exercise.bonus),
        )
    return table


def _total(report: Report) -> str:
    points = f"{number(report.points)} / {number(report.max_points + report.at_submission)}"
    if report.at_submission:
        later = _("{points}, {later} of them at submission")
        return _("total") + " " + later.format(points=points, later=number(report.at_submission))
    return _("total {points}   grade {grade} / {out_of}").format(
        points=points, grade=number(report.grade), out_of=number(report.out_of)
    )


def _next(report: Report, exercise: ExerciseResult, replay: str) -> list[RenderableType]:
    """The first check that did not pass: what, where, yours, expected, and a question."""
    check = next(x for x in exercise.checks if x.outcome != "passed" and x.weight)
    lines: list[RenderableType] = [
        Text.assemble(
            ("→ ", "bold"),
            (exercise.name, "bold"),
            "  ",
            (outcome_name(check.outcome), STYLES[check.outcome]),
            f"  {claims_held(exercise)}" if exercise.outcome not in ("todo", "blocked") else "",
        ),
        *_told(check),
    ]
    lines += printed(exercise)
    lines += [indented(Prose(told), 4) for told in diagnosis_lines(exercise, check.message)]
    if question := next_question(exercise, report.hints.get(exercise.name, "")):
        lines.append(indented(Prose(_("next: {question}").format(question=question)), 4))
    if check.replay and report.submission == OWN:
        told = _("again, in your own Python: {command}")
        lines.append(indented(Prose(told.format(command=replay.format(exercise=exercise.name))), 4))
    return lines


def printed(exercise: ExerciseResult) -> list[RenderableType]:
    """What the student's code printed, as text behind a bar."""
    if not exercise.printed:
        return []
    lines = [Cut(f"│ {line}") for line in exercise.printed.split("\n")]
    return [Text(), indented(Text(_("your code printed:")), 4), *(indented(line, 4) for line in lines), Text()]


def _told(check: CheckResult) -> list[RenderableType]:
    lines: list[RenderableType] = [indented(Prose(check.claim), 2), indented(Lines(check.message), 4)]
    if check.graph:
        lines += [Text(), indented(Text(graph_text(check.graph)), 6), Text()]
        if shares := shares_text(check.graph):
            lines.append(indented(Text(shares), 4))
    return [*lines, indented(Text(check.where), 4)] if check.where else lines


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
