"""A .zip as a tree. Nothing is unpacked: the files that count are read, up to a limit, and no others."""

import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from autograder.errors import UsageError
from autograder.language import _
from autograder.submission.modules import Entry, Tree

MANY = 100_000  # entries


@contextmanager
def open_archive(path: Path) -> Iterator[Tree]:
    """The files of an archive, readable within the context. Raises UsageError when it is damaged, wants a password,
    or has an entry that leads out of it."""
    with _damaged(path):
        archive = zipfile.ZipFile(path)
    with archive:
        yield Tree(str(path), f"{path.as_posix()}/", tuple(_entries(archive, path)))


@contextmanager
def _damaged(path: Path) -> Iterator[None]:
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        struct.error,
        EOFError,
        ValueError,
        NotImplementedError,
    ) as error:
        raise UsageError(_("{path} is a damaged archive: {reason}").format(path=path, reason=error)) from None


def _entries(archive: zipfile.ZipFile, path: Path) -> Iterator[Entry]:
    if len(archive.infolist()) > MANY:
        raise UsageError(_("{path} holds more than {limit} files").format(path=path, limit=MANY))
    for member in archive.infolist():
        name = member.filename.replace("\\", "/")
        if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
            raise UsageError(_("{path} holds {name}, which leads out of it").format(path=path, name=member.filename))
        if not member.is_dir():
            yield Entry(name, member.file_size, partial(_read, archive, member, path), _problem(member))


def _problem(member: zipfile.ZipInfo) -> str | None:
    mode = member.external_attr >> 16
    if stat.S_ISLNK(mode):
        return _("a link")
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return _("not a file")
    return None


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, limit: int) -> bytes:
    """At most `limit` bytes, whatever size the archive declares."""
    if member.flag_bits & 1:
        raise UsageError(_("{path} wants a password").format(path=path))
    with _damaged(path), archive.open(member) as file:
        return file.read(limit)
