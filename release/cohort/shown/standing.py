"""Whether a class's pages stand as they were written: then a run that changes nothing makes none of them again."""

from collections.abc import Iterable
from hashlib import file_digest, sha256
from pathlib import Path

import msgspec

from release.cohort.results import FILE
from release.files import write_whole
from release.nbgrader_plugin.verdicts import kit_version

KEPT = ".pages.json"  # beside results.jsonl
ROOMS = (Path(__file__).parents[1], Path(__file__).parents[2] / "pages")  # what makes them


class Written(msgspec.Struct):
    """What the pages were made of, as a hash; each file's time and size as they were then."""

    made_of: str
    files: dict[str, tuple[int, int]]


def made_of(folder: Path, asked: Iterable[object], roster: Path | None) -> str:
    """The hash of all that the pages depend on: the results, what was asked, the roster, the kit and its publisher."""
    digest = sha256(f"{kit_version()} {list(asked)}".encode())
    makers = sorted(x for room in ROOMS for x in room.rglob("*") if x.is_file() and x.suffix != ".pyc")
    for path in (folder / FILE, roster, *makers):
        digest.update(_digest(path) if path and path.is_file() else sha256().digest())
    return digest.hexdigest()


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:  # results.jsonl of a large class is larger than the memory that it may take
        return file_digest(file, "sha256").digest()


def stand(folder: Path, made: str) -> bool:
    """Whether the files that were made of this are there, untouched."""
    try:
        before = msgspec.json.decode((folder / KEPT).read_bytes(), type=Written)
        return before.made_of == made and all(_state(folder / x) == state for x, state in before.files.items())
    except (OSError, msgspec.MsgspecError):
        return False


def note(folder: Path, made: str) -> None:
    """Remember the files that stand in the folder now."""
    shown = [x for x in folder.iterdir() if not x.name.startswith(".") and x.name != FILE]
    files = sorted(x for found in shown for x in ([found] if found.is_file() else found.rglob("*")) if x.is_file())
    kept = Written(made, {x.relative_to(folder).as_posix(): _state(x) for x in files})
    write_whole(folder / KEPT, msgspec.json.encode(kept))


def _state(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size
