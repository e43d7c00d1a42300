"""nbgrader's own generate_assignment, in process: release/course/source/ to release/course/release/."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from autograder.course import Course, for_assignment
from autograder.errors import KitError
from release.skeleton import STUB


def nbgrader_name(course: Course, language: str) -> str:
    """The assignment as nbgrader knows it: one for each language, so that its points count once."""
    return course.assignment if language == course.languages[0] else f"{course.assignment}-{language}"


def course_of(course: Course, name: str) -> tuple[Course, str]:
    """The way back: the course reduced to the assignment that nbgrader calls `name`, and its language.

    Raises UsageError for a name that is no assignment of the course.
    """
    for language in course.languages[1:]:
        if name.endswith(f"-{language}"):
            return for_assignment(course, name.removesuffix(f"-{language}")), language
    return for_assignment(course, name), course.languages[0]


def generate(folder: Path, assignment: str, notebook: str, content: bytes) -> bytes:
    """Put a notebook into the course at `folder`, let nbgrader release it, and return what students get.

    The gradebook is that of the course's nbgrader_config.py where there is one. Raises KitError when nbgrader
    refuses: the last release and the gradebook are then as they were.
    """
    source, released = (folder / step / assignment / f"{notebook}.ipynb" for step in ("source", "release"))
    before = {path: path.read_bytes() if path.is_file() else None for path in (source, released)}
    try:
        _write(source, content)
        _write(released, None)
        _run(folder, assignment)
        return released.read_bytes()
    except OSError as error:
        raise KitError(f"{error.filename or folder}: {error.strerror}") from None
    except Exception:
        for path, bytes_before in before.items():
            _write(path, bytes_before)
        raise


def _write(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
        if path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()  # nbgrader leaves a folder that is there as it is
    elif not path.is_file() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _run(folder: Path, assignment: str) -> None:
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory

    config = course_config(folder)
    config.ClearSolutions.code_stub = {"python": STUB}
    coursedir = CourseDirectory(config=config)
    coursedir.assignment_id = assignment
    said = _Said()
    converter = GenerateAssignment(coursedir=coursedir, config=config)
    converter.log = coursedir.log = said.logger
    try:
        with _tools_on_path(), said.listening():
            converter.start()
    except (NbGraderException, SystemExit) as error:
        raise KitError(f"nbgrader does not release {assignment}: {said.reason() or error}") from None


def course_config(folder: Path) -> Any:
    """nbgrader's configuration of a course, rooted at its folder whatever the folder's own file says."""
    from traitlets.config.loader import Config, PyFileConfigLoader

    config = Config()
    if (folder / "nbgrader_config.py").is_file():
        config = PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()
    config.CourseDirectory.root = str(folder.resolve())
    return config


@contextmanager
def _tools_on_path() -> Iterator[None]:
    """nbgrader starts alembic by name when it makes a gradebook: the environment's own has to be found."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{before}"
    try:
        yield
    finally:
        os.environ["PATH"] = before


class _Said(logging.Handler):
    """Keeps what nbgrader logs, which is long, for the one line of it that gives the reason."""

    def __init__(self) -> None:
        super().__init__()
        self.logger = logging.getLogger("release.nbgrader")
        self.logger.propagate = False
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            self.errors.append(record.getMessage())

    @contextmanager
    def listening(self) -> Iterator[None]:
        self.logger.addHandler(self)
        try:
            yield
        finally:
            self.logger.removeHandler(self)

    def reason(self) -> str:
        """The exception at the end of the first traceback, else the first error."""
        for text in self.errors:
            if text.startswith("Traceback"):
                return text.rstrip().rpartition("\n")[2]
        return self.errors[0] if self.errors else ""
