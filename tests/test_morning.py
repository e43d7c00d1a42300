"""What a student asks for beside a grade: hints, a list, an answer as it was handed out, the zip to hand in."""

import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from autograder.course import load_course
from autograder.morning.edited import look
from autograder.morning.memory import Memory
from autograder.morning.places import answers, definitions, handed_out
from tests.submissions import ROOT, reference, skeleton, write

COURSE = load_course()
ADD = "            # TODO\n            raise NotImplementedError\n"
WRONG = "            self.grad = out.grad\n            other.grad = out.grad\n"


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A folder with the exercises as they were handed out."""
    write(tmp_path / "exercises", {module.name: skeleton(module.name) for module in COURSE.modules})
    return tmp_path


def run(kit: Path, *arguments: str, answer: str = "", lang: str = "en") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "autograder", *arguments, "--lang", lang]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=kit, env=environment, input=answer, capture_output=True, encoding="utf-8", check=False
    )


def make(kit: Path, *words: str, answer: str = "") -> subprocess.CompletedProcess[str]:
    command = ["make", "-s", "-f", str(ROOT / "Makefile"), "-o", ".venv/.core", f"PYTHON_IN={sys.executable}", "L=en"]
    return subprocess.run([*command, *words], cwd=kit, input=answer, capture_output=True, encoding="utf-8", check=False)


def edit(kit: Path, module: str, old: str, new: str) -> None:
    file = kit / "exercises" / f"{module}.py"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_each_stub_belongs_to_one_exercise_and_each_exercise_has_one() -> None:
    for module in COURSE.modules:
        own = answers(COURSE, module.name, "fr")
        named = [name for names in own.values() for name in names]
        assert len(named) == len(set(named)) and all(own.values())
        assert set(named) <= set(definitions(handed_out(module.name, "fr")) or {})
    assert answers(COURSE, "value", "fr") == {"add": ("Value.__add__",), "mul": ("Value.__mul__",)}
    assert "Layer.__init__" in answers(COURSE, "network", "fr")["mlp"]


def test_a_hint_is_one_step_at_a_time_and_the_last_one_stays(kit: Path) -> None:
    hints = COURSE.exercise("add").hints["en"]
    said = [run(kit, "hint", "add").stdout.replace("\n  ", " ") for _ in range(len(hints) + 1)]
    for k, text in enumerate(said[:-1], start=1):
        assert [hint in text for hint in hints] == [True] * k + [False] * (len(hints) - k)
    assert said[-1] == said[-2] and "the last one" in said[-1]
    assert "1 / 3" not in run(kit, "list").stdout and "3 / 3" in run(kit, "list").stdout


def test_a_damaged_memory_and_a_folder_that_cannot_be_written_cost_nothing(kit: Path) -> None:
    (kit / ".autograder").mkdir()
    (kit / ".autograder" / "memory.json").write_text("{ not json")
    assert "hint 1 of 3" in run(kit, "hint", "add").stdout
    (kit / ".autograder" / "memory.json").unlink()
    (kit / ".autograder").rmdir()
    (kit / ".autograder").write_text("no folder")
    assert run(kit, "hint", "add").returncode == 0


def test_a_mistyped_name_is_asked_about(kit: Path) -> None:
    done = run(kit, "hint", "ad")
    assert done.returncode == 2 and "did you mean `add`?" in done.stderr
    assert "did you mean" not in run(kit, "hint", "zebra").stderr
    assert "vouliez-vous dire `matmul`" in run(kit, "grade", "--exercise", "matmull", lang="fr").stderr
    assert "which exercise? There are: neuron, " in run(kit, "hint", "").stderr


def test_list_says_where_each_answer_stands(kit: Path) -> None:
    listed = run(kit, "list").stdout
    line = skeleton("value").split("\n").index("    def __mul__(self, other: Value | float) -> Value:") + 1
    assert f"exercises/value.py:{line}\n" in listed
    assert all(exercise.name in listed for exercise in COURSE.exercises)
    assert max(map(len, listed.splitlines())) <= 80


def test_reset_asks_keeps_a_copy_and_touches_nothing_else(kit: Path) -> None:
    edit(kit, "value", ADD, WRONG)
    edit(kit, "value", ADD, "            self.grad += other.data * out.grad\n")
    written = (kit / "exercises" / "value.py").read_text("utf-8")
    assert run(kit, "reset", "add", answer="n\n").returncode == 1
    assert run(kit, "reset", "add").returncode == 1
    assert (kit / "exercises" / "value.py").read_text("utf-8") == written
    assert run(kit, "reset", "add", answer="y\n").returncode == 0
    now = (kit / "exercises" / "value.py").read_text("utf-8")
    assert now == written.replace(WRONG, ADD) and "other.data * out.grad" in now
    [copy] = (kit / ".autograder" / "backups").iterdir()
    assert copy.read_text("utf-8") == written


def test_a_file_that_is_no_python_is_put_back_as_a_whole(kit: Path) -> None:
    edit(kit, "relu", "def relu(", "def relu((")
    done = run(kit, "reset", "relu", "--yes")
    assert done.returncode == 2 and "--file" in done.stderr
    assert run(kit, "reset", "relu", "--yes", "--file").returncode == 0
    assert (kit / "exercises" / "relu.py").read_text("utf-8") == skeleton("relu")


def test_submit_says_what_the_zip_holds_and_what_is_missing(kit: Path) -> None:
    write(kit / "exercises", {"relu": reference("relu")})
    (kit / "exercises" / "tensor.py").unlink()
    (kit / "exercises" / "notes.txt").write_text("not for the instructor")
    said = " ".join(run(kit, "submit").stdout.split())
    with zipfile.ZipFile(kit / "submission.zip") as archive:
        assert "exercises/relu.py" in archive.namelist() and "exercises/notes.txt" not in archive.namelist()
    assert "not there: exercises/tensor.py" in said and "to do: neuron" in said and "3 of 20" not in said
    graded = run(kit, "grade", "submission.zip", "--exercise", "relu", "--unsafe")
    assert graded.returncode == 0, graded.stdout


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_who_types_make_is_told_what_to_type_with_make(kit: Path) -> None:
    edit(kit, "value", ADD, WRONG)
    edit(kit, "relu", "def relu(", "def relu((")
    told = make(kit, "grade", "EXERCISE=add").stdout
    assert "make replay EXERCISE=add" in told and "python -m" not in told
    assert "make hint EXERCISE=neuron" in make(kit, "list").stdout
    told = make(kit, "reset", "EXERCISE=relu").stderr
    assert "make reset EXERCISE=relu WHOLE=1" in told
    assert make(kit, "reset", "EXERCISE=relu", "WHOLE=1", answer="y\n").returncode == 0
    assert (kit / "exercises" / "relu.py").read_text("utf-8") == skeleton("relu")
    (kit / "mine").mkdir()
    shutil.copy(kit / "exercises" / "relu.py", kit / "mine")
    assert "holds: exercises/relu.py\n" in make(kit, "submit", "FILE=mine").stdout


def test_submit_takes_the_notebook_where_the_work_is(kit: Path) -> None:
    cells = [{"cell_type": "code", "source": reference("relu"), "metadata": {}, "outputs": [], "execution_count": None}]
    (kit / "lab.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    assert "submission.zip holds: lab.ipynb" in run(kit, "submit").stdout
    edit(kit, "value", ADD, WRONG)
    said = " ".join(run(kit, "submit").stdout.split())
    assert "holds: exercises/linear.py" in said and "lab.ipynb holds work too" in said


def _told(kit: Path) -> str:
    [line] = [x for x in run(kit, "grade", "exercises").stdout.splitlines() if x.startswith("→")]
    return line.split()[1]


def test_grade_tells_of_the_exercise_that_was_edited_last(kit: Path) -> None:
    assert _told(kit) == "neuron"
    edit(kit, "value", ADD, WRONG)
    assert _told(kit) == "add"
    edit(kit, "value", ADD, "            self.grad += 1.0\n")
    assert _told(kit) == "mul"
    time.sleep(0.01)
    edit(kit, "linear", "    raise NotImplementedError", "    return w")
    assert _told(kit) == "neuron"
    edit(kit, "value", "self.grad = out.grad", "self.grad = 2.0 * out.grad")
    assert _told(kit) == "add"
    write(kit / "exercises", {"value": reference("value")})
    assert _told(kit) == "neuron"


def test_what_is_no_python_belongs_to_what_was_edited_there_before(kit: Path) -> None:
    memory = Memory()
    look(kit / "exercises", COURSE, memory)
    edit(kit, "value", ADD, WRONG)
    edit(kit, "value", ADD, "            self.grad += 1.0\n")
    assert look(kit / "exercises", COURSE, memory) == ["add", "mul"]
    edit(kit, "value", "self.grad += 1.0", "self.grad += (1.0")
    assert look(kit / "exercises", COURSE, memory) == ["mul"]
    assert look(kit / "exercises", COURSE, memory) == []
    edit(kit, "value", "# Généré", "# Generated")
    assert look(kit / "exercises", COURSE, memory) == ["mul"]


def test_all_is_a_line_for_each_claim_that_does_not_hold(kit: Path) -> None:
    edit(kit, "value", ADD, WRONG)
    said = run(kit, "grade", "exercises", "--all").stdout
    own = said.partition("\nadd  not yet  ")[2].partition("\n\n")[0].splitlines()
    held, of = own[0].split(" of ")
    assert len(own) == 1 + int(of) - int(held) and all(line.startswith("  ✗ ") for line in own[1:])
    assert all(len(line) <= 80 and "exercises/value.py:74" in line for line in own[1:])
    assert "→" not in said and "\nmul  to do\n" in said


def test_replay_runs_where_print_and_a_debugger_work(kit: Path) -> None:
    edit(kit, "value", ADD, '            print("here", out.grad)\n' + WRONG)
    said = run(kit, "replay", "add").stdout
    assert "from exercises.value import Value" in said and "L = x + x" in said
    assert "here 1.0\n" in said and "dL/dx  expected 2  yours 1.0\n" in said
    edit(kit, "value", '            print("here", out.grad)\n', "            breakpoint()\n")
    done = run(kit, "replay", "add", answer="p out.grad\nc\n")
    assert "(Pdb) 1.0" in done.stdout and "dL/dx  expected 2" in done.stdout
    assert (kit / ".autograder" / "replay" / "add.py").is_file()


def test_replay_says_where_there_is_nothing_to_meet_again(kit: Path) -> None:
    assert "no computation was started" in run(kit, "replay", "mul").stderr
    write(kit / "exercises", {"relu": reference("relu").replace("solutions", "exercises")})
    assert "every check that is here passes" in run(kit, "replay", "relu").stderr


def test_step_walks_through_what_goes_wrong_and_keeps_a_page(kit: Path) -> None:
    edit(kit, "value", ADD, WRONG)
    said = run(kit, "step", "add").stdout
    assert "step 1 of 1" in said and "✗ the first error" in said
    assert "<svg" in (kit / ".autograder" / "add.html").read_text("utf-8")
    assert "no wrong backward pass" in run(kit, "step", "mul").stderr
