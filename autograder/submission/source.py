"""The records of a submission, and how bytes become a module's text."""

import codecs
import io
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass

from autograder.language import _

LARGEST = 1 << 20  # bytes of one module; what students write by hand is a hundred times smaller


@dataclass(frozen=True)
class Source:
    """One module of a submission. `text` is None when it could not be read, and `problem` then says why.

    `lines` gives for each line of `text` the cell of a notebook and the line in it, counted from 1, or None where the
    line stands in no cell; the cell is 0 where the line is one of a file. `others` are answers to the same module that
    were handed in beside this one: the better verdict counts.
    """

    name: str
    path: str
    text: str | None
    problem: str | None = None
    lines: tuple[tuple[int, int] | None, ...] | None = None
    others: tuple["Source", ...] = ()

    @property
    def is_borrowed(self) -> bool:
        """Whether it stands in the file of another module."""
        return any(place is not None and not place[0] for place in self.lines or ())

    def locate(self, line: int) -> str:
        """A line of `text`, counted from 1, as the student finds it."""
        if self.lines is None:
            return f"{self.path}:{line}"
        place = self.lines[line - 1] if 0 < line <= len(self.lines) else None
        if place is None:
            return self.path
        if not place[0]:
            return f"{self.path}:{place[1]}"
        return _("{path}, cell {cell}, line {line}").format(path=self.path, cell=place[0], line=place[1])


@dataclass(frozen=True)
class Submission:
    """What there is to grade. `sources` holds only the modules that are there, in the order of the course.

    The receipt: `read` are the files that count, `ignored` the others, each with the reason. `notebook` is the content
    of the notebook where nothing else counts.
    """

    path: str
    sources: Mapping[str, Source]
    read: tuple[str, ...]
    ignored: tuple[tuple[str, str], ...]
    notebook: bytes | None = None


def source_of(name: str, path: str, content: bytes) -> Source:
    """A module from its file's bytes."""
    if len(content) > LARGEST:
        return Source(name, path, None, too_large())
    try:
        return Source(name, path, with_newlines(content.decode(_encoding(content))))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = _("not UTF-8: byte 0x{byte:02x} on line {line}; save the file as UTF-8")
        return Source(name, path, None, problem.format(byte=content[error.start], line=line))


def _encoding(content: bytes) -> str:
    """What the file declares, as Python reads it; UTF-8 where it declares nothing, or what is no encoding of text."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"  # a shell of Windows writes it
    try:
        declared = tokenize.detect_encoding(io.BytesIO(content).readline)[0]
        b"".decode(declared)  # "hex" and "zip" are none of text
        return declared
    except (SyntaxError, LookupError):
        return "utf-8-sig"


def too_large() -> str:
    """Why a large file is not read."""
    return _("larger than {limit} MB").format(limit=LARGEST >> 20)


def with_newlines(text: str) -> str:
    """The text with the line ends that Python reads as such, all written as one character."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
