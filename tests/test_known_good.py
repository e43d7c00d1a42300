"""Unusual right code loses no point."""

from pathlib import Path

import pytest

from tests.submissions import KNOWN_GOOD, exercises_of, grade, reference


@pytest.mark.parametrize("path", sorted(KNOWN_GOOD.glob("*.py")), ids=lambda path: path.stem)
def test_an_unusual_right_solution_earns_everything(path: Path, tmp_path: Path) -> None:
    module = path.stem.partition("_")[0]
    if path.stem.startswith("by_hand"):
        module = "by_hand"
    report = grade(tmp_path, {module: path.read_text(encoding="utf-8")}, exercises=exercises_of(module))
    assert report.complete, [check for exercise in report.exercises for check in exercise.checks]


@pytest.mark.parametrize("path", sorted(KNOWN_GOOD.glob("value_*.py")), ids=lambda path: path.stem)
def test_an_unusual_value_serves_the_other_exercises(path: Path, tmp_path: Path) -> None:
    modules = {"value": path.read_text(encoding="utf-8"), "relu": reference("relu"), "backward": reference("backward")}
    report = grade(tmp_path, modules, exercises=["relu", "topological_sort", "backward"])
    assert report.complete, [check for exercise in report.exercises for check in exercise.checks]
