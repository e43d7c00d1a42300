"""A class to be shown to itself: numbers for its students, and nothing that may hold a name."""

import hmac
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

import msgspec

from autograder.report import Report
from release.cohort.results import Result
from release.files import write_whole
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
    """The report without what is told of files, and with a file's own name wherever its path stands."""
    text = msgspec.json.encode(
        msgspec.structs.replace(report, submission="", read=(), ignored=(), warnings=()), order="deterministic"
    )
    paths = {report.submission, *report.read, *(file for file, _ in report.ignored)}
    for path in sorted(paths, key=len, reverse=True):
        if "/" in path:
            text = text.replace(_inside(path), _inside(PurePosixPath(path).name))
    return msgspec.json.decode(text, type=Report)


def _inside(text: str) -> bytes:
    """How a text stands within another one in JSON."""
    return msgspec.json.encode(text)[1:-1]
