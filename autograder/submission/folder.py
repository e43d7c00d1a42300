"""A folder as a tree: what a link leads to outside of it is not followed, what is no plain file is not opened."""

import os
import stat
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from autograder.language import _
from autograder.submission.modules import DEPTH, Entry, Tree

MANY = 5000  # files; a folder with more is no submission, and the rest of it is not listed


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
    deep = name.count("/") >= DEPTH
    if not _inside(path, root):
        yield Entry(name, 0, _nothing, _("a link that leads out of the folder"))
    elif path.is_dir() and (deep or path.name.startswith((".", "_")) or path.is_symlink()):
        yield Entry(f"{name}/", 0, _nothing, _("not part of the submission"))
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
