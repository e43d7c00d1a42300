"""What the page calls: save a module, grade exercises by their visible claims, hand in, take back.

The submission lies in a folder of Pyodide's file system in memory, so that it is read as everywhere else.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from autograder import language as languages
from autograder.course import load_course
from autograder.errors import KitError
from autograder.judging.grade import grade_session
from autograder.judging.session import Kept, session_of
from autograder.morning.handing_in import hand_in
from autograder.render.html import exercise_html, warning_html
from autograder.report import Report
from autograder.submission import open_submission
from autograder.tab.transport import Reply, StartPort, Tab
from autograder.truth.known import look_up

FOLDER = Path("exercises")


class _Port:
    """A Web Worker as JavaScript hands it over; `wait` waits for a promise."""

    def __init__(self, port: Any, wait: Callable[[Any], Any]) -> None:
        self._port, self._wait = port, wait

    def ask(self, frame: str, seconds: float) -> Reply:
        """See Port."""
        return Reply(**json.loads(self._wait(self._port.ask(frame, seconds))))

    def end(self) -> None:
        """See Port."""
        self._port.end()


class TabJudge:
    """The judge of one page: it stays warm, and knows what is right of every module that did not change."""

    def __init__(self, language: str, start_port: StartPort) -> None:
        self._language, self._course = language, load_course()
        self._sandbox, self._kept = Tab(start_port=start_port), Kept()
        FOLDER.mkdir(exist_ok=True)

    def write(self, module: str, text: str) -> None:
        """Save a module."""
        (FOLDER / f"{module}.py").write_text(text, encoding="utf-8")

    def report(self, exercises: list[str]) -> Report:
        """The report of some exercises by their visible claims. Raises KitError."""
        languages.use(self._language)
        submission = open_submission(FOLDER, self._course)
        session = session_of(submission, self._course, exercises=exercises, sandbox=self._sandbox, kept=self._kept)
        return grade_session(session, visible=True, language=self._language)

    def grade(self, exercises: str) -> str:
        """The results of some exercises, a JSON list of names, as JSON: as data, and as a person reads them."""
        try:
            report = self.report(json.loads(exercises))
        except KitError as error:
            return json.dumps({"fault": str(error)})
        results = {x.name: msgspec.to_builtins(x) for x in report.exercises}
        html = {x.name: exercise_html(x, report.hints.get(x.name, "")) for x in report.exercises}
        return json.dumps({"results": results, "html": html, "warnings": "".join(map(warning_html, report.warnings))})

    def affected(self, module: str) -> str:
        """This module and those that import it, directly or not, as a JSON list."""
        changed = {module}
        for other in self._course.modules:  # a module comes after those that it imports
            if changed & set(other.imports):
                changed.add(other.name)
        return json.dumps([x.name for x in self._course.modules if x.name in changed])

    def hand_in(self) -> bytes:
        """The zip that the kit's `submit` makes of the same files. Raises KitError."""
        languages.use(self._language)
        target = Path("handed-in.zip")
        hand_in(FOLDER, target, self._course)
        return target.read_bytes()

    def take_back(self, name: str, content: Any) -> str:
        """The modules of what was handed in, a zip or a notebook say, as JSON: text by name, or why there are none."""
        languages.use(self._language)
        file = Path("/tmp", Path(name).name or "work")
        file.write_bytes(bytes(content.to_py() if hasattr(content, "to_py") else content))
        try:
            read = open_submission(file, self._course)
        except KitError as error:
            return json.dumps({"fault": str(error)})
        texts = {module: x.text for module, x in read.sources.items() if x.text is not None}
        return json.dumps({"modules": texts, "ignored": [f"{file}: {why}" for file, why in read.ignored]})


def ports(start_port: Callable[[bool], Any], wait: Callable[[Any], Any]) -> StartPort:
    """Ports of JavaScript's: `start_port` starts a Web Worker, `wait` waits for a promise."""
    return lambda numpy: _Port(start_port(numpy), wait)


def open_judge(language: str, truths: str, start_port: StartPort, numpy: bool = False) -> TabJudge:
    """The page's judge, whose truths are data; with numpy the others are computed."""
    look_up(json.loads(truths), computing=numpy)
    return TabJudge(language, start_port)
