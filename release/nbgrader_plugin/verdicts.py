"""A rebuilt notebook to its Report, once: what was judged before under the same kit and course is read back.

A verdict is kept under the hash of what is graded (the modules, with the places that messages name), of the choice
of exercises, and of the kit's own files, the course's among them. Points are none of it: nbgrader scales them.
"""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

import autograder
from autograder import language as languages
from autograder.course import Course, load_course
from autograder.errors import KitError
from autograder.judging.grade import grade_session
from autograder.judging.respondents.earlier import Earlier
from autograder.judging.session import session_of_versions
from autograder.language import on_one_line
from autograder.report import Report
from autograder.sandbox import Sandbox, open_sandbox
from autograder.sandbox.isolation import demand
from autograder.submission import notebook_versions
from autograder.submission.bounded import bounded
from autograder.submission.source import Source, Submission
from release.files import write_whole
from release.nbgrader_plugin.handed_in import NOTHING, Receipt
from release.nbgrader_plugin.rebuild import course_cells, language_of, name_of

KEPT = ".verdicts"  # in the course's folder
FINISHED = "autograder"  # the notebook's metadata: the key of the verdict that was written
WISH = "c.Grade.unsafe = True in nbgrader_config.py"
SUFFIXES = {".py", ".json", ".mo", ".ini"}


@dataclass(frozen=True)
class Task:
    """The modules of a rebuilt notebook, what is asked of them, and where their verdict is kept.

    `versions` are the modules with one definition of an answer, then with another, where there are several.
    """

    name: str
    versions: tuple[Mapping[str, Source], ...]
    exercises: tuple[str, ...]
    language: str
    key: str
    folder: Path
    receipt: Receipt = NOTHING

    @property
    def kept(self) -> Path:
        """The file of the verdict."""
        return self.folder / f"{self.key}.json"


def task_for(
    notebook: Mapping[str, Any], course: Course, *, name: str, folder: Path, receipt: Receipt = NOTHING
) -> Task:
    """What there is to judge in a rebuilt notebook called `name`, of which `receipt` says what it was made of.

    Raises KitError for a check that nobody grades."""
    exercises, language = tuple(graded_cells(notebook, course).values()), language_of(notebook, course)
    content = msgspec.json.encode({"cells": [_asked(cell) for cell in notebook["cells"]]})
    same = sha256(msgspec.json.encode([name, str(folder), exercises, language, receipt]) + content).digest()
    if same not in _tasks:
        with languages.speaking(language):
            read = bounded(name, tuple[Mapping[str, Source], ...], notebook_versions, content, name, course)
        versions = tuple(_present(sources, receipt) for sources in read)
        graded = msgspec.json.encode([kit_version(), exercises, language, [list(x.values()) for x in versions]])
        _tasks[same] = Task(name, versions, exercises, language, sha256(graded).hexdigest(), folder, receipt)
    return _tasks[same]


def _present(sources: Mapping[str, Source], receipt: Receipt) -> dict[str, Source]:
    return {name: _as_handed_in(source, receipt) for name, source in sources.items() if name not in receipt.absent}


def _as_handed_in(source: Source, receipt: Receipt) -> Source:
    """A module as its author knows it: by its file, and without the places in a notebook that only we have seen."""
    file = receipt.files.get(source.name)
    if problem := receipt.unread.get(source.name):
        return Source(source.name, file or source.path, None, problem)
    if source.name in receipt.empty:  # of a notebook's module what was handed out would be left
        return Source(source.name, file or source.path, "")
    return replace(source, path=file, lines=(None,) * (source.text or "").count("\n")) if file else source


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
    """The report of a task that was judged before, or of another one that hands in the same."""
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return read_verdict(task.kept, task.name, task.receipt)
    return None


def read_verdict(kept: Path, name: str, receipt: Receipt) -> Report:
    """A kept report, with the receipt of what was handed in as `name`. Raises OSError, and msgspec's MsgspecError."""
    report = msgspec.json.decode(kept.read_bytes(), type=Report)
    read = tuple(map(on_one_line, receipt.read or (name,)))
    ignored = tuple((on_one_line(file), on_one_line(reason)) for file, reason in receipt.ignored)
    return msgspec.structs.replace(report, read=read, ignored=ignored)


def verdict(task: Task, *, unsafe: bool = False) -> Report:
    """The report of a task. Raises KitError when the kit cannot judge; nothing is kept then."""
    if (kept := kept_verdict(task)) is not None:
        return kept
    report = _judged(task, unsafe=unsafe)
    write_whole(task.kept, msgspec.json.encode(report))
    return report


def _judged(task: Task, *, unsafe: bool) -> Report:
    sandbox = sandbox_for_others(unsafe=unsafe)
    receipt = task.receipt.read or (task.name,), task.receipt.ignored
    read = [Submission(task.name, sources, *receipt) for sources in task.versions]
    with languages.speaking(task.language):
        session = session_of_versions(read, load_course(), exercises=task.exercises, sandbox=sandbox)
        report = grade_session(session, language=task.language, earlier=_earlier())
    if absent := [x.name for x in report.exercises if x.at_submission]:
        raise KitError(f"the hidden graders of {', '.join(absent)} are not here: this is a student's kit")
    return report


@cache
def _earlier() -> Earlier:
    """The modules that this process has judged."""
    return Earlier()


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
