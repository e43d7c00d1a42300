"""`python -m release autograde`, feedback and grades, with the real nbgrader: bad input, regrading, interruption."""

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder.course import load_course
from autograder.errors import KitError
from release.__main__ import main
from release.assignment import generate
from release.instructor import judges as judges_room
from release.nbgrader_plugin import verdicts
from release.sources.notebook import notebook_bytes
from tests import nbgrader_course as lab
from tests.notebooks import cell_of, code
from tests.submissions import ROOT

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
EVERYTHING = sum(x.points for x in load_course().exercises)


def run(root: Path, command: str, *arguments: str) -> int:
    return main([command, "--course", str(root), *arguments])


def right(root: Path) -> lab.Notebook:
    return lab.answered(root, lab.solutions())


def partly_right(root: Path) -> lab.Notebook:
    wrong = lab.solutions()["value"].replace("self.grad += 1.0 * out.grad", "self.grad = 1.0 * out.grad")
    return lab.answered(root, lab.solutions() | {"value": wrong})


@contextmanager
def gradebook(root: Path) -> Iterator[Any]:
    with Gradebook(f"sqlite:///{root}/gradebook.db") as opened:
        yield opened
        opened.db.commit()


def scores(root: Path) -> dict[str, float]:
    with gradebook(root) as opened:
        return {x.student.id: x.score for x in opened.find_assignment(lab.ASSIGNMENT).submissions}


