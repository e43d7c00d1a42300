"""The student's kit: what is in it, what is not, and that it works where it is unpacked."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from autograder.course import decode_course, for_assignment, load_course
from autograder.errors import UsageError
from autograder.morning.updating import update
from release.kit import for_students, kit_files, project_files, zipped
from release.sources.notebook import lab_notebook, notebook_bytes
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
        assert not path.endswith((".po", ".pyc"))


def test_no_answer_and_no_hidden_claim_is_in_the_kit() -> None:
    from autograder.judging.claims import claims_of

    names = [exercise.name for exercise in COURSE.exercises]
    visible = {text for claim in claims_of(names, visible=True) for text in claim.texts.values()}
    hidden = {text for claim in claims_of(names) for text in claim.texts.values()} - visible
    assert hidden
    everything = b"\n".join(_kit("en").values()) + b"\n".join(_kit("fr").values())
    for secret in [*hidden, "BEGIN SOLUTION", "other.data * out.grad", "operands_are_listed"]:
        assert secret.encode() not in everything


def test_a_hidden_grader_is_not_for_students() -> None:
    path = "autograder/graders/hidden/test_value.py"
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


def test_the_workflow_grades_with_the_visible_checks_and_needs_nobodys_action() -> None:
    workflow = yaml.safe_load(_kit()[".github/workflows/grade.yml"])
    [job] = workflow["jobs"].values()
    assert workflow["permissions"] == {"contents": "read"}
    assert {step["uses"].partition("/")[0] for step in job["steps"] if "uses" in step} == {"actions"}
    [command] = [step["run"] for step in job["steps"] if step.get("name") == "grade"]
    assert command.startswith("python -m autograder grade exercises --visible --lang ")
    assert b"lassroom" not in b"".join(_kit().values())


def test_no_hidden_grader_is_in_what_we_export() -> None:
    """Where a kit's repository is public, or its autograder is published as Classroom 50 does, all of it is read."""
    hidden = [ast.parse(x.read_text(encoding="utf-8")) for x in (ROOT / "autograder/graders/hidden").glob("test_*.py")]
    graders = [x for tree in hidden for x in ast.walk(tree) if isinstance(x, ast.FunctionDef) and x.name[:5] == "test_"]
    secrets = [
        x for grader in graders for x in (f"def {grader.name}(", " ".join((ast.get_docstring(grader) or "").split()))
    ]
    assert len(graders) > 20
    for language in COURSE.languages:
        exported = _kit(language)
        told = {path: " ".join(content.decode("utf-8", "replace").split()) for path, content in exported.items()}
        assert not [(path, x) for path, text in told.items() for x in secrets if x and x in text]
        assert not [path for path in exported if "hidden" in path or path.endswith((".pyc", ".zip", ".tar.gz"))]


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "autograder", "grade", *arguments, "--lang", "en"]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_an_unpacked_kit_grades_its_skeletons_and_an_answer(tmp_path: Path) -> None:
    folder = _unpack(tmp_path)
    done = _run(folder)
    assert done.returncode == 1 and "at submission" in done.stdout, done.stderr
    (folder / "exercises" / "relu.py").write_bytes((ROOT / "solutions" / "relu.py").read_bytes())
    assert _run(folder, "exercises", "--exercise", "relu", "--visible").returncode == 0


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
    found = re.search(r"total +([\d.]+) / ([\d.]+), ([\d.]+) of them", report)
    earned, of, later = map(float, found.groups())  # type: ignore[union-attr]
    assert 0 < earned == of - later < of == COURSE.exercise("relu").points
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


def test_plain_pytest_grades_the_exercises_of_a_kit_without_a_warning(tmp_path: Path) -> None:
    folder = _unpack(tmp_path)
    (folder / "exercises" / "relu.py").write_bytes((ROOT / "solutions" / "relu.py").read_bytes())
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error"]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and " passed" in done.stdout and "warning" not in done.stdout, done.stdout + done.stderr
    assert "error" not in done.stdout.splitlines()[-1]


