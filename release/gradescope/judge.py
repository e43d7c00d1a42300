"""What Gradescope runs for each submission: /autograder/submission graded, /autograder/results/results.json written.

It travels in the zip and imports the judge alone. What the kit is at fault for ends with status 2 and without results:
the platform then gives nobody a grade, and shows the instructor what was printed.
"""

import argparse
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec

from autograder import language as languages
from autograder.course import own_language
from autograder.errors import UsageError
from autograder.judging.grade import grade
from autograder.language import LANGUAGES, _, on_one_line, printable
from autograder.render.graph import graph_text, shares_text
from autograder.render.sentences import diagnosis_lines, next_question, outcome_name
from autograder.report import IGNORED_SHOWN, CheckResult, ExerciseResult, Report
from autograder.sandbox import open_sandbox
from autograder.sandbox.isolation import demand
from autograder.surroundings import status_of

PLAIN = {"output_format": "text", "test_output_format": "text", "test_name_format": "text"}  # nothing is markup
# What students may see: a hidden check once grades are published, of what it is and of what it found.
VISIBLE, HIDDEN = "visible", "after_published"
LONGEST = 20_000  # characters of one output


def main(arguments: Sequence[str] | None = None) -> int:
    """Grade what lies under the platform's folder; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path, help="/autograder")
    parser.add_argument("--unsafe", action="store_true", help="also where submissions cannot be confined")
    parser.add_argument("--lang", choices=LANGUAGES, default=own_language())
    options = parser.parse_args(arguments)
    languages.use(options.lang)
    return status_of(lambda: _run(options), debug=True)


def _run(options: argparse.Namespace) -> int:
    demand(open_sandbox(), unsafe=options.unsafe)
    try:
        report = grade(options.root / "submission", language=options.lang)
    except UsageError as error:  # the student's: it cannot be read
        content = {**PLAIN, "score": 0, "output": printable(f"{_('This cannot be graded')}: {error}", LONGEST)}
    else:
        content = results(report)
        print(f"{report.points:g} / {report.max_points:g}, {report.rung}")
    folder = options.root / "results"
    folder.mkdir(exist_ok=True)
    draft = folder / ".results.json"
    draft.write_bytes(msgspec.json.encode(content))
    draft.replace(folder / "results.json")
    return 0


def results(report: Report) -> dict[str, Any]:
    """A Report as Gradescope takes it: a test for each check, worth its share of the exercise's points.

    There is no score beside them: the platform adds up, and so shows no total that would tell of hidden checks.
    """
    tests = [test for exercise in report.exercises for test in _tests(exercise, report)]
    return {**PLAIN, "output": _receipt(report), "stdout_visibility": "hidden", "tests": tests}


def _receipt(report: Report) -> str:
    """What was read, what was left aside and why."""
    ignored = [f"{file} ({reason})" for file, reason in report.ignored[:IGNORED_SHOWN]]
    lines = [_("read: {files}").format(files=", ".join(report.read)), *ignored, *report.warnings]
    return printable("\n".join(lines), LONGEST)


def _tests(exercise: ExerciseResult, report: Report) -> list[dict[str, Any]]:
    weights = sum((Fraction(x.weight) for x in exercise.checks), Fraction(0))
    first = next((x for x in exercise.checks if x.outcome != "passed" and x.weight), None)
    found = []
    for check in exercise.checks:
        share = Fraction(check.weight) * Fraction(str(exercise.max_points)) / weights if weights else Fraction(0)
        passed = check.outcome == "passed"
        lines = [] if passed else _told(check)
        if check is first:
            lines += _thought(exercise, check, report)
        found.append(
            {
                "name": on_one_line(f"{exercise.name}: {check.claim}"),
                "score": round(float(share * passed), 6),
                "max_score": round(float(share), 6),
                "status": "passed" if passed else "failed",
                "output": printable("\n\n".join(lines), LONGEST),
                "output_format": "text",
                "visibility": VISIBLE if check.visible else HIDDEN,
                "tags": [exercise.name],
            }
        )
    return found


def _told(check: CheckResult) -> list[str]:
    drawn = [graph_text(check.graph), shares_text(check.graph)] if check.graph else []
    return [x for x in (outcome_name(check.outcome), check.message, *drawn, check.where) if x]


def _thought(exercise: ExerciseResult, check: CheckResult, report: Report) -> list[str]:
    question = next_question(exercise, report.hints.get(exercise.name, ""))
    return [*diagnosis_lines(exercise, check.message), *[question] * bool(question)]


if __name__ == "__main__":
    sys.exit(main())
