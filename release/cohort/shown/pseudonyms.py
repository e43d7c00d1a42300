"""A class to be shown to itself: numbers for its students, and nothing that may hold a name."""

import hmac
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from autograder.course import load_course
from autograder.report import Report
from autograder.submission.tree import module_of
from release.cohort.results import Result
from release.files import write_whole
from release.instructor.course_folder import NOTEBOOK
from release.pages.student import Marks

KEY = ".pseudonyms"  # in the results' folder: who has it can tell which number is whose
WITHHELD = "—"  # why a submission was not read tells whose it is


class Pseudonymous:
    """The Results of a class under numbers, in an order that nobody can tell without the key."""

    def __init__(self, results: Iterable[Result], key: bytes, marks: Mapping[str, Marks] = {}) -> None:
        self._results = results
        ranked = sorted((x.student for x in results), key=lambda x: hmac.digest(key, x.encode(), "sha256"))
        self._numbers = {student: f"{number:03}" for number, student in enumerate(ranked, 1)}
        self.marks = {self._numbers[x]: self._marked(of_one) for x, of_one in marks.items() if x in self._numbers}

    def __iter__(self) -> Iterator[Result]:
        for result in self._results:
            number = self._numbers[result.student]
            yield Result(
                number,
                number,
                result.stamp,
                _without_names(result.report) if result.report else None,
                refused=WITHHELD if result.refused else "",
                fault=WITHHELD if result.fault else "",
                alike=result.alike,
            )

    def _marked(self, marks: Marks) -> Marks:
        return replace(marks, student=self._numbers[marks.student], comments=(), receipt=())


def key_of(folder: Path) -> bytes:
    """The key of a folder, made when it is first asked for: a student keeps the number from one run to the next."""
    path = folder / KEY
    if not path.is_file():
        write_whole(path, secrets.token_hex(16).encode())
    return path.read_bytes()


def _without_names(report: Report) -> Report:
    """The report without what is told of files; where one is named, no more is left than a module's own name."""
    told = msgspec.structs.replace(report, submission="", read=(), ignored=(), warnings=())
    hidden = {path: _hidden(path) for path in sorted(report.read, key=len, reverse=True)}
    return msgspec.convert(_replaced(msgspec.to_builtins(told), hidden), Report)


def _hidden(path: str) -> str:
    file = PurePosixPath(path)
    return file.name if module_of(file.name, load_course()) or file.name == NOTEBOOK else f"*{file.suffix}"


def _replaced(found: Any, hidden: Mapping[str, str]) -> Any:
    """The same with these texts replaced wherever they stand in one."""
    if isinstance(found, str):
        for path, name in hidden.items():
            found = found.replace(path, name)
        return found
    if isinstance(found, dict):
        return {key: _replaced(x, hidden) for key, x in found.items()}
    return [_replaced(x, hidden) for x in found] if isinstance(found, (list, tuple)) else found
