"""A judge that stays warm: its sandbox, the truths, and what is known of every module that did not change."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from autograder.course import Course
from autograder.judging.grade import grade_session
from autograder.judging.session import Kept, session_of
from autograder.language import in_use
from autograder.report import Report
from autograder.sandbox import Sandbox
from autograder.submission import open_submission

Seen = Mapping[str, tuple[int, int, int]]  # module -> when its file was saved, its size, its number


class Judge:
    """Grades exercises of a folder one at a time, as often as it is asked."""

    def __init__(self, folder: Path, course: Course, sandbox: Sandbox) -> None:
        self.folder, self.course, self._sandbox = folder, course, sandbox
        self._kept = Kept()

    def grade(self, name: str) -> Report:
        """The report of one exercise by the visible checks. Raises UsageError where nothing can be read."""
        submission = open_submission(self.folder, self.course)
        session = session_of(submission, self.course, exercises=[name], sandbox=self._sandbox, kept=self._kept)
        return grade_session(session, visible=True, language=in_use())

    def seen(self) -> Seen:
        """What tells that a file was saved; what is not there has no entry."""
        found = {}
        for module in self.course.modules:
            with suppress(OSError):
                stat = (self.folder / f"{module.name}.py").stat()
                found[module.name] = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        return found

    def affected(self, modules: Iterable[str]) -> list[str]:
        """The exercises of these modules and of those that import them, in the order of the course."""
        changed = set(modules)
        for module in self.course.modules:  # a module comes after those that it imports
            if changed & set(module.imports):
                changed.add(module.name)
        return [exercise.name for exercise in self.course.exercises if exercise.module in changed]
