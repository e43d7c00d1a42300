"""What a student's code prints is shown under its exercise: as text, cut, and only what visible checks had it print."""

from pathlib import Path

from autograder.judging.grade import grade_session
from autograder.judging.session import open_session
from autograder.language import COLUMNS, LINES, excerpt
from autograder.render.console import render
from autograder.render.html import exercise_html
from tests.submissions import grade, reference, results, write

ADDED = "            self.grad += 1.0 * out.grad\n"


def _printing(text: str, statement: str) -> dict[str, str]:
    return {"value": reference("value").replace(ADDED, f"            {statement}\n            {text}\n", 1)}


def test_what_was_printed_stands_under_its_exercise_and_no_other(tmp_path: Path) -> None:
    modules = _printing("self.grad = out.grad", "print('seen', out.grad)")
    found = results(grade(tmp_path, modules, exercises=["add", "mul"]))
    assert found["add"].printed.startswith("seen ") and found["mul"].printed == ""
    assert "and more lines" in found["add"].printed.split("\n")[-1]


def test_it_is_text_and_nothing_else(tmp_path: Path) -> None:
    modules = _printing("self.grad = out.grad", r"print('\x1b[31m[bold]<b>\a' + 'w' * 300)")
    report = grade(tmp_path, modules, exercises=["add"])
    text, [exercise] = render(report), report.exercises
    assert "│ [31m[bold]<b>" in text and "\x1b" not in text and "\a" not in text
    assert max(map(len, text.splitlines())) <= 80
    assert "<b>" not in exercise_html(exercise) and "&lt;b&gt;" in exercise_html(exercise)


def test_what_hidden_checks_make_it_print_is_not_told(tmp_path: Path) -> None:
    """A print of every operand would tell the programs that nobody was shown."""
    modules = _printing(ADDED.strip(), "print(other.data)")
    everything = results(grade(tmp_path, modules, exercises=["add"]))["add"]
    session = open_session(write(tmp_path, modules), exercises=["add"])
    [visible] = grade_session(session, visible=True, language="en").exercises
    assert len(everything.checks) > len(visible.checks) and everything.printed == visible.printed != ""


def test_an_excerpt_says_how_much_is_missing() -> None:
    text = "\n".join(f"line {k}" for k in range(LINES + 3)) + "\n"
    assert excerpt(text).split("\n")[-2:] == [f"line {LINES - 1}", "… and more lines: 3"]
    assert excerpt("one\n") == "one" and len(excerpt("x" * 1_000)) == COLUMNS
