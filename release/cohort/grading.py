"""One student's files to one Result, in a process of its own: read, rebuilt and judged as nbgrader's lane does it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

import msgspec

from autograder import language as languages
from autograder.course import Course, load_course
from autograder.errors import KitError, UsageError
from autograder.submission.bounded import bounded
from release.assignment import course_of
from release.cohort.likeness import likeness
from release.cohort.results import Result
from release.instructor.lab import lab_of
from release.instructor.unpack import as_submission
from release.nbgrader_plugin.rebuild import rebuild
from release.nbgrader_plugin.verdicts import Task, task_for, verdict
from release.sources.notebook import lab_notebook

NAME = "lab.ipynb"  # what messages call it, as in nbgrader's lane: there is one verdict, kept for both


@dataclass(frozen=True)
class Item:
    """What one student handed in: how it is called, and its files."""

    student: str
    shown: str
    stamp: str
    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Rules:
    """What all are graded by: the assignment, where verdicts are kept, and whether without confinement.

    Why a submission is not read is told in the teacher's `language`.
    """

    assignment: str
    verdicts: Path
    unsafe: bool = False
    language: str = "en"


def stamp_of(paths: Sequence[Path], kit: str) -> str:
    """The hash of what was handed in, by names and content, and of what grades it. Raises OSError."""
    digest = sha256(kit.encode())
    for root in paths:
        for path in [root] if root.is_file() else sorted(root.rglob("*")):
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as file:
                    content = file_digest(file, "sha256").digest()
                digest.update(path.relative_to(root.parent).as_posix().encode() + b"\0" + content)
    return digest.hexdigest()


def grade_item(rules: Rules, item: Item) -> Result:
    """The result of one submission, whatever it is; the kit's own fault costs nobody else anything."""
    try:
        with as_submission(item.paths) as path:
            task = _task(path, rules)
        report = verdict(task, unsafe=rules.unsafe)
        return Result(item.student, item.shown, item.stamp, report, alike=likeness(task.versions[0]))
    except UsageError as error:
        return Result(item.student, item.shown, item.stamp, refused=str(error))
    except KitError as error:
        return Result(item.student, item.shown, "", fault=str(error))  # without a stamp it is tried again
    except Exception as error:
        return Result(item.student, item.shown, "", fault=f"{type(error).__name__}: {error}")


def _task(path: Path, rules: Rules) -> Task:
    course, _assigned = _course(rules.assignment)
    languages.use(rules.language)
    lab = lab_of(path, course, msgspec.json.encode)
    released = _released(rules.assignment, lab.language)
    notebook = bounded(NAME, dict[str, Any], partial(rebuild, path=NAME), released, lab.content, course)
    return task_for(notebook, course, name=NAME, folder=rules.verdicts, receipt=lab.receipt)


@cache
def _course(assignment: str) -> tuple[Course, str]:
    return course_of(load_course(), assignment)


@cache
def _released(assignment: str, language: str) -> dict[str, Any]:
    """The notebook that students have, in the language in which this one of them works."""
    course, _assigned = _course(assignment)
    return lab_notebook(course, course.cells[language])
