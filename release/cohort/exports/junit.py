"""The results of a class as JUnit's XML: what shows tests shows them."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from autograder.language import printable
from autograder.report import CheckResult, ExerciseResult, Report
from release.cohort.results import Result


def junit(results: Iterable[Result]) -> Iterator[bytes]:
    """A suite for each student and a case for each claim; what the student has not done yet is skipped.

    In pieces, for that of a large class is large.
    """
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="class">\n'
    for result in results:
        suite = _suite(result)
        indent(suite, level=1)
        yield f"  {tostring(suite, encoding='unicode').rstrip()}\n".encode()
    yield b"</testsuites>\n"


def _suite(result: Result) -> Element:
    suite = Element("testsuite", name=printable(result.student))
    if result.report is None:
        case = SubElement(suite, "testcase", name="submission")
        SubElement(case, "error", message=printable(result.refused or result.fault))
    else:
        _cases(suite, result.report)
    for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(sum(1 for _ in suite.iter(tag))))
    return suite


def _cases(suite: Element, report: Report) -> None:
    for exercise in report.exercises:
        for check in exercise.checks:
            _case(suite, exercise, check)


def _case(suite: Element, exercise: ExerciseResult, check: CheckResult) -> None:
    case = SubElement(suite, "testcase", classname=exercise.name, name=printable(check.claim))
    if check.outcome in ("todo", "blocked"):
        SubElement(case, "skipped", message=check.outcome)
    elif check.outcome != "passed":
        SubElement(case, "failure", message=check.outcome).text = _valid(check.message)


def _valid(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return "".join(x for x in printable(text) if x in "\n\t" or x >= " ")
