"""A Report as a few lines of Markdown: the comment that nbgrader keeps for a submission."""

import re

from autograder.language import _
from autograder.render.console import number, outcome_name
from autograder.report import Report


def comment(report: Report) -> str:
    """The total, and each exercise on a line of its own. Nothing of it is the student's text."""
    points = f"{number(report.points)} / {number(report.max_points)}"
    total = _("total {points}   grade {grade} / {out_of}").format(
        points=points, grade=number(report.grade), out_of=number(report.out_of)
    )
    lines = [
        f"- {escaped(x.name)}: {number(x.points)} / {number(x.max_points)}, {escaped(outcome_name(x.outcome))}"
        for x in report.exercises
    ]
    return "\n".join([f"**{', '.join(total.split('   '))}**", "", *lines])


def escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return re.sub(r"([\\`*_{}\[\]()#+.!|<>~$-])", r"\\\1", text)
