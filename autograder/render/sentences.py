"""The sentences that every rendering of a Report says, of nobody's library; and the shortest: a comment in Markdown."""

import re

from autograder.language import _, decimal
from autograder.report import ExerciseResult, Report

UNREADABLE = re.compile(r"\b(Syntax|Indentation|Tab)Error: ")  # Python could not even read the file


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


def number(x: float) -> str:
    """Two decimals at most, as the language in use writes them: `1.25`, `1,25`, `2`."""
    return decimal(f"{x:.2f}".rstrip("0").rstrip("."))


def claims_held(exercise: ExerciseResult) -> str:
    """How many of the claims that ran hold: `5 of 7`."""
    weighty = [check for check in exercise.checks if check.weight]
    passed = sum(check.outcome == "passed" for check in weighty)
    return _("{passed} of {count}").format(passed=passed, count=len(weighty))


def diagnosis_lines(exercise: ExerciseResult, shown: str) -> list[str]:
    """Which idea it looks like, and a program where it shows, if that is shorter than the one `shown`."""
    found = exercise.diagnosis
    if found is None:
        return []
    headline = re.split(r"   |\n", shown)[0]
    program = _("it already shows in {program}").format(program=found.program)
    return [found.tell, *[program] * (len(found.program) < len(headline))]


def next_question(exercise: ExerciseResult, hint: str) -> str:
    """What to think about next: the question of a recognised misconception, else the message's own, else the hint.

    The hint is about gradients: it is no help with a file that Python cannot read.
    """
    if exercise.diagnosis and exercise.diagnosis.question:
        return exercise.diagnosis.question
    first = next((check for check in exercise.checks if check.outcome != "passed" and check.weight), None)
    if first and first.question:
        return first.question
    if any(UNREADABLE.search(check.message) for check in exercise.checks if check.outcome == "error"):
        return _("Colon, brackets, indentation: what is missing or superfluous on this line, or on the one before it?")
    return hint


# Markdown: what nbgrader keeps for a submission


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
