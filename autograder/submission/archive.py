"""An archive as a tree. Nothing is unpacked: the files that count are read, up to a limit, and no others."""

import io
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO

from autograder.errors import UsageError
from autograder.language import _
from autograder.submission.receipt import cut_off, damaged, unknown_packing, without_files
from autograder.submission.tree import Entry, Tree

MANY = 100_000  # entries
INNER = 3  # archives in a folder or in an archive that are looked into
LARGEST = 100 << 20  # bytes of an archive that lies in another one
TARS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")


def is_archive(name: str) -> bool:
    """Whether a file of this name can be looked into."""
    return name.lower().endswith((".zip", *TARS))


@contextmanager
def open_archive(path: Path) -> Iterator[Tree]:
    """The files of an archive, readable within the context. Raises UsageError when it is damaged, wants a password,
    or has an entry that leads out of it."""
    with path.open("rb") as file, _opened(file, str(path)) as entries:
        yield Tree(str(path), f"{path.as_posix()}/", entries)


@contextmanager
def expanded(tree: Tree, deep: int = 2) -> Iterator[Tree]:
    """The same tree with what lies in its archives in their place; one that cannot be read stays, with its problem."""
    with ExitStack() as stack:
        entries: list[Entry] = []
        looked = 0
        for entry in tree.entries:
            if not is_archive(entry.name) or entry.problem or entry.left_behind or looked == INNER:
                entries.append(entry)
                continue
            looked += 1
            try:
                inner = stack.enter_context(_opened(io.BytesIO(entry.read(LARGEST + 1)), entry.name))
            except UsageError as error:
                entries.append(replace(entry, problem=str(error), unopened=True))
            else:
                entries += [Entry(f"{entry.path}/{x.path}", x.size, x.read, x.problem) for x in inner]
        flat = Tree(tree.path, tree.prefix, tuple(entries))
        yield stack.enter_context(expanded(flat, deep - 1)) if deep > 1 and looked else flat


@contextmanager
def _opened(file: IO[bytes], shown: str) -> Iterator[tuple[Entry, ...]]:
    with ExitStack() as stack:
        with _damaged(shown, file):
            entries: tuple[Entry, ...]
            if shown.lower().endswith(TARS):
                entries = tuple(_in_tar(stack.enter_context(tarfile.open(fileobj=file)), shown))
            else:
                entries = tuple(_in_zip(stack.enter_context(zipfile.ZipFile(file)), shown))
        if not entries:
            raise UsageError(without_files(shown))
        yield entries


@contextmanager
def _damaged(shown: str, whole: IO[bytes] | None = None) -> Iterator[None]:
    """What an archive raises, as a refusal; of a `whole` one it is told what it is instead."""
    try:
        yield
    except NotImplementedError:
        raise UsageError(unknown_packing(shown)) from None
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        zlib.error,
        lzma.LZMAError,
        struct.error,
        EOFError,
        ValueError,
    ):
        raise UsageError(damaged(shown, whole) if whole else cut_off(shown)) from None


def _in_zip(archive: zipfile.ZipFile, shown: str) -> Iterator[Entry]:
    _require_few(len(archive.infolist()), shown)
    for member in archive.infolist():
        name = _inside(member.filename, shown)
        if not member.is_dir():
            yield Entry(name, member.file_size, partial(_from_zip, archive, member, shown), _problem(member))


def _in_tar(archive: tarfile.TarFile, shown: str) -> Iterator[Entry]:
    size = 0
    for number, member in enumerate(archive):
        _require_few(number, shown)
        size += member.size  # what comes next is found by reading this
        if size > LARGEST:
            raise UsageError(_("{path} is larger than {limit} MB").format(path=shown, limit=LARGEST >> 20))
        name = _inside(member.name, shown)
        if not member.isdir():
            problem = None if member.isfile() else _("a link") if member.issym() or member.islnk() else _("not a file")
            yield Entry(name, member.size, partial(_from_tar, archive, member, shown), problem)


def _require_few(number: int, shown: str) -> None:
    if number > MANY:
        raise UsageError(_("{path} holds more than {limit} files").format(path=shown, limit=MANY))


def _inside(filename: str, shown: str) -> str:
    """An entry's path with slashes. Raises UsageError where it leads out of the archive."""
    name = filename.replace("\\", "/")
    if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
        raise UsageError(_("{path} holds {name}, which leads out of it").format(path=shown, name=filename))
    return name


def _problem(member: zipfile.ZipInfo) -> str | None:
    mode = member.external_attr >> 16
    if stat.S_ISLNK(mode):
        return _("a link")
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return _("not a file")
    return None


def _from_zip(archive: zipfile.ZipFile, member: zipfile.ZipInfo, shown: str, limit: int) -> bytes:
    """At most `limit` bytes, whatever size the archive declares."""
    if member.flag_bits & 1:
        raise UsageError(_("{path} wants a password").format(path=shown))
    with _damaged(shown), archive.open(member) as file:
        return file.read(limit)


def _from_tar(archive: tarfile.TarFile, member: tarfile.TarInfo, shown: str, limit: int) -> bytes:
    with _damaged(shown):
        file = archive.extractfile(member)
        return file.read(limit) if file else b""
