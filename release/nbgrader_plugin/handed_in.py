"""What of a submission was read when it was collected: a file beside its notebook, for the report and the student."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

import msgspec

from release.files import write_whole

FILE = "receipt.json"
ANSWERS = {".py", ".ipynb", ".zip", ".rar", ".7z", ".gz", ".tgz", ".xz", ".docx", ".doc", ".odt", ".pdf", ".txt"}
KITS = {"constraints.txt"}  # what looks like an answer and came with the kit


class Receipt(msgspec.Struct, frozen=True):
    """The files that count, and the others, each with the reason; nothing where a notebook is all there was.

    Where modules were handed in and no notebook, `files` says which file each of them is in, and `absent` which are
    not there and `empty` in which there is nothing; `unread` are those that could not be read, with the reason.
    """

    read: tuple[str, ...] = ()
    ignored: tuple[tuple[str, str], ...] = ()
    unread: Mapping[str, str] = {}
    files: Mapping[str, str] = {}
    absent: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the instructor should know of it."""
        return notes_of(self.ignored)


def notes_of(ignored: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """What the instructor should know of files that do not count, a line each."""
    return tuple(f"ignored {file} ({why})" for file, why in meant_as_answers(ignored))


def meant_as_answers(ignored: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of the files that do not count those that may have been meant as an answer."""
    answers = [(file, why) for file, why in ignored if PurePosixPath(file).suffix.lower() in ANSWERS]
    return [(file, why) for file, why in answers if PurePosixPath(file).name not in KITS]


NOTHING = Receipt()


def write_handed_in(folder: Path, receipt: Receipt) -> None:
    """Keep it beside the notebook where it says more than that the notebook was read."""
    if receipt.ignored or receipt.files or len(receipt.read) > 1:
        write_whole(folder / FILE, msgspec.json.encode(receipt))
    else:
        (folder / FILE).unlink(missing_ok=True)


def handed_in(folder: Path) -> Receipt:
    """What was kept, nothing where there is none."""
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Receipt)
    return Receipt()
