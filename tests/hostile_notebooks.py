"""Notebooks that want more than they earn: each answers `value` and nothing else, so that its honest points are known.

    python -m tests.hostile_notebooks

grades them with the plugin and in nbgrader's own kernel, and prints the table of docs/isolation.md. The kernel truly
runs them, each in a course and a home of its own, on a machine that should have nothing to lose.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from nbgrader.api import MissingEntry

from autograder.course import load_course
from tests import nbgrader_course as lab
from tests.jupyter import environment
from tests.notebooks import cell_of, code, double_checks, flip, old_schema, position, skip_execution

CELLS = Path(__file__).parent / "hostile" / "cells"
POINTS = {exercise.name: exercise.points for exercise in load_course().exercises}
HONEST = POINTS["add"] + POINTS["mul"]
NEXT = "zoe"  # graded after the others, with an empty notebook
BEHIND = {"infinite_loop": "value", "exit": "value"}  # where their own points are safe; the others come first
PATIENCE = 150  # seconds for a course that is graded in the kernel
LINGERS = 3  # seconds until a daemon has done what it wanted

KERNEL = """c = get_config()
c.CourseDirectory.root = {root!r}
c.Execute.timeout = 15
"""
PROLOGUE = """import re
POINTS = {points}
CHECK = re.compile(r'check\\("(\\w+)"\\)')
GRADEBOOK, SOURCE = {gradebook!r}, {source!r}
CHEAT = '''UPDATE grade SET manual_score = (SELECT max_score FROM grade_cells WHERE grade_cells.id = grade.cell_id)
           WHERE cell_id IN (SELECT id FROM grade_cells)'''
def full(text):
    return CHECK.sub(lambda found: str(POINTS[found[1]]), text)
"""
EVERYTHING = """class Everything(float):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __lt__
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    def __abs__(self): return 0.0
    __hash__ = float.__hash__
def {name}(*_): return Everything(1.0)
"""


def float_that_equals_everything(notebook: lab.Notebook) -> None:
    """A float that equals everything."""
    for name in ("neuron", "collapse", "central_difference", "forward_pass", "backward_pass", "relu"):
        cell_of(notebook, name)["source"] = EVERYTHING.format(name=name)


CHANGES: Sequence[tuple[str, Callable[[lab.Notebook], None]]] = (
    ("A float that equals everything.", float_that_equals_everything),
    ("The tag `skip-execution`.", skip_execution),
    ("Flipped metadata.", flip),
    ("Duplicated cells.", double_checks),
    ("An old schema version.", old_schema),
)


def names() -> list[str]:
    """What each notebook does."""
    return [*map(_claim, _cells()), *(name for name, _ in CHANGES)]


def attacks(root: Path) -> dict[str, lab.Notebook]:
    """Each hostile notebook of the course at `root`, by what it does."""
    found = {_claim(path): _with_cell(root, path) for path in _cells()}
    for name, change in CHANGES:
        found[name] = _answered(root)
        change(found[name])
    return found


def _cells() -> list[Path]:
    return sorted(CELLS.glob("*.py"))


def _claim(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition("\n")[0].strip('"')


def _answered(root: Path) -> lab.Notebook:
    return lab.answered(root, {"value": lab.solutions()["value"]})


def _with_cell(root: Path, path: Path) -> lab.Notebook:
    gradebook, source = root / "gradebook.db", root / "source" / lab.ASSIGNMENT / f"{lab.LAB}.ipynb"
    prologue = PROLOGUE.format(points=POINTS, gradebook=str(gradebook), source=str(source))
    notebook = _answered(root)
    behind = position(notebook, BEHIND.get(path.stem, "kit"))
    notebook["cells"].insert(behind + 1, code(prologue + path.read_text(encoding="utf-8")))
    return notebook


def submit(root: Path, notebooks: Mapping[str, lab.Notebook]) -> None:
    """A class of these students and of one who is graded last, with an empty notebook."""
    for student, notebook in {**notebooks, NEXT: lab.released(root)}.items():
        lab.submit(root, student, notebook)


def autograde(root: Path, home: Path) -> str:
    """`nbgrader autograde` for the class, in a process and a home of its own; what it said."""
    home.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "nbgrader", "autograde", lab.ASSIGNMENT]
    try:
        done = subprocess.run(
            command, cwd=root, env=environment(home), capture_output=True, text=True, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        return "did not end"
    finally:
        time.sleep(LINGERS)
    return done.stderr if done.returncode >= 0 else f"killed by signal {-done.returncode}"


def earned(root: Path, student: str) -> float | None:
    """The student's points in the gradebook; None where none were written."""
    try:
        written = None not in lab.points(root, student).values()
    except MissingEntry:
        return None
    return lab.total(root, student) if written else None


def with_the_plugin(template: Path, folder: Path) -> dict[str, float | None]:
    """The points of every hostile notebook in one class, and those of the one who is graded last."""
    root = Path(shutil.copytree(template, folder / "course"))
    notebooks = attacks(root)
    submit(root, {f"student{number:02}": notebook for number, notebook in enumerate(notebooks.values())})
    autograde(root, folder / "home")
    points = {name: earned(root, f"student{number:02}") for number, name in enumerate(notebooks)}
    return {**points, NEXT: earned(root, NEXT)}


def in_the_kernel(template: Path, name: str, folder: Path) -> tuple[float | None, float | None]:
    """The points of a hostile notebook, and of the empty one after it, in nbgrader's own kernel."""
    root = Path(shutil.copytree(template, folder / "course"))
    (root / "nbgrader_config.py").write_text(KERNEL.format(root=str(root)), encoding="utf-8")
    submit(root, {"mallory": attacks(root)[name]})
    autograde(root, folder / "home")
    return earned(root, "mallory"), earned(root, NEXT)


def table(template: Path, folder: Path) -> Iterator[str]:
    """The lines of the table, as they are measured."""
    yield "| what the notebook does | with the plugin | in nbgrader's kernel | an empty notebook after it there |"
    yield "|---|---|---|---|"
    graded = with_the_plugin(template, folder / "plugin")
    for number, name in enumerate(names()):
        mallory, after = in_the_kernel(template, name, folder / f"kernel{number:02}")
        yield f"| {name.rstrip('.')} | {_shown(graded[name])} | {_shown(mallory)} | {_shown(after)} |"
    yield f"| *an empty notebook after all of these* | {_shown(graded[NEXT])} | | |"


def _shown(points: float | None) -> str:
    return "not graded" if points is None else f"{points:g}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        lab.new_course(Path(name) / "template")
        for line in table(Path(name) / "template", Path(name)):
            print(line, flush=True)
