"""Independent credit: each module earns its own points whatever its siblings are; in a kit two wait for an engine."""

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course import load_course
from autograder.judging.respondents import reference as lent
from autograder.report import Report
from tests.submissions import exercises_of, grade, reference, results, skeleton

COURSE = load_course()
MODULES = [module.name for module in COURSE.modules]
WAITING = ("network", "unmask")  # one is made of an engine, the other is unlocked by it
SIBLINGS: dict[str, Callable[[str], str]] = {
    "unwritten": skeleton,
    "not Python": lambda _: "def broken(:\n",
    "raising": lambda _: "raise RuntimeError('not today')\n",
    "of other names": lambda _: "answer = 42\n",
}


def _earned(report: Report, module: str) -> None:
    """The module's exercises have all of their points."""
    graded = results(report)
    for name in exercises_of(module):
        assert graded[name].points == graded[name].max_points > 0, graded[name]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_alone_in_its_folder_earns_its_points_and_no_others(module: str, tmp_path: Path) -> None:
    report = grade(tmp_path, {module: reference(module)})
    _earned(report, module)
    assert report.points == sum(COURSE.exercise(name).points for name in exercises_of(module))


@pytest.mark.parametrize("siblings", SIBLINGS.values(), ids=SIBLINGS)
@pytest.mark.parametrize("module", MODULES)
def test_a_module_among_siblings_that_are_of_no_use_earns_its_points(
    module: str, siblings: Callable[[str], str], tmp_path: Path
) -> None:
    modules = {name: reference(name) if name == module else siblings(name) for name in MODULES}
    _earned(grade(tmp_path, modules, exercises=exercises_of(module)), module)


@pytest.mark.parametrize("module", MODULES)
def test_in_a_kit_a_network_and_what_an_engine_unlocks_wait_for_the_others(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lent, "REFERENCE", tmp_path / "nowhere")
    report = grade(tmp_path / "alone", {module: reference(module)})
    if module not in WAITING:
        _earned(report, module)
        return
    for name in exercises_of(module):
        blocked = results(report)[name]
        assert (blocked.outcome, blocked.points) == ("blocked", 0)
        assert blocked.checks[0].message.startswith("waits for ")


@pytest.mark.parametrize("module", MODULES)
def test_a_module_that_is_missing_costs_the_others_nothing(module: str, tmp_path: Path) -> None:
    report = grade(tmp_path, {name: reference(name) for name in MODULES if name != module})
    for name in MODULES:
        if name != module:
            _earned(report, name)
    assert all(results(report)[name].points == 0 for name in exercises_of(module))