def rows(path: Path) -> list[dict[str, str]]:
    """The lines of a CSV file."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


@contextmanager
def configured(root: Path, *lines: str) -> Iterator[None]:
    """The course with more lines in its configuration."""
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
    yield


def forbid_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    def started(*_: object, **__: object) -> None:
        raise AssertionError("a worker was started")

    monkeypatch.setattr(verdicts, "session_of_versions", started)
    monkeypatch.setattr(ProcessPoolExecutor, "submit", started)


# One among many


def test_a_broken_one_is_listed_with_its_reason_and_the_others_are_graded(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lab.submit(root, "ada", right(root))
    lab.submit(root, "bob", b"{")
    lab.submit(root, "cyd", lab.released(root))
    (root / "submitted" / "dan" / lab.ASSIGNMENT).mkdir(parents=True)
    lab.submit(root, "eve", right(root)).rename(root / "submitted" / "eve" / lab.ASSIGNMENT / "lab(1).ipynb")
    lab.submit(root, "fay", right(root)).rename(root / "submitted" / "fay" / lab.ASSIGNMENT / "a.ipynb")
    (root / "submitted" / "fay" / lab.ASSIGNMENT / "b.ipynb").write_text("{}")
    lab.submit(root, "g[0]", right(root))
    assert run(root, "autograde", "--lang", "en") == 1
    said = capsys.readouterr()
    assert scores(root) == {"ada": EVERYTHING, "cyd": 0}
    assert said.out.endswith("2 of autograd graded, 5 not\n")
    reasons = dict(line.split(": not graded: ") for line in said.err.splitlines() if ": not graded: " in line)
    assert reasons["bob"].startswith("lab.ipynb is not a notebook")
    assert reasons["dan"] == "there is no notebook in it"
    assert reasons["eve"] == "its notebook is called lab(1).ipynb: rename it lab.ipynb"
    assert reasons["fay"] == "it holds several notebooks (a.ipynb, b.ipynb): rename the right one lab.ipynb"
    assert reasons["g[0]"] == "nbgrader cannot take up a student called 'g[0]': rename the folder"
    assert run(root, "autograde") == 1
    assert "dan: not graded: il n'y a pas de notebook dedans" in capsys.readouterr().err


def test_fifty_megabytes_of_outputs_change_nothing(root: Path) -> None:
    notebook = right(root)
    cell_of(notebook, "value")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * (50 << 20)}]
    lab.submit(root, "ada", notebook)
    assert run(root, "autograde") == 0
    assert scores(root) == {"ada": EVERYTHING}
    assert (root / "autograded" / "ada" / lab.ASSIGNMENT / f"{lab.LAB}.ipynb").stat().st_size < 1 << 20


def test_an_unknown_student_is_listed_where_the_gradebook_is_the_roster(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with configured(root, "c.Autograde.create_student = False"), gradebook(root) as opened:
        opened.add_student("ada")
    lab.submit(root, "ada", right(root))
    lab.submit(root, "eve", right(root))
    assert run(root, "autograde", "--lang", "en") == 1
    assert scores(root) == {"ada": EVERYTHING}
    assert "eve: not graded: the gradebook knows no such student" in capsys.readouterr().err


def test_a_fault_of_the_kit_is_loud_and_writes_no_points(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notebook = lab.source_notebook()
    marks = {"schema_version": 3, "grade": True, "grade_id": "mine", "locked": True, "solution": False, "points": 5}
    notebook["cells"].append(code("assert True", id="mine", metadata={"nbgrader": marks | {"task": False}}))
    generate(root, lab.ASSIGNMENT, lab.LAB, notebook_bytes(notebook))
    lab.submit(root, "ada", right(root))
    assert run(root, "autograde") == 2
    assert "ada: not graded: nothing grades the cell 'mine'" in capsys.readouterr().err
    assert scores(root) == {}


def test_a_judge_that_dies_takes_nobody_with_it() -> None:
    with judges_room.process_pool(1) as pool:
        died, waits = pool.submit(os._exit, 3), pool.submit(int)
        fault = judges_room._fault(died, partial(os._exit, 3))  # type: ignore[arg-type]
        assert isinstance(fault, KitError) and "has ended" in str(fault)
        assert judges_room._fault(waits, partial(int)) is None  # type: ignore[arg-type]


def test_after_a_judge_has_died_others_take_its_place(root: Path) -> None:
    path = lab.submit(root, "ada", right(root))
    task = judges_room.task_of(path, root / "release" / lab.ASSIGNMENT / path.name, root / verdicts.KEPT)
    with judges_room.Judges(jobs=1) as judges:
        assert judges._pool.submit(os._exit, 3).exception()
        judges.begin(task)
        assert judges.fault(task) is None
    assert verdicts.kept_verdict(task)


def test_an_unforeseen_exception_is_the_kits_fault() -> None:
    with judges_room.process_pool(1) as pool:
        fault = judges_room._fault(pool.submit(int, "x"), partial(int))  # type: ignore[arg-type]
        assert str(fault).startswith("ValueError: invalid literal")


# The course is not ready


def test_an_assignment_that_was_never_released(tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "autograde", "--assignment", lab.ASSIGNMENT) == 2
    assert "was never released here" in capsys.readouterr().err
    assert not (tmp_path / "gradebook.db").exists()
    assert run(root, "autograde") == 2
    assert "nothing was submitted yet" in capsys.readouterr().err
    assert run(root, "autograde", "--lang", "en", "--assignment", "algebra") == 2
    assert "there is no assignment algebra" in capsys.readouterr().err
    assert run(root, "autograde", "--assignment", lab.ASSIGNMENT, "--student", "eve") == 2
    assert "eve submitted nothing" in capsys.readouterr().err
    assert run(tmp_path / "absent", "autograde", "--assignment", lab.ASSIGNMENT) == 2
    assert "cannot be written: No such file" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["autograde", "feedback", "grades"])
def test_a_gradebook_of_another_course(root: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    lab.submit(root, "ada", right(root))
    path = root / "gradebook.db"
    path.unlink()
    with gradebook(root) as other:
        other.add_assignment("algebra")
    assert run(root, command) == 2
    assert f"does not know {lab.ASSIGNMENT}: is it another course's?" in capsys.readouterr().err
    with gradebook(root) as other:
        other.add_assignment(lab.ASSIGNMENT)
        other.add_notebook(lab.LAB, lab.ASSIGNMENT)
        other.add_grade_cell("question_1", lab.LAB, lab.ASSIGNMENT, max_score=3, cell_type="code")
    before = path.read_bytes()
    assert run(root, command) == 2
    assert "of another course or of another release: they differ in" in (said := capsys.readouterr().err)
    assert "question_1 (3)" in said
    assert path.read_bytes() == before
    path.write_bytes(b"no database at all, but a text of some length" * 50)
    assert run(root, command) == 2
    assert "cannot be used as a gradebook" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="other permissions")
def test_a_folder_that_cannot_be_written_is_named(template: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(shutil.copytree(template, Path(folder) / "course"))
        lab.submit(root, "ada", right(root))
        before = sorted(root.rglob("*"))
        with as_ordinary_user(Path(folder)):
            assert run(root, "autograde") == 2
        assert f"{root} cannot be written: Permission denied" in capsys.readouterr().err
        assert sorted(root.rglob("*")) == before


@contextmanager
def as_ordinary_user(folder: Path) -> Iterator[None]:
    """Somebody who may read this folder and not write it; root would write everywhere."""
    folder.chmod(0o755)
    modes = {path: path.stat().st_mode for path in folder.rglob("*")}
    for path in modes:
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)
        for path, mode in modes.items():
            path.chmod(mode)


# Again


def test_what_is_graded_is_left_alone_and_a_forced_regrade_takes_no_worker(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lab.submit(root, "ada", right(root))
    lab.submit(root, "bob", partly_right(root))
    assert run(root, "autograde") == 0
    first = scores(root)
    assert 0 < first["bob"] < first["ada"] == EVERYTHING
    forbid_workers(monkeypatch)
    written = (root / "autograded" / "ada" / lab.ASSIGNMENT / f"{lab.LAB}.ipynb").stat().st_mtime_ns
    capsys.readouterr()
    assert run(root, "autograde") == 0
    said = capsys.readouterr()
    assert said.out.count("graded before") == 2 and "grading: nothing to do, 2 as before\n" in said.err
    assert (root / "autograded" / "ada" / lab.ASSIGNMENT / f"{lab.LAB}.ipynb").stat().st_mtime_ns == written
    assert run(root, "autograde", "--force") == 0
    assert scores(root) == first


def test_nbgrader_itself_finds_every_verdict_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs ahead asks for the same verdict as the plugin: else each submission would be judged twice."""

    def judged_again(*_: object, **__: object) -> None:
        raise AssertionError("nbgrader had to judge")

    monkeypatch.setattr(verdicts, "_judged", judged_again)  # in this process, where nbgrader writes
    lab.submit(root, "ada", right(root))
    lab.submit(root, "bob", partly_right(root))
    assert run(root, "autograde") == 0


