"""Every counterexample can be met again: the bank's and the beginners', with the numbers that the report shows."""

import re
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from autograder import language
from autograder.course import load_course
from autograder.judging.grade import grade_session
from autograder.judging.session import open_session
from autograder.render.html import in_a_cell
from autograder.report import CheckResult
from release.sources.misconceptions import exercise_of, patched
from tests import replays
from tests.bank import bank
from tests.beginners import BEGINNERS
from tests.submissions import reference, write

MODULES = {module.name: reference(module.name) for module in load_course().modules}
ENTRIES = sorted(bank()[1])
QUICK = ENTRIES[::12]


def failures(folder: Path, modules: dict[str, str], exercise: str) -> list[CheckResult]:
    """The claims of an exercise that do not hold, each with its counterexample."""
    language.use("en")
    session = open_session(write(folder / "exercises", modules), exercises=[exercise])
    [result] = grade_session(session, language="en").exercises
    return [check for check in result.checks if check.outcome in ("failed", "error")]


# Where parameters move while gradients are still on their way, or equal numbers are sorted, what comes out is that of
# an order of Python's sets.
BY_CHANCE = ("train.moved_during_the_backward_pass", "topological_sort.sorted_by_data")


def missed(folder: Path, modules: dict[str, str], exercise: str) -> list[str]:
    """What the report says of an exercise and its replays do not."""
    checks = [x for x in failures(folder, modules, exercise) if "cannot be loaded" not in x.message]
    assert all(check.replay for check in checks), [check.message for check in checks if not check.replay]
    done = replays.run(folder, modules, [check.replay for check in checks])
    pairs = zip(checks, done, strict=True)
    return [f"{check.claim}\n{check.message}\n→ {x}" for check, each in pairs for x in replays.missing(check, *each)]


@pytest.mark.parametrize("identity", [pytest.param(x, marks=[] if x in QUICK else [pytest.mark.slow]) for x in ENTRIES])
def test_the_banks_counterexamples_are_met_again(tmp_path: Path, identity: str) -> None:
    sources, entries = bank()
    exercise = exercise_of(sources, entries[identity])
    modules = MODULES | {exercise.module: patched(sources, entries[identity])}
    if identity in BY_CHANCE:
        [check, *_more] = failures(tmp_path, modules, exercise.name)
        [(printed, _error)] = replays.run(tmp_path, modules, [check.replay])
        listed, again = (re.findall(r"your list: (.*)", x) for x in (check.message, printed))
        if listed:  # the same values, and the root is not the last one here either
            assert sorted(again[0].split(", ")) == sorted(listed[0].split(", ")) and not again[0].endswith(", L")
        else:
            assert any(replays.rounded(want) != replays.rounded(got) for _name, want, got in replays.rows(printed))
        return
    assert missed(tmp_path, modules, exercise.name) == []


def test_a_replay_that_shows_another_number_is_noticed(tmp_path: Path) -> None:
    sources, entries = bank()
    wrong = patched(sources, entries["add.replaced_in_both"])
    [check, *_more] = failures(tmp_path, MODULES | {"value": wrong}, "add")
    [(printed, error)] = replays.run(tmp_path, MODULES, [check.replay])
    assert error is None and list(replays.missing(check, printed, error))


@pytest.mark.parametrize("identity", [*QUICK, "backward.not_reversed", "matmul.other_side"])
def test_pasted_into_a_cell_it_is_the_same_and_the_notebooks_names_are_left_alone(
    tmp_path: Path, identity: str
) -> None:
    sources, entries = bank()
    exercise = exercise_of(sources, entries[identity])
    modules = MODULES | {exercise.module: patched(sources, entries[identity])}
    notebook: dict[str, object] = {"__name__": "notebook"}
    for text in modules.values():
        exec(re.sub(r"^from solutions\..*\n", "", text, flags=re.MULTILINE), notebook)
    for check in failures(tmp_path, modules, exercise.name):
        before, error = dict(notebook), None
        with redirect_stdout(StringIO()) as printed:
            try:
                exec(in_a_cell(check.replay), notebook)
            except Exception as raised:
                error = type(raised).__name__
        assert list(replays.missing(check, printed.getvalue(), error)) == []
        assert [x for x in notebook if notebook[x] is not before.get(x)] == ["again"]


@pytest.mark.slow
@pytest.mark.parametrize("wrong", BEGINNERS, ids=lambda wrong: wrong.name)
def test_the_beginners_counterexamples_are_met_again(tmp_path: Path, wrong: object) -> None:
    assert missed(tmp_path, MODULES | {wrong.module: wrong.text()}, wrong.exercise) == []  # type: ignore[attr-defined]
