"""The zip to hand in: what it holds, what is missing from it, and that it can be read as it will be."""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from autograder.course import Course
from autograder.errors import KitError, UsageError
from autograder.language import _
from autograder.submission import Submission, open_submission
from autograder.submission.answers import is_touched

NOTEBOOK = "lab.ipynb"


@dataclass(frozen=True)
class HandedIn:
    """What was put into `file`: the names of its files, those that are not there, and the submission as it was read."""

    file: Path
    held: tuple[str, ...]
    absent: tuple[str, ...]
    submission: Submission


def hand_in(path: Path, target: Path, course: Course) -> HandedIn:
    """Write the zip of a folder of modules, or of a notebook, and read it again.

    Raises UsageError where there is nothing to hand in, or where nothing can be written, and KitError where what was
    read is not what was written.
    """
    there = open_submission(path, course)
    files = _files(path, course)
    if not there.sources or not files:
        raise UsageError(_("{path} holds nothing to hand in").format(path=path))
    try:
        target.write_bytes(_zipped(files))
    except OSError as error:
        raise UsageError(_("{file} cannot be written: {error}").format(file=target, error=error.strerror)) from None
    read = open_submission(target, course)
    if {x: y.text for x, y in read.sources.items()} != {x: y.text for x, y in there.sources.items()}:
        raise KitError(_("what {file} holds is not what {path} holds").format(file=target, path=path))
    wanted = [] if path.is_file() else [f"exercises/{module.name}.py" for module in course.modules]
    return HandedIn(target, tuple(files), tuple(x for x in wanted if x not in files), read)


def _files(path: Path, course: Course) -> Mapping[str, bytes]:
    if path.is_file():
        return {path.name: path.read_bytes()}
    found = {f"exercises/{module.name}.py": path / f"{module.name}.py" for module in course.modules}
    return {name: file.read_bytes() for name, file in found.items() if file.is_file()}


def _zipped(files: Mapping[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def has_work(path: Path, course: Course) -> bool:
    """Whether something was changed in a folder of modules or in a notebook since it was handed out."""
    try:
        return any(is_touched(source, course) for source in open_submission(path, course).sources.values())
    except UsageError:
        return False
