"""What other systems take: Canvas's gradebook, Gradescope's autograder; what students see tells nothing hidden."""

import ast
import csv
import io
import json
import os
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.course import load_course
from autograder.judging.claims import claims_of
from release.cohort.exports.junit import junit
from release.cohort.exports.tables import canvas_table, points_table
from release.cohort.overview import overview
from release.cohort.results import Result
from release.gradescope import judge
from release.gradescope.build import build
from release.instructor.people.worksheet import read_people
from tests.projects import copy_project
from tests.submissions import ROOT, grade, reference, skeleton

COURSE = load_course()
OF_LINEAR = sum(x.points for x in COURSE.exercises if x.module == "linear")
HIDDEN = [x.texts["en"] for x in claims_of([x.name for x in COURSE.exercises]) if not x.visible]
SECRET = "FORTY_TWO_OF_MINE"  # in a student's code and nowhere else
EXPORTED = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (12),Autograd de zéro (34),Final Score\r\n"
    "    Points Possible,,,,,10,20,(read only)\r\n"
    '"Lovelace, Ada",101,S1,ada@univ.example,Group A,9,,45\r\n'
    '"Roy, Luc",102,S2,,Group A,8,,40\r\n'
    '"Student, Test",999,,,Group A,,,\r\n'
)


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode())))


@pytest.fixture(scope="module")
def class_of_three(tmp_path_factory: pytest.TempPathFactory) -> list[Result]:
    """One module all right, one mistake beside code of one's own, nothing to read."""
    folder = tmp_path_factory.mktemp("class")
    names = [x.name for x in COURSE.modules]
    wrong = reference("value").replace("self.grad += 1.0 * out.grad", "self.grad = 1.0 * out.grad")
    theirs = f"{wrong}\n\ndef {SECRET}():\n    return {SECRET.lower()!r}\n"
    right = grade(folder / "ada", {"linear": reference("linear")})
    other = grade(folder / "luc", {name: skeleton(name) for name in names} | {"value": theirs})
    return [
        Result("S2", "Luc Roy", "2", other),
        Result("ada@univ.example", "Ada", "1", right),
        Result("eve", "Eve", "", refused="no archive"),
    ]


def test_canvas_takes_back_its_own_gradebook_with_points_in_it(tmp_path: Path, class_of_three: list[Result]) -> None:
    (tmp_path / "canvas.csv").write_text(EXPORTED, encoding="utf-8")
    roster = read_people(tmp_path / "canvas.csv")
    assert [(x.id, x.name) for x in roster.students or ()] == [("ada@univ.example", "Ada Lovelace"), ("S2", "Luc Roy")]
    assert roster.find("Ada Lovelace").id == "ada@univ.example" and not roster.nameless
    seen = overview(class_of_three)
    head, possible, *students = rows(canvas_table(seen, title="Autograd de zéro", roster=tmp_path / "canvas.csv"))
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Autograd de zéro (34)"]
    assert possible == ["    Points Possible", "", "", "", "", "20"]
    assert students[0] == ["Lovelace, Ada", "101", "S1", "ada@univ.example", "Group A", f"{OF_LINEAR:g}"]
    assert students[1][:5] == ["Roy, Luc", "102", "S2", "", "Group A"] and 0 < float(students[1][5]) < 20
    assert len(students) == 2


