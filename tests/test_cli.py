"""The command line: what it prints, and how it exits."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema
import msgspec
import pytest

from autograder.report import Report
from tests.submissions import ROOT, reference, skeleton, write

MODULES = ("value", "relu", "backward")


def run(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "autograder", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)


def test_the_skeletons_are_all_to_do_and_earn_nothing() -> None:
    done = run("grade", "exercises", "--format", "json")
    report = msgspec.json.decode(done.stdout, type=Report)
    assert done.returncode == 1 and done.stderr == ""
    assert report.points == 0 and {exercise.outcome for exercise in report.exercises} == {"todo"}


def test_the_reference_earns_everything() -> None:
    done = run("grade", "solutions", "--format", "json")
    report = json.loads(done.stdout)
    assert done.returncode == 0 and report["points"] == report["max_points"] > 0
    assert {"points", "max_points", "rung", "exercises"} <= set(report)
    assert {"claim", "visible", "outcome", "message"} <= set(report["exercises"][0]["checks"][0])


ENGLISH = re.compile(r"\b(the|usage:|error|default|arguments?:.*(required|unrecognized)|show|your|choose)\b")


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("grade", "--help"), ("watch", "--help"), ("hint",), ("nope",), ("list", "--nope")],
    ids=str,
)
def test_help_and_complaints_about_arguments_speak_the_language_that_is_asked_for(arguments: tuple[str, ...]) -> None:
    done = {language: run(*arguments, "--lang", language) for language in ("fr", "en")}
    assert not ENGLISH.search((done["fr"].stdout + done["fr"].stderr).partition("\n")[2].replace("{fr,en}", ""))
    assert (done["fr"].stdout or done["fr"].stderr).startswith("utilisation : ")
    assert (done["en"].stdout or done["en"].stderr).startswith("usage: ")
    assert done["fr"].returncode == done["en"].returncode == (0 if "--help" in arguments else 2)


@pytest.mark.parametrize("submission", ["exercises", "solutions"])
def test_the_json_report_is_what_the_published_schema_says(submission: str) -> None:
    schema = json.loads((ROOT / "autograder" / "data" / "report.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads(run("grade", submission, "--format", "json").stdout), schema)


def test_the_console_report_names_one_next_step() -> None:
    done = run("grade", "exercises")
    assert done.returncode == 1
    assert done.stdout.count("→") == 1 and "→ neuron" in done.stdout and "exercises/linear.py:" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80 and "\x1b" not in done.stdout


def test_one_exercise_can_be_graded_alone(tmp_path: Path) -> None:
    done = run("grade", "solutions", "--exercise", "mul", "--format", "json")
    assert [exercise["name"] for exercise in json.loads(done.stdout)["exercises"]] == ["mul"]


def test_visible_checks_alone_leave_the_rest_for_the_submission() -> None:
    done = run("grade", "solutions", "--visible", "--lang", "en")
    assert done.returncode == 0 and "at submission" in done.stdout and "Every check passes" not in done.stdout


def test_a_report_can_be_written_to_a_file(tmp_path: Path) -> None:
    done = run("grade", "solutions", "--format", "json", "--output", tmp_path / "report.json")
    assert done.stdout == "" and json.loads((tmp_path / "report.json").read_text("utf-8"))["points"]


def test_any_folder_is_the_package_exercises(tmp_path: Path) -> None:
    folder = write(tmp_path / "rendu de Zoé", {module: reference(module) for module in MODULES})
    done = run("grade", folder, "--exercise", "relu", "--exercise", "backward")
    assert done.returncode == 0, done.stdout


def test_a_zip_is_graded(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "rendu.zip", "w") as archive:
        for module in MODULES:
            archive.writestr(f"rendu/{module}.py", reference(module))
    assert run("grade", tmp_path / "rendu.zip", "--exercise", "backward").returncode == 0


def test_another_working_folder_will_do(tmp_path: Path) -> None:
    write(tmp_path / "exercises", {module: skeleton(module) for module in MODULES})
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "autograder", "grade"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, env=environment, check=False).returncode == 1


def _bad_inputs(folder: Path) -> dict[str, Path]:
    (folder / "empty").mkdir()
    (folder / "damaged.zip").write_bytes(b"PK\x03\x04 and then nothing")
    with zipfile.ZipFile(folder / "slip.zip", "w") as archive:
        archive.writestr("../value.py", "x = 1")
    (folder / "broken.ipynb").write_text("{ not json")
    names = {
        "missing": "nowhere",
        "empty": "empty",
        "damaged": "damaged.zip",
        "slip": "slip.zip",
        "json": "broken.ipynb",
    }
    return {name: folder / file for name, file in names.items()}


@pytest.mark.parametrize("case", ["missing", "empty", "damaged", "slip", "json"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_cannot_be_graded_has_one_message_and_status_two(tmp_path: Path, case: str, lang: str) -> None:
    path = _bad_inputs(tmp_path)[case]
    done = run("grade", path, "--lang", lang)
    assert done.returncode == 2 and done.stdout == ""
    assert len(done.stderr.splitlines()) == 1 and path.name in done.stderr and "Traceback" not in done.stderr


def test_an_unknown_exercise_names_those_that_there_are() -> None:
    done = run("grade", "--exercise", "nope", "--lang", "en")
    assert done.returncode == 2 and "nope" in done.stderr and "topological_sort" in done.stderr


def test_plain_pytest_grades_too() -> None:
    command = [sys.executable, "-m", "pytest", "autograder/graders", "--submission", "exercises", "-q"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 1 and "à faire" in done.stdout and "Traceback" not in done.stdout
    command[4] = "--submission=solutions"
    command.remove("exercises")
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0
