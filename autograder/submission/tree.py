"""The files of a submission as a tree, whether a folder or an archive holds them.

What a link leads to outside of the folder is not followed, what is no plain file is not opened.
"""

import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from autograder.course import Course
from autograder.language import _

DEPTH = 8  # modules stand at the root, in exercises/, in kit/exercises/, or below what people pack around it
KIT = "autograder"  # the kit's own folder: the skeletons in it are nobody's answers
MANY = 5000  # files; a folder with more is no submission, and the rest of it is not listed


@dataclass(frozen=True)
class Entry:
    """A file of the tree: its path from the root with slashes, its size, and how to read at most n bytes of it.

    `problem` says why a file must not be read; a folder that is not entered ends with a slash. Of an archive that is
    `unopened` the problem is a sentence that names it.
    """

    path: str
    size: int
    read: Callable[[int], bytes]
    problem: str | None = None
    unopened: bool = False

    @property
    def folder(self) -> str:
        """Where it stands: "" for the root."""
        return self.path.rpartition("/")[0] if not self.path.endswith("/") else ""

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.path.rpartition("/")[2]

    @property
    def left_behind(self) -> bool:
        """Whether a system or an editor left it there: what a Mac adds to an archive, Jupyter's checkpoints."""
        return any(is_left_behind(part) for part in self.path.split("/"))


@dataclass(frozen=True)
class Tree:
    """A folder or an archive. `prefix` stands before a file's path where it is shown to the student."""

    path: str
    prefix: str
    entries: tuple[Entry, ...]


def is_left_behind(name: str) -> bool:
    """Whether a file or a folder of this name is nobody's work."""
    return name == "__MACOSX" or (name.startswith(".") and name != ".")


def too_deep(path: str) -> str:
    """The folder of this path in which nothing is read, for it lies too deep; "" for none."""
    parts = path.split("/")
    return "/".join(parts[: DEPTH + 1]) + "/" if len(parts) > DEPTH + 1 else ""


def module_of(filename: str, course: Course) -> str | None:
    """The module that a file is by its name, or as a browser or a system calls it: "Value (2).py", "value.py.txt"."""
    match = _COPY.fullmatch(filename)
    stem = match["stem"].lower() if match else ""
    return stem if any(module.name == stem for module in course.modules) else None


_COPY = re.compile(r"(?P<stem>\w+?)(?: ?\(\d+\)| ?- ?(?:copie|copy)(?: ?\(\d+\))?)?\.py(?:\.txt)?", re.IGNORECASE)


def open_folder(folder: Path) -> Tree:
    """The files of a folder and of the folders in it, but hidden ones. Raises OSError when it cannot be read."""
    shown = folder.as_posix()
    entries = islice(_walk(folder, "", folder.resolve()), MANY)
    return Tree(str(folder), "" if shown == "." else shown.rstrip("/") + "/", tuple(entries))


def _walk(folder: Path, prefix: str, root: Path) -> Iterator[Entry]:
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        if not prefix:
            raise
        yield Entry(prefix, 0, _nothing, error.strerror)
        return
    for path in paths:
        yield from _entries(path, prefix + path.name, root)


def _entries(path: Path, name: str, root: Path) -> Iterator[Entry]:
    if not _inside(path, root):
        yield Entry(name, 0, _nothing, _("a link that leads out of the folder"))
    elif path.is_dir() and (path.name.startswith((".", "_")) or path.is_symlink()):
        yield Entry(f"{name}/", 0, _nothing, _("not part of the submission"))
    elif path.is_dir() and too_deep(f"{name}/"):
        yield Entry(f"{name}/", 0, _nothing)
    elif path.is_dir():
        yield from _walk(path, f"{name}/", root)
    elif not path.is_file():
        yield Entry(name, 0, _nothing, _("not a file"))
    else:
        yield Entry(name, path.stat().st_size, partial(_read, path))


def _inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # links that lead to themselves
        return False


def _nothing(_limit: int) -> bytes:
    return b""


def _read(path: Path, limit: int) -> bytes:
    """At most `limit` bytes of a plain file; anything that took its place meanwhile, a pipe say, is refused."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path.resolve(), flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(0, _("not a file"))
        return file.read(limit)