def test_without_canvass_own_a_student_is_known_by_login(class_of_three: list[Result]) -> None:
    head, _possible, *students = rows(canvas_table(overview(class_of_three), title="=Autograd", roster=None))
    assert head[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert [(x[3], x[5]) for x in students][1:] == [("ada@univ.example", f"{OF_LINEAR:g}"), ("eve", "")]


def test_what_teachers_get_holds_neither_answers_nor_code(class_of_three: list[Result], tmp_path: Path) -> None:
    seen = overview(class_of_three)
    for content in (points_table(seen), canvas_table(seen, title="t", roster=None), b"".join(junit(class_of_three))):
        text = content.decode("utf-8-sig")
        assert SECRET not in text and SECRET.lower() not in text and "out.grad" not in text


# Gradescope


def test_each_check_is_a_test_and_what_students_see_tells_nothing_hidden(class_of_three: list[Result]) -> None:
    assert len(HIDDEN) > 10
    for result in class_of_three[:2]:
        assert result.report
        told = judge.results(result.report)
        assert sum(x["score"] for x in told["tests"]) == pytest.approx(result.report.points, abs=0.005)
        assert sum(x["max_score"] for x in told["tests"]) == pytest.approx(COURSE.out_of, abs=0.005)
        assert {x["output_format"] for x in told["tests"]} == {"text"} and "score" not in told
        seen = json.dumps({**told, "tests": [x for x in told["tests"] if x["visibility"] == "visible"]})
        assert SECRET not in seen and "out.grad" not in seen
        assert [x for x in HIDDEN if json.dumps(x)[1:-1] in seen] == []
        hidden = [x["name"] for x in told["tests"] if x["visibility"] == "after_published"]
        assert len(hidden) == len(HIDDEN)
    add = [x for x in judge.results(class_of_three[0].report)["tests"] if x["tags"] == ["add"]]  # type: ignore[arg-type]
    failed = [x for x in add if x["status"] == "failed" and x["max_score"]]
    assert "✗" in failed[0]["output"] and failed[0]["output"].endswith("?")  # the graph, and a question to go on with


def answers_and_graders() -> Iterator[str]:
    """Lines that no student may read: of the answers, and the hidden graders' names."""
    for path in (ROOT / "autograder" / "graders" / "hidden").glob("test_*.py"):
        yield from (f"def {x.name}(" for x in ast.parse(path.read_text()).body if isinstance(x, ast.FunctionDef))


@pytest.fixture(scope="module")
def autograder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The platform's folder as it is when the image is built: source/ unzipped."""
    project = copy_project(tmp_path_factory.mktemp("project") / "project")
    root = tmp_path_factory.mktemp("autograder")
    with zipfile.ZipFile(build(project, language="en")) as archive:
        for entry in archive.infolist():
            path = Path(archive.extract(entry, root / "source"))
            path.chmod(entry.external_attr >> 16 & 0o777)
    return root


def run(root: Path, submission: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """What the platform does for one submission."""
    for path in (root / "submission").glob("*"):
        path.unlink()
    (root / "results" / "results.json").unlink(missing_ok=True)
    for name, content in submission.items():
        (root / "submission").mkdir(exist_ok=True)
        (root / "submission" / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    environment = {"PATH": os.environ["PATH"], "AUTOGRADER": str(root), "HOME": str(root)}
    return subprocess.run(
        [str(root / "source" / "run_autograder")], cwd=root, env=environment, capture_output=True, text=True
    )


def test_the_zip_is_as_the_platform_wants_it(autograder: Path) -> None:
    source = autograder / "source"
    assert os.access(source / "setup.sh", os.X_OK) and os.access(source / "run_autograder", os.X_OK)
    held = "\n".join(x.read_text(encoding="utf-8") for x in source.rglob("*.py"))
    assert all(x in held for x in answers_and_graders())  # which is why the platform keeps it to itself
    assert not list(source.rglob("misconceptions.toml")) and not (source / "release").exists()


@pytest.mark.slow
def test_a_folder_laid_out_like_gradescopes_grades(autograder: Path) -> None:
    setup = subprocess.run(
        [str(autograder / "source" / "setup.sh")],
        env={**os.environ, "AUTOGRADER": str(autograder)},
        capture_output=True,
        text=True,
    )
    assert setup.returncode == 0, setup.stderr
    right = run(autograder, {"linear.py": reference("linear")})
    assert right.returncode == 0, right.stderr
    told = json.loads((autograder / "results" / "results.json").read_bytes())
    assert sum(x["score"] for x in told["tests"]) == pytest.approx(OF_LINEAR)
    assert sum(x["max_score"] for x in told["tests"]) == pytest.approx(COURSE.out_of)
    nothing = run(autograder, {"lab.ipynb": b"{"})
    told = json.loads((autograder / "results" / "results.json").read_bytes())
    assert nothing.returncode == 0 and told["score"] == 0 and "cannot be graded" in told["output"]
    (autograder / "source" / "autograder" / "data" / "course.json").write_bytes(
        b"{"
    )  # the kit's fault is nobody's grade
    broken = run(autograder, {"linear.py": reference("linear")})
    assert broken.returncode == 2 and not (autograder / "results" / "results.json").exists()
