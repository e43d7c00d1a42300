"""An exercise's result as HTML: the fragment that stands under a check in a notebook.

Self-contained and without scripts. Everything that a student wrote or named is escaped; there is no style beyond a
few inline properties, so that the fragment survives a sanitizer.
"""

import re
from collections.abc import Iterator
from html import escape
from textwrap import indent

from autograder.language import _, bound
from autograder.render.graph import graph_image, shares_text
from autograder.render.sentences import claims_held, diagnosis_lines, next_question, number, outcome_name
from autograder.render.steps import steps_html
from autograder.report import CheckResult, ExerciseResult

COLORS = {"passed": "#1a7f37", "todo": "#57606a", "blocked": "#9a6700"}
WRONG = "#b3261e"
MARKS = {"passed": "✓", "todo": "○", "blocked": "…"}
# Lines of a replay that mean a module; in a notebook its names are there already.
IMPORT = re.compile(r"^(?:from exercises\.\w+ import .*|import exercises\.\w+)\n", re.MULTILINE)
ORDER = re.compile(r"^exercises\.backward\.topological_sort = (?P<order>.*)\n", re.MULTILINE)
CALL = re.compile(r"^exercises\.backward\.(?P<call>backward\(.*\))$", re.MULTILINE)


def exercise_html(exercise: ExerciseResult, hint: str = "") -> str:
    """One exercise: its points, which idea it looks like, a question, and the first failure; all else is folded.

    A notebook that goes on to its next cell shows the last quarter of a screen of what this one has answered: there
    the idea, the question and the numbers have room, and below a picture nobody sees them.
    """
    points = f"{number(exercise.points)} / {number(exercise.max_points + exercise.at_submission)}"
    if exercise.at_submission:
        later = _("{points}, {later} of them at submission")
        points = later.format(points=points, later=number(exercise.at_submission))
    told = _text(f"{points} — {claims_held(exercise)}")
    head = _line(f"{_colored(exercise.name, exercise.outcome)} {_text(exercise.title)} — {told}")
    claims = f"<ul>{''.join(f'<li>{_claim(exercise, i)}</li>' for i in range(len(exercise.checks)))}</ul>"
    first = next((check for check in exercise.checks if check.outcome != "passed" and check.weight), None)
    if first is None:
        return f"<div>{head}{printed_html(exercise)}{claims}</div>"
    others = folded(_text(_("all checks: {held}").format(held=claims_held(exercise))), claims)
    thought = f"{_told(exercise, hint)}{_line(_marked(first))}{_lines(first)}"
    return f"<div>{head}{thought}{printed_html(exercise)}{_further(first)}{others}</div>"


def _line(content: str) -> str:
    return f'<p style="margin: 0.3em 0">{content}</p>'


def printed_html(exercise: ExerciseResult) -> str:
    """What the student's code printed, as text."""
    if not exercise.printed:
        return ""
    return f'<p>{_text(_("your code printed:"))}</p><pre style="white-space: pre-wrap">{_text(exercise.printed)}</pre>'


def in_a_cell(replay: str) -> str:
    """The lines of a replay as one cell, in a function: one that defined `show` or `x` anew would disturb the next."""
    lines = IMPORT.sub("", replay)
    if order := ORDER.search(lines):
        lent = f"with patch.dict(globals(), topological_sort={order['order']}):"
        lines = CALL.sub(lambda call: f"{lent}\n    {call['call']}", ORDER.sub("", lines))
        lines = "from unittest.mock import patch\n" + lines
    return f"def again():\n{indent(lines.strip(), '    ')}\n\n\nagain()\n"


def warning_html(text: str) -> str:
    """What was left out of the submission so that the rest could be graded."""
    return f'<p style="color: {COLORS["blocked"]}">{_text(_("warning: {text}").format(text=text))}</p>'


def _claim(exercise: ExerciseResult, i: int) -> str:
    """A claim, and folded what is wrong with it, unless that was told before."""
    check, before = exercise.checks[i], exercise.checks[:i]
    first = all(x.outcome == "passed" or not x.weight for x in before)
    again = any((x.message, x.where) == (check.message, check.where) for x in before)
    if check.outcome == "passed" or again or (first and check.weight):
        return _marked(check)
    return folded(_marked(check), _lines(check) + _further(check))


def _marked(check: CheckResult) -> str:
    told = f"{_colored(MARKS.get(check.outcome, '✗'), check.outcome)} {said(bound(check.claim))}"
    return told if check.weight or check.outcome == "passed" else f"{told} {_text(_('(advice, no points lost)'))}"


def _lines(check: CheckResult) -> str:
    """What is wrong, and where."""
    lines = "\n".join(filter(None, (check.message, check.where)))
    return f'<pre style="white-space: pre-wrap; margin: 0.3em 0">{said(lines)}</pre>'


def _further(check: CheckResult) -> str:
    """What helps to see why, side by side: the graph, the steps, lines to paste."""
    return "".join(f'<div style="display: inline-block; margin-right: 2em">{part}</div>' for part in _parts(check))


def _parts(check: CheckResult) -> Iterator[str]:
    if check.graph:
        shares = f"<pre>{_text(shares)}</pre>" if (shares := shares_text(check.graph)) else ""
        yield folded(_text(_("the graph of this computation")), graph_image(check.graph) + shares)
    if check.graph and check.graph.steps:
        yield folded(_text(_("your backward pass, step by step")), steps_html(check.graph))
    if check.replay:
        lines = f"<pre>{_text(in_a_cell(check.replay))}</pre>"
        yield folded(_text(_("to replay it: paste this into a new cell")), lines)


def folded(title: str, content: str) -> str:
    """Something that one click shows."""
    return f"<details><summary>{title}</summary>{content}</details>"


def _told(exercise: ExerciseResult, hint: str) -> str:
    """Which idea it looks like, and what to think about next."""
    first = next((check.message for check in exercise.checks if check.outcome != "passed" and check.weight), "")
    lines = diagnosis_lines(exercise, first)
    if question := next_question(exercise, hint):
        lines.append(_("next: {question}").format(question=question))
    return "".join(_line(said(bound(line))) for line in lines)


def _colored(text: str, outcome: str) -> str:
    color = COLORS.get(outcome, WRONG)
    return f'<strong style="color: {color}" title="{_text(outcome_name(outcome))}">{_text(text)}</strong>'


def said(text: str) -> str:
    """Text as text, what stands between backticks as code."""
    return re.sub(r"`([^`\n]+)`", r"<code>\1</code>", _text(text))


def _text(text: str) -> str:
    """Text as text; control characters, which no HTML may hold, are shown as boxes."""
    shown = "".join(x if x >= " " or x in "\n\t" else "\N{REPLACEMENT CHARACTER}" for x in text)
    return escape(shown, quote=True)