def _json(path: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(_kit()[path])
    return read


def test_the_tasks_are_what_an_editor_reads_and_match_what_grading_prints(tmp_path: Path) -> None:
    tasks = _json(".vscode/tasks.json")
    assert tasks["version"] == "2.0.0" and {task["label"] for task in tasks["tasks"]} == {"watch", "grade"}
    folder = _unpack(tmp_path)
    (folder / "exercises" / "relu.py").write_text(
        (ROOT / "solutions" / "relu.py").read_text("utf-8").replace("max(0.0, x.data)", "x.data"), encoding="utf-8"
    )
    lines = _run(folder, "--all").stdout.splitlines()
    for task in tasks["tasks"]:
        assert task["type"] == "process" and task["command"] and set(task) <= TASK
        pattern = task["problemMatcher"]["pattern"]
        found = [match for line in lines if (match := re.search(pattern["regexp"], line))]
        assert found and {match[pattern["file"]] for match in found} == {"exercises/relu.py"}
        assert all(int(match[pattern["line"]]) > 0 and match[pattern["message"]] for match in found)
        assert task["problemMatcher"]["fileLocation"][0] in ("relative", "absolute", "autoDetect")
    assert [bool(task.get("isBackground")) for task in tasks["tasks"]] == [True, False]
    assert {"beginsPattern", "endsPattern"} <= set(tasks["tasks"][0]["problemMatcher"]["background"])


TASK = {"label", "type", "command", "args", "isBackground", "group", "presentation", "problemMatcher"}


SCHEMAS = {
    "tasks": ".vscode/tasks.json",
    "launch": ".vscode/launch.json",
    "devcontainer": ".devcontainer/devcontainer.json",
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_what_an_editor_reads_is_what_its_documentation_allows(name: str) -> None:
    schema = json.loads((ROOT / "tests" / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    check = jsonschema.Draft202012Validator(schema)
    check.check_schema(schema)
    file = _json(SCHEMAS[name])
    assert list(check.iter_errors(file)) == []
    assert list(check.iter_errors({**file, "nobody": "reads this"})) != []


@pytest.mark.skipif(os.name == "nt", reason="there is no make")
@pytest.mark.parametrize(("language", "told"), [("fr", "corriger exercises/"), ("en", "grade exercises/")])
def test_make_lists_the_commands_of_a_kit_in_its_language(tmp_path: Path, language: str, told: str) -> None:
    folder = _unpack(tmp_path, language)
    alone = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}  # `make test` runs us
    done = subprocess.run(["make"], cwd=folder, env=alone, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert f"make grade                  {told}" in lines and max(map(len, lines)) <= 80
    commands = re.findall(r"^make (\w+)", done.stdout, flags=re.MULTILINE)
    assert set(commands) == set(_phony(folder)) - {"help"}


def _phony(folder: Path) -> list[str]:
    return re.findall(r"^\.PHONY: (.*)$", (folder / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[0].split()


@pytest.mark.skipif(os.name == "nt", reason="it is a script of a POSIX shell")
@pytest.mark.parametrize(
    ("language", "told"), [("fr", "Il faut Python 3.11"), ("en", "Python 3.11 or newer is needed")]
)
def test_the_set_up_speaks_the_language_of_the_kit(tmp_path: Path, language: str, told: str) -> None:
    folder = _unpack(tmp_path, language)
    (tmp_path / "bin").mkdir()
    for name in ("sh", "touch", "uname"):
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    command, path = [str(shutil.which("make")), "grade"], str(tmp_path / "bin")
    done = subprocess.run(command, cwd=folder, env={"PATH": path}, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and done.stderr.startswith(told), done.stderr


def test_the_editor_and_the_container_find_what_the_kit_has() -> None:
    assert _json(".vscode/settings.json")["python.testing.pytestEnabled"] is True
    [launch] = _json(".vscode/launch.json")["configurations"]
    assert {"name", "type", "request", "program"} <= set(launch) and ".autograder/replay/" in launch["program"]
    container = _json(".devcontainer/devcontainer.json")
    assert container["image"] and "-c constraints.txt -e" in container["postCreateCommand"]


def test_a_corrected_kit_comes_in_and_the_work_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = _unpack(tmp_path / "kit")
    work = (ROOT / "solutions" / "relu.py").read_bytes()
    (folder / "exercises" / "relu.py").write_bytes(work)
    corrected = {name: content.replace(b"slope", b"incline") for name, content in _kit().items()}
    (tmp_path / "new.zip").write_bytes(zipped(corrected))
    monkeypatch.chdir(folder)
    course = decode_course((folder / "autograder/data/course.json").read_bytes(), "course.json")
    told = update(tmp_path / "new.zip", course)
    assert (folder / "exercises" / "relu.py").read_bytes() == work
    [line] = [x for x in told if x.startswith("exercises/")]
    assert (folder / ".autograder" / "new" / "exercises" / "relu.py").read_bytes() == corrected["exercises/relu.py"]
    assert "relu.py" in line and (folder / "README.md").read_bytes() == corrected["README.md"]
    for bad in ("../out.py", "/out.py", "a\\..\\out.py"):
        (tmp_path / "bad.zip").write_bytes(zipped({**corrected, bad: b""}))
        with pytest.raises(UsageError, match="is not a kit"):
            update(tmp_path / "bad.zip", course)
    assert not (tmp_path / "out.py").exists()
