"""All that a student reads at home of ten mistakes, in both languages; `make golden` renews tests/golden/feedback."""

import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import msgspec
import pytest
from rich.console import Console

from autograder import language as languages
from autograder.course import load_course
from autograder.judging.grade import grade_session
from autograder.judging.session import open_session
from autograder.language import _
from autograder.render import console
from autograder.render.console import render
from autograder.report import ExerciseResult, Report
from tests.bank import bank, wrong_module
from tests.submissions import grade, write

COURSE = load_course()
# None of them answers by the order of a set.
READ = (
    "neuron.zero_on_the_line",
    "add.replaced_in_both",
    "mul.own_data",
    "relu.inverted",
    "relu.truthiness",
    "topological_sort.append_outside",
    "topological_sort.without_root",
    "backward.without_seed",
    "backward.intermediates_reset",
    "matmul.other_side",
)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", READ)
def test_the_feedback_reads_as_it_was_approved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[[str, str], None], name: str, language: str
) -> None:
    monkeypatch.chdir(tmp_path)  # a student grades the folder beside them
    golden(f"feedback/{name}.{language}.txt", feedback(name, Path("exercises"), language))


def feedback(name: str, folder: Path, language: str) -> str:
    """The console's text on the reference solution with this mistake, 80 columns wide."""
    sources, entries = bank()
    texts = sources.texts | dict([wrong_module(name)])
    languages.use(language)
    try:
        session = open_session(write(folder, texts), exercises=[entries[name].exercise])
        return render(grade_session(session, visible=True, language=language), width=80)
    finally:
        languages.use("en")


def test_single_precision_is_named_and_equal_looking_numbers_are_shown_apart(tmp_path: Path) -> None:
    value = bank()[0].texts["value"].replace("Value(self.data * other.data,", "Value(float32(self.data * other.data),")
    report = grade(tmp_path, {"value": "from numpy import float32\n" + value}, exercises=["mul"])
    told = [check.message for check in report.exercises[0].checks if check.outcome == "failed"]
    assert told and all("single precision (float32)" in x for x in told), told
    for message in told:
        [expected, yours] = re.findall(r"(?:expected|yours) +(\S+)", message)[:2]
        assert expected != yours


@pytest.mark.parametrize("language", COURSE.languages)
def test_each_exercise_is_one_row_of_the_table_and_no_title_is_cut(language: str) -> None:
    languages.use(language)
    results = tuple(
        ExerciseResult(x.name, x.module, x.title[language], 0.31, 1.0, 0.0, "failed", (), bonus=x.bonus)
        for x in COURSE.exercises
    )
    report = Report(1, "exercises", language, "confined", 0.0, 20.0, 0.0, 0.0, 20.0, results)
    rows = _table(report)
    assert [row.split()[0] for row in rows] == [x.name for x in COURSE.exercises]
    assert not any("…" in row for row in rows) and max(map(len, rows)) <= 80
    long = msgspec.structs.replace(results[0], title="x" * 99, bonus=True)
    [row] = _table(msgspec.structs.replace(report, exercises=(long,)))
    assert len(row) == 80 and row.endswith(f"… · {_('further')}")


def _table(report: Report) -> list[str]:
    """The rows of the table of points."""
    page = Console(width=80, file=StringIO())
    page.print(console._table(report))
    return [line.rstrip() for line in page.file.getvalue().splitlines()[1:]]  # type: ignore[attr-defined]
