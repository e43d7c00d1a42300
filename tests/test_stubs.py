"""`python -m release new`: stubs that can be built at once, earn nothing, and say what is to do."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from autograder.course import load_course
from autograder.errors import UsageError
from autograder.judging.check import Check
from autograder.judging.claims import claim_of, judge
from autograder.judging.session import open_session
from autograder.report import exercise_result
from release.sources.read import read_sources
from release.sources.stubs import add_exercise, missing
from tests.projects import ROOT, copy_project


def _missing(project: Path) -> list[str]:
    return list(missing(project, read_sources(project / "solutions").course))


def test_nothing_is_missing_from_the_course() -> None:
    assert _missing(ROOT) == []


def test_a_new_exercise_is_five_files_and_each_says_what_to_do(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    files = add_exercise(project, "double")
    assert len(files) == 5
    named = [line.partition(":")[0] for line in _missing(project)]
    assert list(dict.fromkeys(named)) == files
    exercise = read_sources(project / "solutions").course.exercise("double")
    assert (exercise.module, exercise.symbol, exercise.operation) == ("double", "double", "")


def test_a_second_exercise_goes_below_the_first_in_the_same_files(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    files = add_exercise(project, "double")
    assert add_exercise(project, "twice", module="double") == files
    course = read_sources(project / "solutions").course
    assert [x.name for x in course.exercises if x.module == "double"] == ["double", "twice"]
    assert [x.name for x in course.modules].count("double") == 1
    for file in files:
        if file.endswith(".py"):
            ast.parse((project / file).read_text(encoding="utf-8"))


def test_an_exercise_for_an_operation_has_its_graders_written(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    add_exercise(project, "softplus", operation="softplus")
    assert not any("graders" in line for line in _missing(project))
    assert read_sources(project / "solutions").course.exercise("softplus").operation == "softplus"


@pytest.mark.parametrize(
    ("name", "operation", "said"),
    [
        ("relu", "", "already"),
        ("two words", "", "no name"),
        ("sinh", "sinh", "give it a row there first; there are: relu, exp, tanh, softplus"),
        ("plus", "+", "is a method of Value"),
        ("bend", "softplus", "is called softplus"),
    ],
)
def test_what_cannot_be_added_is_refused_and_nothing_is_written(
    tmp_path: Path, name: str, operation: str, said: str
) -> None:
    project = copy_project(tmp_path)
    before = {path: path.read_bytes() for path in project.rglob("*.*") if path.is_file()}
    with pytest.raises(UsageError, match=said):
        add_exercise(project, name, operation=operation)
    assert {path: path.read_bytes() for path in project.rglob("*.*") if path.is_file()} == before


@pytest.mark.parametrize("body", [lambda check: None, lambda check: check.returns(), lambda check: check.gradients([])])
def test_a_claim_that_asks_nothing_is_to_do_and_no_fault_of_the_kit(body: object) -> None:
    @pytest.mark.exercise("relu")
    def test_unwritten(check: Check) -> None:
        body(check)  # type: ignore[operator]

    claim = claim_of(test_unwritten, visible=True)
    assert claim
    session = open_session(ROOT / "solutions", exercises=["relu"])
    try:
        result = judge(claim, session.check("relu"))
    finally:
        session.workers.close()
    assert (result.outcome, result.message) == ("todo", "this check asks nothing yet")


def test_an_exercise_without_graders_is_to_do() -> None:
    exercise = msgspec.structs.replace(load_course().exercise("relu"), visible_weight=0.0, hidden_weight=0.0)
    result = exercise_result(exercise, "en", ())
    assert (result.outcome, result.points, result.max_points) == ("todo", 0.0, 0.0)


@pytest.mark.slow
def test_a_half_added_exercise_earns_nothing_and_blames_nobody(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    add_exercise(project, "softplus", operation="softplus")
    add_exercise(project, "double")
    assert _run(project, "release", "exercises").returncode == 0
    for submission in ("exercises", "solutions"):
        done = _run(
            project, "autograder", "grade", submission, "--exercise", "softplus", "--exercise", "double", "--lang", "en"
        )
        assert "total 0 / 2" in done.stdout and "fault" not in done.stdout + done.stderr, done.stdout + done.stderr
    contract = _run(project, "release", "contract")
    assert contract.returncode == 1 and contract.stderr.splitlines() == _missing(project)


def _run(project: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(project)}
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