def test_judges_work_before_nbgrader_is_imported_which_takes_seconds(root: Path) -> None:
    lab.submit(root, "ada", right(root))
    script = (
        "import sys; from pathlib import Path; import release.__main__\n"
        "from release.instructor import autograde, judges as judges_room\n"
        "if __name__ == '__main__':\n"
        "    with judges_room.Judges() as judges:\n"
        "        judges.begin_early(judges_room.Where(Path(sys.argv[1])))\n"
        "        [begun] = judges._begun.values()\n"
        "        print(begun.result().points, {'nbgrader', 'nbformat', 'jupytext'} & set(sys.modules))\n"
    )
    (root / "early.py").write_text(script)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(root / "early.py"), str(root)]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert said == f"{EVERYTHING} set()\n"
    assert len(list((root / verdicts.KEPT).iterdir())) == 1


def test_a_course_with_folders_of_its_own_is_graded_as_well(root: Path) -> None:
    with configured(root, 'c.CourseDirectory.submitted_directory = "handed-in"'):
        lab.submit(root, "ada", right(root))
    (root / "submitted").rename(root / "handed-in")
    assert run(root, "autograde") == 0
    assert scores(root) == {"ada": EVERYTHING}


def test_a_new_submission_is_graded_and_a_manual_score_waits_for_a_grader(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lab.submit(root, "ada", lab.released(root))
    run(root, "autograde")
    with gradebook(root) as opened:
        opened.find_grade("check_relu", lab.LAB, lab.ASSIGNMENT, "ada").manual_score = 0.5
        comment = opened.find_comment("value", lab.LAB, lab.ASSIGNMENT, "ada")
        comment.manual_comment = "See me"
    lab.submit(root, "ada", right(root))
    assert run(root, "autograde") == 0
    relu = load_course().exercise("relu").points
    assert scores(root) == {"ada": EVERYTHING - relu + 0.5}
    with gradebook(root) as opened:
        assert opened.find_comment("value", lab.LAB, lab.ASSIGNMENT, "ada").comment == "See me"
    capsys.readouterr()
    assert run(root, "grades") == 0
    assert "a grader has to look at ada in formgrader" in capsys.readouterr().err


def test_late_penalties_are_nbgraders(root: Path) -> None:
    with configured(root, 'c.LateSubmissionPlugin.penalty_method = "zero"'), gradebook(root) as opened:
        opened.update_or_create_assignment(lab.ASSIGNMENT, duedate="2026-11-24 12:00:00 UTC")
    at = lab.submit(root, "ada", right(root)).parent / "timestamp.txt"
    at.write_text("2026-11-24 13:00:00 UTC\n")
    run(root, "autograde")
    run(root, "grades")
    [row] = rows(root / "grades.csv")
    assert (float(row["raw_score"]), float(row["score"])) == (EVERYTHING, 0)
    [line] = rows(root / f"grades-moodle-{lab.ASSIGNMENT}.csv")
    assert line["Note"] == "0.00"
    at.write_text("2026-11-24 11:00:00 UTC\n")
    assert run(root, "autograde") == 0
    run(root, "grades")
    [row] = rows(root / "grades.csv")
    assert float(row["score"]) == EVERYTHING


def test_a_release_made_anew_keeps_the_gradebook_whole(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lab.submit(root, "ada", right(root))
    run(root, "autograde")
    with gradebook(root) as opened:
        opened.find_grade("check_add", lab.LAB, lab.ASSIGNMENT, "ada").manual_score = 0.25
    source = lab.source_notebook()
    cell_of(source, "about_relu")["source"] += "\n\nOne more sentence."
    generate(root, lab.ASSIGNMENT, lab.LAB, notebook_bytes(source))
    add, relu = (load_course().exercise(name).points for name in ("add", "relu"))
    assert scores(root) == {"ada": EVERYTHING - add + 0.25}
    cell_of(source, "check_relu")["metadata"]["nbgrader"]["points"] = relu + 5
    generate(root, lab.ASSIGNMENT, lab.LAB, notebook_bytes(source))
    capsys.readouterr()
    assert run(root, "autograde") == 0
    assert "graded before" not in capsys.readouterr().out
    assert scores(root) == {"ada": EVERYTHING - add + 0.25 + 5}


def test_an_interrupted_run_is_finished_by_the_next_and_changes_no_grade(root: Path, tmp_path: Path) -> None:
    for n in range(4):
        notebook = right(root) if n % 2 else partly_right(root)
        notebook["cells"].append(code(f"x = {n}"))
        lab.submit(root, f"student-{n}", notebook)
    whole = Path(shutil.copytree(root, tmp_path / "whole"))
    command = [sys.executable, "-m", "release", "autograde", "--jobs", "1", "--course", str(root)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        os.killpg(process.pid, signal.SIGKILL)
    assert first.startswith("student-0: ")
    half = root / "autograded" / "student-2" / lab.ASSIGNMENT  # as nbgrader leaves it when it is killed in its midst
    half.mkdir(parents=True, exist_ok=True)
    (half / f"{lab.LAB}.ipynb").write_text(json.dumps(right(root)))
    assert run(root, "autograde") == 0
    assert run(whole, "autograde") == 0
    assert scores(root) == scores(whole)
    for n in range(4):
        assert lab.points(root, f"student-{n}") == lab.points(whole, f"student-{n}")


# Back to students


def test_feedback_and_grades_return_what_was_graded(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lab.submit(root, "ada", right(root))
    lab.submit(root, "bob", b"{")
    assert run(root, "feedback", "--assignment", lab.ASSIGNMENT) == 2
    assert "nothing of autograd is graded yet: make autograde" in capsys.readouterr().err
    run(root, "autograde")
    assert run(root, "feedback") == 0
    page = (root / "feedback" / "ada" / lab.ASSIGNMENT / f"{lab.LAB}.html").read_text(encoding="utf-8")
    assert f"{EVERYTHING:g} of {EVERYTHING:g} points" in page and "ada" in page
    assert not (root / "feedback" / "bob").exists()
    assert run(root, "feedback", "--student", "bob") == 2
    capsys.readouterr()
    assert run(root, "grades", "--lang", "en") == 0
    worksheet = (root / f"grades-moodle-{lab.ASSIGNMENT}.csv").read_text(encoding="utf-8")
    assert worksheet == (
        "Identifier,Full name,Email address,Grade,Maximum grade,Last modified (grade)\n"
        f",ada,,{EVERYTHING:.2f},{EVERYTHING:.2f},-\n"
    )


def test_a_page_older_than_its_grade_is_named_and_made_anew_alone(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for student in ("ada", "bob"):
        lab.submit(root, student, right(root))
    run(root, "autograde")
    run(root, "feedback")
    with gradebook(root) as opened:
        opened.find_grade("check_relu", lab.LAB, lab.ASSIGNMENT, "ada").manual_score = 0.5
        opened.find_comment("value", lab.LAB, lab.ASSIGNMENT, "ada").manual_comment = "See *me*: $a^2$"
        opened.add_assignment("taken by nobody")
    capsys.readouterr()
    assert run(root, "grades") == 0
    assert "older than the grade, the page of ada: make feedback\n" in capsys.readouterr().err
    assert {x["assignment"] for x in rows(root / "grades.csv")} == {lab.ASSIGNMENT}
    assert run(root, "feedback") == 0
    made, kept = sorted(capsys.readouterr().out.splitlines())
    assert made.startswith("ada: ") and made.endswith("lab.html") and kept.endswith("lab.html, as before")
    page = (root / "feedback" / "ada" / lab.ASSIGNMENT / f"{lab.LAB}.html").read_text(encoding="utf-8")
    assert "0.5 of 2" in page and "points given by the teacher" in page and "<em>me</em>" in page and "<math" in page
    run(root, "grades")
    assert "older than the grade" not in capsys.readouterr().err
    assert run(root, "feedback", "--student", "bob", "--nbgrader") == 0
    whole = (root / "feedback" / "bob" / lab.ASSIGNMENT / f"{lab.LAB}.html").read_text(encoding="utf-8")
    assert f"Score: {EVERYTHING}" in whole
    assert "<script" not in whole and "Content-Security-Policy" in whole
    assert re.findall(r"""(?:src|href)=["'](?!#|data:)[^"']*""", whole) == []
    styles = " ".join(re.findall(r"<style.*?</style>", whole, re.DOTALL))
    assert "font" in styles and not re.findall(r"""url\((?!["']?data:)|@import""", styles)


def test_feedback_goes_back_to_moodle_in_the_folders_that_it_handed_out(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = "Élodie Roy_4711_assignsubmission_file_"
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr(f"{folder}/lab.ipynb", json.dumps(right(root)))
    assert run(root, "collect", str(tmp_path / "all.zip"), "--assignment", lab.ASSIGNMENT) == 0
    lab.submit(root, "ada", right(root))  # who came another way
    together = root / f"feedback-moodle-{lab.ASSIGNMENT}.zip"
    run(root, "autograde", "--student", "ada")
    run(root, "feedback")
    assert not together.exists()
    run(root, "autograde")
    capsys.readouterr()
    assert run(root, "feedback") == 0
    assert capsys.readouterr().out.endswith(f"{together}\n")
    page = root / "feedback" / "elodie-roy-4711" / lab.ASSIGNMENT / f"{lab.LAB}.html"
    with zipfile.ZipFile(together) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {f"{folder}/lab.html": page.read_bytes()}
