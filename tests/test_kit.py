"""The student's kit: what is in it, what is not, and that it works where it is unpacked."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
import yaml

from autograder.course import decode_course, for_assignment, load_course
from release.kit import for_students, kit_files, project_files, zipped
from release.notebook import lab_notebook, notebook_bytes
from tests.projects import ROOT

COURSE = load_course()


def _kit(language: str = "en") -> dict[str, bytes]:
    notebook = notebook_bytes(lab_notebook(COURSE, COURSE.cells[language]))
    return kit_files(project_files(ROOT), COURSE, language, notebook)


def _unpack(folder: Path, language: str = "en") -> Path:
    with zipfile.ZipFile(BytesIO(zipped(_kit(language)))) as archive:
        archive.extractall(folder)
    return folder


def test_nothing_of_the_instructors_is_in_the_kit() -> None:
    for path in _kit():
        assert not path.startswith(("solutions/", "release/", "tests/", "autograder/graders/hidden/"))
        assert Path(path).stem != "hidden" and not path.endswith((".po", ".pyc"))


def test_no_answer_and_no_hidden_claim_is_in_the_kit() -> None:
    from autograder.claims import claims_of

    names = [exercise.name for exercise in COURSE.exercises]
    visible = {claim.text for claim in claims_of(names, visible=True)}
    hidden = {claim.text for claim in claims_of(names)} - visible
    assert hidden
    everything = b"\n".join(_kit("en").values()) + b"\n".join(_kit("fr").values())
    for secret in [*hidden, "BEGIN SOLUTION", "other.data * out.grad", "operands_are_listed"]:
        assert secret.encode() not in everything


@pytest.mark.parametrize(
    "path", ["autograder/graders/hidden/test_value.py", "autograder/locale/fr/LC_MESSAGES/hidden.mo"]
)
def test_a_hidden_file_is_not_for_students(path: str) -> None:
    assert (ROOT / path).is_file() and not for_students(path)


@pytest.mark.parametrize("language", COURSE.languages)
def test_a_kit_is_in_its_language(language: str) -> None:
    kit = _kit(language)
    assert kit["exercises/value.py"] == kit[f"autograder/data/skeletons/{language}/value.py"]
    assert decode_course(kit["autograder/data/course.json"], "course.json").languages[0] == language
    assert COURSE.title[language] in kit["README.md"].decode()
    assert f"--lang {language}" in kit["README.md"].decode()
    assert f"L ?= {language}" in kit["Makefile"].decode()


def test_a_kit_has_the_exercises_of_its_assignment_only() -> None:
    import msgspec

    from autograder.course import Assignment

    course = msgspec.structs.replace(COURSE, assignments=(Assignment("short", ("relu",), {"relu": 7}),))
    kit = kit_files(project_files(ROOT), for_assignment(course, "short"), "fr", b"{}")
    assert {path for path in kit if path.startswith("exercises/")} == {"exercises/value.py", "exercises/relu.py"}
    assert not any(path.startswith("autograder/data/skeletons/fr/backward") for path in kit)
    written = decode_course(kit["autograder/data/course.json"], "course.json")
    assert [(exercise.name, exercise.points) for exercise in written.exercises] == [("relu", 7)]
    assert "| `relu` |" in kit["README.md"].decode() and "| `add` |" not in kit["README.md"].decode()


def test_the_same_kit_is_the_same_bytes() -> None:
    assert zipped(_kit()) == zipped(dict(reversed(_kit().items())))
    with zipfile.ZipFile(BytesIO(zipped(_kit()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())


def test_the_kits_project_asks_for_what_grading_needs_and_no_more() -> None:
    root = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    kit = tomllib.loads(_kit()["pyproject.toml"].decode())["project"]
    assert kit["dependencies"] == root["dependencies"]
    assert set(kit["optional-dependencies"]) == {"notebook"}


def test_the_classroom_workflow_has_a_step_for_each_exercise() -> None:
    workflow = yaml.safe_load(_kit()[".github/workflows/classroom.yml"])
    steps = workflow["jobs"]["run-autograding-tests"]["steps"]
    names = [exercise.name for exercise in COURSE.exercises]
    assert [step["id"] for step in steps if "id" in step] == names
    assert steps[-1]["with"]["runners"] == ",".join(names)
    assert set(steps[-1]["env"]) == {f"{name.upper()}_RESULTS" for name in names}
    assert sum(float(step["with"]["max-score"]) for step in steps if "id" in step) == sum(
        exercise.points for exercise in COURSE.exercises
    )


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "autograder", "grade", *arguments, "--lang", "en"]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_an_unpacked_kit_grades_its_skeletons_and_an_answer(tmp_path: Path) -> None:
    folder = _unpack(tmp_path)
    done = _run(folder)
    assert done.returncode == 1 and "at submission" in done.stdout, done.stderr
    (folder / "exercises" / "relu.py").write_bytes((ROOT / "solutions" / "relu.py").read_bytes())
    assert _run(folder, "--exercise", "relu").returncode == 0


def test_an_unpacked_kit_grades_its_notebook(tmp_path: Path) -> None:
    done = _run(_unpack(tmp_path), "lab.ipynb")
    assert done.returncode == 1 and "read: lab.ipynb" in done.stdout


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there is no make")
def test_make_grade_works_in_a_fresh_folder_with_a_fresh_environment(tmp_path: Path) -> None:
    folder, home = _unpack(tmp_path / "kit"), tmp_path / "home"
    home.mkdir()
    assert "at submission" in _make(folder, home)
    (folder / "exercises" / "relu.py").write_bytes((ROOT / "solutions" / "relu.py").read_bytes())
    report = _make(folder, home, "EXERCISE=relu")
    earned, of = re.search(r"total +([\d.]+) / ([\d.]+) visible", report).groups()  # type: ignore[union-attr]
    assert earned == of and 0 < float(of) < COURSE.exercise("relu").points
    _nothing_of_the_instructors_can_be_imported(folder)


def _make(folder: Path, home: Path, *arguments: str) -> str:
    """`make grade` as a student has it: no environment but the one that it makes, an empty home."""
    kept = {name: os.environ[name] for name in os.environ if name.startswith(("PIP_", "UV_", "SSL_", "LANG", "LC_"))}
    path = os.pathsep.join(x for x in os.environ["PATH"].split(os.pathsep) if not Path(x, "activate").exists())
    command, environment = ["make", "grade", *arguments], {**kept, "PATH": path, "HOME": str(home)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _nothing_of_the_instructors_can_be_imported(folder: Path) -> None:
    program = "import importlib.util as u, autograder as a; print(a.__file__, *map(u.find_spec, NAMES))"
    names = ("solutions", "release", "tests", "nbgrader", "autograder.graders.hidden")
    python = folder / ".venv" / "bin" / "python"
    command = [python, "-c", program.replace("NAMES", repr(names))]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
    assert said.split() == [str(folder / "autograder" / "__init__.py"), *["None"] * len(names)]
