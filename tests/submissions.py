"""Submissions made on the spot: modules by name, graded without pytest."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder import language
from autograder.course import load_course
from autograder.judging.grade import grade_session
from autograder.judging.session import open_session
from autograder.report import ExerciseResult, Report

ROOT = Path(__file__).parent.parent
KNOWN_GOOD = Path(__file__).parent / "known_good"


def reference(module: str) -> str:
    """A module of the reference solution."""
    return (ROOT / "solutions" / f"{module}.py").read_text(encoding="utf-8")


def skeleton(module: str) -> str:
    """A module as students receive it."""
    return (ROOT / "exercises" / f"{module}.py").read_text(encoding="utf-8")


def write(folder: Path, modules: Mapping[str, str]) -> Path:
    """A folder with these modules."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return folder


def grade(folder: Path, modules: Mapping[str, str], *, exercises: Sequence[str] = ()) -> Report:
    """Grade these modules alone, in English."""
    language.use("en")
    return grade_session(open_session(write(folder, modules), exercises=exercises), language="en")


def results(report: Report) -> dict[str, ExerciseResult]:
    """The exercises of a report by name."""
    return {exercise.name: exercise for exercise in report.exercises}


def exercises_of(module: str) -> list[str]:
    """The names of a module's exercises."""
    return [exercise.name for exercise in load_course().exercises if exercise.module == module]
