"""A corrected kit brought in beside a student's work: what they wrote stays, everything else is the new kit's."""

import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from autograder.course import Course
from autograder.errors import UsageError
from autograder.language import _
from autograder.morning.places import handed_out
from autograder.surroundings import OWN

SIGN = "autograder/data/course.json"  # what every kit has
LARGEST = 64 << 20  # bytes of a kit, unpacked


def update(kit: Path, course: Course) -> list[str]:
    """Take the files of a new kit over; what was kept, and where the new one of it is, a line for each.

    Raises UsageError for what is no kit, before anything is changed.
    """
    files = dict(_read(kit))
    kept = [name for name in files if _is_work(name, files[name], course)]
    for name, content in files.items():
        target = Path(name) if name not in kept else Path(".autograder", "new", name)
        if not target.is_file() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    told = _("{file}: kept as you wrote it; the new kit's own is {new}")
    return [told.format(file=name, new=Path(".autograder", "new", name).as_posix()) for name in kept]


def _read(kit: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(kit) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            names = [entry.filename for entry in entries]
            head = next((name.removesuffix(SIGN) for name in names if name.endswith(SIGN)), None)
            if head is None or sum(entry.file_size for entry in entries) > LARGEST:
                raise UsageError(_("{file} is not a kit").format(file=kit))
            for name in names:
                inside = PurePosixPath(name.removeprefix(head))
                if inside.is_absolute() or ".." in inside.parts or "\\" in name or ":" in name:
                    raise UsageError(_("{file} is not a kit").format(file=kit))
                yield inside.as_posix(), archive.read(name)
    except (OSError, zipfile.BadZipFile) as error:
        raise UsageError(_("{file} is not a kit").format(file=kit) + f" ({error})") from None


def _is_work(name: str, new: bytes, course: Course) -> bool:
    """Whether a file that is here is the student's: an exercise that is not as handed out, or any notebook."""
    file = Path(name)
    if not file.is_file() or file.read_bytes() == new:
        return False
    if file.suffix == ".ipynb":
        return True
    if file.parent.as_posix() != OWN or file.stem not in {module.name for module in course.modules}:
        return False
    text = file.read_text(encoding="utf-8", errors="replace")
    return all(text != handed_out(file.stem, language) for language in course.languages)
