"""A Report as HTML: the fragment that stands under a check in a notebook, and a page of its own.

Self-contained and without scripts. Everything that a student wrote or named is escaped; there is no style beyond a
few inline properties, so that the fragment survives a sanitizer.
"""

from collections.abc import Sequence
from html import escape

from autograder.language import _
from autograder.render.console import bound, diagnosis_lines, next_question, number, outcome_name
from autograder.render.graph import graph_image, shares_text
from autograder.report import CheckResult, ExerciseResult, Report

COLORS = {"passed": "#1a7f37", "todo": "#57606a", "blocked": "#9a6700"}
WRONG = "#b3261e"
MARKS = {"passed": "✓", "todo": "○", "blocked": "…"}


def exercise_html(exercise: ExerciseResult, hint: str = "") -> str:
    """One exercise: its points, every claim, and for those that do not hold what, where and a question."""
    points = f"{number(exercise.points)} / {number(exercise.max_points)}"
    if exercise.at_submission:
        later = _("{points} visible, {later} at submission")
        points = later.format(points=points, later=number(exercise.at_submission))
    head = f"<p>{_colored(exercise.name, exercise.outcome)} {_text(exercise.title)} — {_text(points)}</p>"
    faults = [(check.message, check.where) for check in exercise.checks]
    claims = "".join(f"<li>{_claim(check, faults[:i])}</li>" for i, check in enumerate(exercise.checks))
    told = "" if exercise.outcome == "passed" else _told(exercise, hint)
    return f"<div>{head}<ul>{claims}</ul>{told}</div>"


def page(report: Report) -> str:
    """The whole report as a page that can be saved and sent."""
    title = _("total {points}   grade {grade} / {out_of}").format(
        points=f"{number(report.points)} / {number(report.max_points)}",
        grade=number(report.grade),
        out_of=number(report.out_of),
    )
    body = "".join(exercise_html(exercise, report.hints.get(exercise.name, "")) for exercise in report.exercises)
    return (
        f'<!DOCTYPE html>\n<html lang="{_text(report.language)}"><head><meta charset="utf-8">'
        f"<title>{_text(report.submission)}</title></head>\n"
        f'<body style="font-family: sans-serif; max-width: 50em; margin: 2em auto">'
        f"<h1>{_text(report.submission)}</h1><p><strong>{_text(title)}</strong></p>{body}</body></html>\n"
    )


def _claim(check: CheckResult, before: Sequence[tuple[str, str | None]]) -> str:
    """A claim, and what is wrong with it unless that is among what was told `before`."""
    told = f"{_colored(MARKS.get(check.outcome, '✗'), check.outcome)} {_text(bound(check.claim))}"
    if check.outcome == "passed" or (check.message, check.where) in before:
        return told
    advice = "" if check.weight else " " + _text(_("(advice, no points lost)"))
    shares = shares_text(check.graph) if check.graph else ""
    lines = "\n".join(line for line in (check.message, shares, check.where or "") if line)
    drawn = f"<div>{graph_image(check.graph)}</div>" if check.graph else ""
    return f'{told}{advice}<pre style="white-space: pre-wrap">{_text(lines)}</pre>{drawn}'


def _told(exercise: ExerciseResult, hint: str) -> str:
    """Which idea it looks like, and what to think about next."""
    first = next((check.message for check in exercise.checks if check.outcome != "passed" and check.weight), "")
    lines = diagnosis_lines(exercise, first)
    if question := next_question(exercise, hint):
        lines.append(_("next: {question}").format(question=question))
    return "".join(f"<p>{_text(bound(line))}</p>" for line in lines)


def _colored(text: str, outcome: str) -> str:
    color = COLORS.get(outcome, WRONG)
    return f'<strong style="color: {color}" title="{_text(outcome_name(outcome))}">{_text(text)}</strong>'


def _text(text: str) -> str:
    """Text as text; control characters, which no HTML may hold, are shown as boxes."""
    shown = "".join(x if x >= " " or x in "\n\t" else "\N{REPLACEMENT CHARACTER}" for x in text)
    return escape(shown, quote=True)
