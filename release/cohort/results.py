"""results.jsonl: one Result a line, written as they come; what was graded stays, whenever the run is ended."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from autograder.errors import KitError, UsageError
from autograder.report import Report
from release.files import replacing

FILE = "results.jsonl"


class Result(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one student's submission: a report, or why it was refused, or the kit's fault.

    `stamp` is the hash of what was handed in and of the kit: the same again is not graded again. `alike` are hashes of
    the answered modules, by module: of the text, and of what it does whatever its names are.
    """

    student: str
    shown: str
    stamp: str
    report: Report | None = None
    refused: str = ""
    fault: str = ""
    alike: Mapping[str, tuple[str, str]] = {}


class Results:
    """The results of a folder, by student. The last line of a student counts."""

    def __init__(self, folder: Path) -> None:
        """Raises UsageError for a folder that another run writes into, or that cannot be written."""
        self.path, self.torn, self._end = folder / FILE, False, 0
        self._places: dict[str, tuple[int, str]] = {}  # where a student's line begins, and its stamp
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._out = self.path.open("ab", buffering=0)  # what could not be written is not tried again later
            _lock(self._out, folder)
            self._in = self.path.open("rb")
            self._read()
        except OSError as error:
            raise UsageError(f"{error.filename or folder}: {error.strerror}") from None

    def __iter__(self) -> Iterator[Result]:
        """Each student's result, by student."""
        for student in sorted(self._places):
            yield self[student]

    def __getitem__(self, student: str) -> Result:
        return msgspec.json.decode(self._line(student), type=Result)

    def stamp(self, student: str) -> str:
        """The stamp of what was graded, "" where nothing was."""
        return self._places.get(student, (0, ""))[1]

    def add(self, result: Result) -> None:
        """Write one more. Raises KitError where there is no room; what was there before stays whole."""
        line, end = msgspec.json.encode(result) + b"\n", self._end
        try:
            while line:
                line = line[self._out.write(line) :]
        except OSError as error:
            self._out.truncate(end)
            raise KitError(f"{self.path}: {error.strerror}; what was graded before is kept") from None
        self._places[result.student] = (end, result.stamp)
        self._end = self._out.tell()

    def finish(self, students: set[str]) -> None:
        """One line for each of these students, in their order: the same bytes however they were graded."""
        self._places = {student: place for student, place in self._places.items() if student in students}
        with replacing(self.path) as file:
            for student in sorted(self._places):
                file.write(self._line(student))

    def close(self) -> None:
        """Let others write."""
        self._in.close()
        self._out.close()

    def _line(self, student: str) -> bytes:
        self._in.seek(self._places[student][0])
        return self._in.readline()

    def _read(self) -> None:
        """Find the lines; a last one that was cut off when a run was ended goes, one that is none is passed over."""
        for line in self._in:
            if not line.endswith(b"\n"):
                self.torn = True
                self._out.truncate(self._end)
                return
            if head := _head(line):
                self._places[head.student] = (self._end, head.stamp)
            self._end += len(line)


class _Head(msgspec.Struct):
    student: str
    stamp: str


def _head(line: bytes) -> _Head | None:
    try:
        return msgspec.json.decode(line, type=_Head)
    except msgspec.MsgspecError:
        return None


def _lock(file: IO[bytes], folder: Path) -> None:
    """Until the file is closed, or the process ends. Raises UsageError where another one holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise UsageError(f"another run is writing into {folder}: wait for it, or give another --out") from None


@contextmanager
def open_results(folder: Path) -> Iterator[Results]:
    """The results of a folder, which nobody else writes meanwhile. Raises UsageError."""
    results = Results(folder)
    try:
        yield results
    finally:
        results.close()
