"""A class around a real exchange: the instructor's steps and the students', each student in a folder of their own."""

from pathlib import Path
from typing import Any

from nbgrader.apps import NbGraderAPI
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeFetchAssignment, ExchangeFetchFeedback, ExchangeSubmit
from traitlets.config import Config

from tests import nbgrader_course as lab

EXCHANGE = "\nc.Exchange.root = {root!r}\n"


class Classroom:
    """A course folder with our configuration, an exchange beside it, and folders for students."""

    def __init__(self, folder: Path) -> None:
        self.course, self.exchange, self.students = folder / "course", folder / "exchange", folder / "students"
        self.exchange.mkdir(parents=True)
        lab.new_course(self.course)
        with (self.course / "nbgrader_config.py").open("a", encoding="utf-8") as file:
            file.write(EXCHANGE.format(root=str(self.exchange)))

    def api(self) -> NbGraderAPI:
        """nbgrader's API, as the instructor."""
        return lab.open_api(self.course)

    def instruct(self, step: str, *arguments: str) -> str:
        """One step of the instructor's; what nbgrader logged of it."""
        done: dict[str, Any] = getattr(self.api(), step)(lab.ASSIGNMENT, *arguments)
        assert done["success"], done
        return str(done["log"])

    def fetch(self, student: str) -> Path:
        """`nbgrader fetch_assignment`, as a student: the notebook to work in."""
        self._exchange(ExchangeFetchAssignment, student).start()
        return self._home(student) / lab.ASSIGNMENT / f"{lab.LAB}.ipynb"

    def submit(self, student: str) -> None:
        """`nbgrader submit`, as a student."""
        self._exchange(ExchangeSubmit, student).start()

    def fetch_feedback(self, student: str) -> list[Path]:
        """`nbgrader fetch_feedback`, as a student: the pages that came."""
        self._exchange(ExchangeFetchFeedback, student).start()
        return sorted((self._home(student) / lab.ASSIGNMENT / "feedback").rglob("*.html"))

    def _home(self, student: str) -> Path:
        return self.students / student

    def _exchange(self, step: type, student: str) -> Any:
        home = self._home(student)
        home.mkdir(parents=True, exist_ok=True)
        config = Config()
        config.Exchange.root, config.Exchange.cache = str(self.exchange), str(home / "cache")
        config.Exchange.assignment_dir = str(home)
        coursedir = CourseDirectory(config=config)
        coursedir.course_id, coursedir.assignment_id, coursedir.student_id = "autograd", lab.ASSIGNMENT, student
        return step(coursedir=coursedir, authenticator=Authenticator(config=config), config=config)
