"""What several students handed in, taken apart: Moodle's zip or any folder, and in it what is one student's."""

import os
import re
import shutil
import tempfile
import time
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import UsageError
from autograder.language import _, on_one_line
from autograder.submission.archive import is_archive
from autograder.submission.notebook import LARGEST
from autograder.submission.receipt import foreign
from autograder.submission.tree import is_left_behind
from release.instructor.moodle import FOLDER

Refusals = list[tuple[str, UsageError]]
BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"  # letters and marks that are drawn as nothing
JOINED = re.compile(r"(?<=[\w\u0900-\u0dff])[\u200c\u200d](?=[\w\u0900-\u0dff])")  # as Persian and Sinhala are spelled
UTF_8 = 0x800  # the flag of an entry whose name says how it is written


@dataclass
class Parcel:
    """What one student handed in. `number` is Moodle's, "" elsewhere; `paths` are a folder or some files."""

    name: str
    number: str
    shown: str
    paths: list[Path] = field(default_factory=list)


@contextmanager
def unpacked(source: Path) -> Iterator[tuple[Path, Refusals]]:
    """A folder as it is, an archive in a temporary folder, and what of it was refused. Raises UsageError."""
    if source.is_dir():
        yield source, []
        return
    if not source.is_file():
        raise UsageError(f"{source} does not exist")
    with tempfile.TemporaryDirectory(prefix="collect-") as folder:
        try:
            with zipfile.ZipFile(source) as archive:
                refused = list(_unpack(archive, Path(folder)))
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise UsageError(f"{source} is neither a folder nor a sound .zip: {error}") from None
        yield Path(folder), refused


def _unpack(archive: zipfile.ZipFile, folder: Path) -> Iterator[tuple[str, UsageError]]:
    for member in archive.infolist():
        name = _name(member)
        parts = name.rstrip("/").split("/")
        if name.startswith("/") or ":" in parts[0] or ".." in parts or "\0" in name:
            yield name, UsageError(_("its name leads out of the archive"))
        elif not member.is_dir():
            try:
                _copy(archive, member, folder.joinpath(*parts))
            except (OSError, RuntimeError, zipfile.BadZipFile, EOFError) as error:
                yield name, UsageError(_("it cannot be unpacked: {reason}").format(reason=error))


def _copy(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> None:
    """A file, with its time, and no more of it than is read later on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as theirs, path.open("xb") as ours:
        ours.write(theirs.read(LARGEST + 1))
    at = time.mktime((*member.date_time, 0, 0, -1))
    os.utime(path, (at, at))


def _name(member: zipfile.ZipInfo) -> str:
    """An entry's name with its accents, also where the archive does not say that it is UTF-8."""
    name = member.filename
    if not member.flag_bits & UTF_8:
        try:
            name = name.encode("cp437").decode()
        except UnicodeError:
            name = member.filename
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def parcels(folder: Path) -> Iterator[Parcel | tuple[str, UsageError]]:
    """What each student handed in, by Moodle's naming or by a folder or a file for each; or why it is nobody's."""
    found: dict[tuple[str, str], Parcel] = {}
    for path in sorted(folder.iterdir()):
        name = on_one_line(unicodedata.normalize("NFC", path.name))
        if problem := _problem(path, folder):
            yield name.strip() or ascii(path.name), UsageError(problem)
        elif moodle := FOLDER.fullmatch(name):
            whose = (moodle["name"], moodle["number"])
            parcel = found.setdefault(whose, Parcel(*whose, f"{whose[0]} ({whose[1]})"))
            parcel.paths += [path] if moodle["kind"] == "file" else []
        elif path.is_dir() or _is_whole(name):
            if (name, "") in found:
                yield (
                    name,
                    UsageError(_("another one has the same name, written in other characters: rename one of them")),
                )
            elif not is_left_behind(name):
                called = name if path.is_dir() else Path(name).stem.removesuffix(".tar")
                found[name, ""] = Parcel(called, "", name, [path])
        elif not name.startswith("."):
            yield name, UsageError(foreign(name) or _("it is neither a folder, nor a .zip or .tar.gz, nor an .ipynb"))
    for parcel in found.values():
        yield parcel if parcel.paths else (parcel.shown, UsageError(_("a text typed into Moodle, and no file")))


def _problem(path: Path, folder: Path) -> str:
    """Why nothing of this name is taken in: it would be another's work, or pass for another's; or nothing."""
    if path.is_symlink():
        return _("it is a link: it may lead to the answers in source/, or to another's work")
    moodle = FOLDER.fullmatch(path.name)
    whose = moodle["name"] if moodle else path.name
    shown = JOINED.sub("", whose) if moodle else whose  # who has a number is told apart by it
    if strange := sorted({x for x in shown if is_invisible(x)}):
        seen = ", ".join(map(ascii, strange))
        return _("its name has characters that nobody sees ({characters}): rename it").format(characters=seen)
    outside = [x for x in ([] if path.is_file() else path.rglob("*")) if x.is_symlink() and not _stays(x, path)]
    leads_out = _("{path} in it is a link that leads out of it")
    return leads_out.format(path=outside[0].relative_to(folder)) if outside else ""


def _stays(link: Path, folder: Path) -> bool:
    try:
        return link.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links that lead to themselves
        return False


def is_invisible(character: str) -> bool:
    """Whether a name looks the same without it, or its end cannot be seen."""
    category = unicodedata.category(character)
    spaces = category.startswith("Z") and character != " "
    selectors = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return category.startswith("C") or spaces or selectors or character in BLANK


@contextmanager
def as_submission(paths: Sequence[Path]) -> Iterator[Path]:
    """One student's files as a submission: a folder, or the only archive or notebook that there is."""
    with tempfile.TemporaryDirectory(prefix="collect-") as together:
        [*_, last] = paths
        if len(paths) > 1 or not (last.is_dir() or _is_whole(last.name)):
            for path in paths:
                moodle = FOLDER.fullmatch(path.name)
                shutil.copy2(path, Path(together) / ((moodle and moodle["file"]) or path.name))
            last = Path(together)
        yield last


def _is_whole(name: str) -> bool:
    """Whether a file may be all of a submission."""
    return is_archive(name) or name.lower().endswith(".ipynb")
