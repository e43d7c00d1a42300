"""Fifty scripted submissions, a third of them broken or hostile, from `release publish` to returned grades."""

import csv
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from autograder.course import load_course
from release.instructor.people.students import newcomer
from release.sources.notebook import lab_notebook
from tests import nbgrader_course as lab
from tests.projects import copy_project
from tests.submissions import KNOWN_GOOD, ROOT, grade, reference
from tests.test_collect import kit, zipped

COURSE = load_course()
EVERYTHING = sum(exercise.points for exercise in COURSE.exercises)
OF_RELU = sum(exercise.points for exercise in COURSE.exercises if exercise.module == "relu")
OF_VALUE = sum(exercise.points for exercise in COURSE.exercises if exercise.module == "value")
HOSTILE = (
    *("abort", "float_that_equals_everything", "forged_replies_ahead", "fork_bomb", "frame_walk", "import_hooks"),
    *("kills_its_parent", "loop_at_import", "lying_float", "memory_bomb", "os_exit", "patched_probes"),
    *("reads_the_reference", "segfault", "swapped_descriptors", "sys_exit", "text_as_gradient", "writes_outside"),
)
BEYOND = {"patched_probes": OF_RELU}  # which imports the student's own Value
Files = dict[str, bytes]


@dataclass(frozen=True)
class Scripted:
    """A submission; `points` is None where nothing can be graded."""

    name: str
    files: Files
    points: float | None


def _lab(answers: dict[str, str]) -> Files:
    """The lab notebook in French with the text of some cells replaced."""
    notebook = lab_notebook(COURSE, COURSE.cells["fr"])
    for cell in notebook["cells"]:
        cell["source"] = answers.get(cell["id"], cell["source"])
    return {"lab.ipynb": nbformat.writes(nbformat.from_dict(notebook)).encode()}


def _class(folder: Path) -> Iterator[Scripted]:
    right, skeleton = lab.solutions("fr"), {cell.name: cell.text for cell in COURSE.cells["fr"]}
    for n in range(5):
        yield Scripted(f"right {n}", _lab(right), EVERYTHING)
    for n in range(3):
        yield Scripted(f"empty {n}", _lab({}), 0)
    for path in sorted(KNOWN_GOOD.glob("*.py"))[:11]:
        module = next(x.name for x in COURSE.modules if path.stem.startswith(x.name))
        yield Scripted(path.stem, kit("fr") | {f"exercises/{module}.py": path.read_bytes()}, EVERYTHING)
    for module in ("linear", "by_hand", "value", "relu", "backward"):
        points = sum(exercise.points for exercise in COURSE.exercises if exercise.module == module)
        yield Scripted(f"only {module}", {f"{module}.py": kit("fr")[f"exercises/{module}.py"]}, points)
    wrong = reference("value").replace("self.grad += 1.0 * out.grad", "self.grad = 1.0 * out.grad")
    lost = OF_VALUE - grade(folder, {"value": wrong}, exercises=["add", "mul"]).points
    assert 0 < lost < OF_VALUE
    cell = right["value"].replace("self.grad += 1.0 * out.grad", "self.grad = 1.0 * out.grad")
    yield Scripted("assigns", _lab(right | {"value": cell}), EVERYTHING - lost)
    for name in HOSTILE:
        text = (ROOT / "tests" / "hostile" / f"{name}.py").read_text(encoding="utf-8")
        match = re.match(r"# on the (skeleton of|reference) value\.py: (all|0)\b", text)
        assert match
        base = (skeleton if "skeleton" in match[1] else right)["value"]
        hostile = _lab(right | {"value": f"{base}\n\n{text}"})
        yield Scripted(name, hostile, EVERYTHING - OF_VALUE * (match[2] != "all") - BEYOND.get(name, 0))
    yield Scripted("broken not a notebook", {"lab.ipynb": b"{"}, None)
    yield Scripted("broken empty", {"lab.ipynb": b""}, None)
    yield Scripted(
        "broken of another course", {"lab.ipynb": b'{"cells": [{"cell_type": "code", "source": "1"}]}'}, None
    )
    yield Scripted("broken two notebooks", {"a.ipynb": b"{}", "b.ipynb": b"{}"}, None)
    yield Scripted("broken no work", {"report.pdf": b"%PDF"}, None)
    yield Scripted("broken archive", {"kit.zip": b"PK nothing"}, None)
    slip = zipped(folder / "slip.zip", {"../../evil.py": b"x = 1"}).read_bytes()
    yield Scripted("broken slip", {"kit.zip": slip}, None)


def _run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(project)}
    command = [sys.executable, "-m", "release", *arguments]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.alone
@pytest.mark.slow
def test_each_of_fifty_gets_its_honest_points_and_has_them_returned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project, everyone = copy_project(tmp_path / "project"), list(_class(tmp_path / "oracle"))
    assert len(everyone) == 50 and len(HOSTILE) + sum(x.points is None for x in everyone) >= 15
    assert (built := _run(project, "publish")).returncode == 0, built.stderr
    course, gradable = project / "release" / "course", [x for x in everyone if x.points is not None]
    ids = {x.name: newcomer(x.name, str(n)).id for n, x in enumerate(everyone)}
    source = zipped(
        tmp_path / "all.zip",
        {
            f"{x.name}_{n}_assignsubmission_file_/{path}": content
            for n, x in enumerate(everyone)
            for path, content in x.files.items()
        },
    )
    collected = _run(project, "collect", str(source))
    assert collected.returncode == 1 and f"{len(gradable)} collected for autograd, 7 not" in collected.stdout
    for n, x in enumerate(everyone):
        assert (f"{x.name} ({n}): not collected: " in collected.stdout) == (x.points is None), collected.stdout
    (course / "submitted" / "cut-short" / "autograd").mkdir(parents=True)
    (course / "submitted" / "cut-short" / "autograd" / "lab.ipynb").write_bytes(gradable[0].files["lab.ipynb"][:5000])

    graded = _run(project, "autograde", "--lang", "en")
    assert graded.returncode == 1, graded.stdout + graded.stderr
    assert "cut-short: not graded: lab.ipynb is not a notebook" in graded.stderr
    assert f"{len(gradable)} of autograd graded, 1 not" in graded.stdout
    assert "Traceback" not in graded.stderr

    pages, exported = _run(project, "feedback"), _run(project, "grades")
    assert (pages.returncode, exported.returncode) == (0, 0), pages.stderr + exported.stderr
    rows = _rows(course / "grades.csv")
    earned = {row["student_id"]: float(row["score"]) for row in rows if row["assignment"] == "autograd"}
    worksheet = {row["Nom complet"]: float(row["Note"]) for row in _rows(course / "grades-moodle-autograd.csv")}
    table = [(x.name, x.points, earned.get(ids[x.name])) for x in everyone]
    with capsys.disabled():
        print(f"\n{'submission':<32}{'honest':>8}{'in the gradebook':>18}")
        for name, points, found in table:
            print(f"{name:<32}{_shown(points):>8}{_shown(found):>18}")
    assert {name: found for name, _, found in table} == {
        name: None if points is None else pytest.approx(points, abs=0.005) for name, points, _ in table
    }
    assert worksheet == {x.name: pytest.approx(x.points, abs=0.005) for x in gradable}
    assert len(list((course / "feedback").glob("*/autograd/lab.html"))) == len(gradable)
    assert not list(tmp_path.rglob("evil.py"))


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def _shown(points: float | None) -> str:
    return "listed" if points is None else f"{points:.2f}"
