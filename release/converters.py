"""nbgrader's own converters, in process, under a course's configuration, each with the one reason why it failed."""

import glob
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from autograder.errors import KitError

CONFIGURATION = "nbgrader_config.py"


class Refused(Exception):
    """nbgrader did not convert; `cause` is the exception that it caught, where there is one."""

    def __init__(self, message: str, cause: BaseException | None = None) -> None:
        super().__init__(message)
        self.cause = cause


def course_config(folder: Path) -> Any:
    """nbgrader's configuration of a course as its command line reads it, rooted at its folder whatever it says."""
    from jupyter_core.paths import jupyter_config_path
    from traitlets.config.loader import Config, PyFileConfigLoader

    config = Config()
    for place in [*reversed(jupyter_config_path()), str(folder)]:
        if os.path.isfile(os.path.join(place, CONFIGURATION)):
            config.merge(PyFileConfigLoader(CONFIGURATION, path=place).load_config())
    config.CourseDirectory.root = str(folder.resolve())
    return config


def course_directory(config: Any) -> Any:
    """The course's folders and its gradebook's address."""
    from nbgrader.coursedir import CourseDirectory

    return CourseDirectory(config=config)


def convert(converter: Any, config: Any, assignment: str, student: str = "*", **options: Any) -> None:
    """Run one of nbgrader's converters, a class, for a student's submission or for all. Raises Refused."""
    from nbgrader.converters.base import NbGraderException
    from sqlalchemy.exc import SAWarning

    coursedir, said = course_directory(config), _Said()
    coursedir.assignment_id = assignment
    coursedir.student_id = student if student == "*" else glob.escape(student)
    running = converter(coursedir=coursedir, config=config, **options)
    running.log = coursedir.log = said.logger
    try:
        with _tools_on_path(), said.listening(), warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)  # about nbgrader's own use of its database
            running.start()
    except (NbGraderException, SystemExit) as error:
        raise Refused(said.reason() or str(error), said.caught) from None


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
    """Keeps, of all that nbgrader logs, the first exception that it caught and the first error."""

    def __init__(self) -> None:
        super().__init__()
        self.logger = logging.getLogger("release.nbgrader")
        self.logger.propagate = False
        self.caught: BaseException | None = None
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            self.caught = self.caught or sys.exc_info()[1]
            self.errors.append(record.getMessage())

    @contextmanager
    def listening(self) -> Iterator[None]:
        self.logger.addHandler(self)
        try:
            yield
        finally:
            self.logger.removeHandler(self)

    def reason(self) -> str:
        """The exception, our own by its message alone; else the first error."""
        if self.caught is None:
            return self.errors[0] if self.errors else ""
        if isinstance(self.caught, KitError):
            return str(self.caught)
        return f"{type(self.caught).__name__}: {self.caught}"
