"""An answer put back as it was handed out; what stood there is kept as a copy."""

from datetime import datetime
from pathlib import Path

from autograder.course import Course, Exercise
from autograder.morning.memory import FOLDER
from autograder.morning.places import Function, answers, definitions, handed_out

BACKUPS = FOLDER / "backups"


def restored(text: str, original: str, names: tuple[str, ...]) -> str | None:
    """The text with these definitions as they are in the original; None where they cannot be told from the rest."""
    there, wanted = definitions(text), definitions(original) or {}
    if there is None or not all(name in there for name in names):
        return None
    lines, source = text.split("\n"), original.split("\n")
    for name in sorted(names, key=lambda x: -there[x].lineno):
        old, new = _span(there[name]), _span(wanted[name])
        lines[old.start : old.stop] = source[new.start : new.stop]
    return "\n".join(lines)


def _span(node: Function) -> range:
    """The lines of a definition with its decorators, from 0."""
    first = min([node.lineno, *(x.lineno for x in node.decorator_list)])
    return range(first - 1, node.end_lineno or node.lineno)


def as_handed_out(file: Path, exercise: Exercise, course: Course, *, whole: bool) -> str | None:
    """What the exercise's file would hold; None where only a `whole` file can be put back."""
    language = course.languages[0]
    original = handed_out(exercise.module, language)
    if whole or not file.is_file():
        return original
    text = file.read_text(encoding="utf-8", errors="replace")
    return restored(text, original, answers(course, exercise.module, language)[exercise.name])


def keep_copy(file: Path) -> Path:
    """Copy a file to the backups, under the time of day. Raises OSError where it cannot be written."""
    BACKUPS.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now().strftime("%Y-%m-%d-%Hh%Mm%S")
    copy = BACKUPS / f"{file.stem}-{stamp}.py"
    copy.write_bytes(file.read_bytes())
    return copy
