"""A rebuilt notebook to its Report, once: what was judged before under the same kit and course is read back.

A verdict is kept under the hash of what is graded (the modules, with the places that messages name), of the choice
of exercises, and of the kit's own files, the course's among them. Points are none of it: nbgrader scales them.
"""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

import autograder
from autograder import language as languages
from autograder.course import Course, load_course
from autograder.errors import KitError
from autograder.isolation import demand
from autograder.report import Report
from autograder.run import grade_directly
from autograder.sandbox import Sandbox, open_sandbox
from autograder.session import session_of
from autograder.submission.notebook import read_notebook
from autograder.submission.source import Source, Submission
from release.files import write_whole
from release.nbgrader_plugin.rebuild import course_cells, language_of, name_of

KEPT = ".verdicts"  # in the course's folder
FINISHED = "autograder"  # the notebook's metadata: the key of the verdict that was written
WISH = "c.Grade.unsafe = True in nbgrader_config.py"
SUFFIXES = {".py", ".json", ".mo", ".ini"}


@dataclass(frozen=True)
class Task:
    """The modules of a rebuilt notebook, what is asked of them, and where their verdict is kept."""

    name: str
    sources: Mapping[str, Source]
    exercises: tuple[str, ...]
    language: str
    key: str
    folder: Path

    @property
    def kept(self) -> Path:
        """The file of the verdict."""
        return self.folder / f"{self.key}.json"


def task_for(notebook: Mapping[str, Any], course: Course, *, name: str, folder: Path) -> Task:
    """What there is to judge in a rebuilt notebook called `name`. Raises KitError for a check that nobody grades."""
    exercises, language = tuple(graded_cells(notebook, course).values()), language_of(notebook, course)
    content = msgspec.json.encode({"cells": [_asked(cell) for cell in notebook["cells"]]})
    same = sha256(msgspec.json.encode([name, str(folder), exercises, language]) + content).digest()
    if same not in _tasks:
        languages.use(language)
        sources = read_notebook(content, name, course)
        graded = msgspec.json.encode([kit_version(), exercises, language, list(sources.values())])
        _tasks[same] = Task(name, sources, exercises, language, sha256(graded).hexdigest(), folder)
    return _tasks[same]


_tasks: dict[bytes, Task] = {}  # what is graded ahead is asked for again when nbgrader writes


def _asked(cell: Mapping[str, Any]) -> dict[str, Any]:
    """All of a cell that says what is graded: nbgrader's other marks do not."""
    names = {"grade_id": cell["metadata"].get("nbgrader", {}).get("grade_id")}
    return {
        "cell_type": cell["cell_type"],
        "id": cell.get("id"),
        "metadata": {"nbgrader": names},
        "source": cell["source"],
    }


def graded_cells(notebook: Mapping[str, Any], course: Course) -> dict[str, str]:
    """The exercise of each autograded cell, by the cell's name.

    Raises KitError for a cell that the kit does not know: without a result nbgrader would give it full marks.
    """
    known = {cell.name: cell.exercise for cell in course_cells(notebook, course) if cell.kind == "check"}
    found: dict[str, str] = {}
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("grade") and not marks.get("solution") and cell["cell_type"] == "code":
            if name_of(cell) not in known:
                raise KitError(f"nothing grades the cell {name_of(cell)!r} of this notebook: make release")
            found[name_of(cell)] = known[name_of(cell)]
    return found


def kept_verdict(task: Task) -> Report | None:
    """The report of a task that was judged before."""
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode(task.kept.read_bytes(), type=Report)
    return None


def verdict(task: Task, *, unsafe: bool = False) -> Report:
    """The report of a task. Raises KitError when the kit cannot judge; nothing is kept then."""
    if (kept := kept_verdict(task)) is not None:
        return kept
    report = _judged(task, unsafe=unsafe)
    write_whole(task.kept, msgspec.json.encode(report))
    return report


def _judged(task: Task, *, unsafe: bool) -> Report:
    languages.use(task.language)
    sandbox = sandbox_for_others(unsafe=unsafe)
    submission = Submission(task.name, task.sources, (task.name,), ())
    session = session_of(submission, load_course(), exercises=task.exercises, sandbox=sandbox)
    report = grade_directly(session, language=task.language)
    if absent := [x.name for x in report.exercises if x.at_submission]:
        raise KitError(f"the hidden graders of {', '.join(absent)} are not here: this is a student's kit")
    return report


@cache
def sandbox_for_others(*, unsafe: bool) -> Sandbox:
    """Where this process judges; what it does without is said once. Raises UsageError where that is not allowed."""
    sandbox = open_sandbox()
    demand(sandbox, unsafe=unsafe, wish=WISH)
    return sandbox


@cache
def kit_version() -> str:
    """The hash of the kit's own files, as they were when this process first asked."""
    root = Path(autograder.__file__).parent
    digest = sha256()
    for path in _files(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _files(root: Path) -> Sequence[Path]:
    return sorted(x for x in root.rglob("*") if x.suffix in SUFFIXES and x.is_file())
