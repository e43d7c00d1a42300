"""The records of a submission, and how bytes become a module's text."""

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.language import _

LARGEST = 1 << 20  # bytes of one module; what students write by hand is a hundred times smaller


@dataclass(frozen=True)
class Source:
    """One module of a submission. `text` is None when it could not be read, and `problem` then says why.

    From a notebook, `lines` gives for each line of `text` the cell and the line in it, counted from 1, or None
    where the line stands in no cell; `cells` are the lines [start, end), counted from 0, of the cells that the
    student added: they run one by one, and an error in one is dropped.
    """

    name: str
    path: str
    text: str | None
    problem: str | None = None
    cells: tuple[tuple[int, int], ...] | None = None
    lines: tuple[tuple[int, int] | None, ...] | None = None

    def locate(self, line: int) -> str:
        """A line of `text`, counted from 1, as the student finds it."""
        if self.lines is None:
            return f"{self.path}:{line}"
        place = self.lines[line - 1] if 0 < line <= len(self.lines) else None
        if place is None:
            return self.path
        return _("{path}, cell {cell}, line {line}").format(path=self.path, cell=place[0], line=place[1])


@dataclass(frozen=True)
class Submission:
    """What there is to grade. `sources` holds only the modules that are there, in the order of the course.

    The receipt: `read` are the files that count, `ignored` the others, each with the reason.
    """

    path: str
    sources: Mapping[str, Source]
    read: tuple[str, ...]
    ignored: tuple[tuple[str, str], ...]


def source_of(name: str, path: str, content: bytes) -> Source:
    """A module from its file's bytes."""
    if len(content) > LARGEST:
        return Source(name, path, None, too_large())
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = _("not UTF-8: byte 0x{byte:02x} on line {line}; save the file as UTF-8")
        return Source(name, path, None, problem.format(byte=content[error.start], line=line))
    return Source(name, path, with_newlines(text))


def too_large() -> str:
    """Why a large file is not read."""
    return _("larger than {limit} MB").format(limit=LARGEST >> 20)


def with_newlines(text: str) -> str:
    """The text with the line ends that Python reads as such, all written as one character."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
