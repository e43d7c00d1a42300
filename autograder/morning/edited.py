"""The exercise that was edited last: the one whose failure its author wants to read."""

from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from autograder.course import Course
from autograder.morning.memory import Memory
from autograder.morning.places import handed_out, marks
from autograder.report import Report


def look(folder: Path, course: Course, memory: Memory) -> list[str]:
    """The exercises that were edited since `memory` last looked, the module that was saved last at the end.

    The memory is brought up to date. What was never looked at is compared with what was handed out.
    """
    saved = sorted(_saved(folder, course))
    touched = [name for _time, module, text in saved for name in _touched((module, text), course, memory)]
    memory.edited = [name for name in memory.edited if name not in touched] + touched
    return touched


def _saved(folder: Path, course: Course) -> Iterator[tuple[int, str, str]]:
    """The modules that are there: when each was saved, its name, its text."""
    for module in course.modules:
        file = folder / f"{module.name}.py"
        with suppress(OSError):  # it is not there, or was taken away meanwhile
            yield file.stat().st_mtime_ns, module.name, file.read_text(encoding="utf-8", errors="replace")


def _touched(saved: tuple[str, str], course: Course, memory: Memory) -> list[str]:
    """The exercises of a module that were edited. What is no Python, or stands around the answers, is one of them."""
    module, text = saved
    if module not in memory.texts:
        original = handed_out(module, course.languages[0])
        memory.marks.update(marks(course, module, original) or {})
        memory.texts[module] = _known(course, module, text)
    mark = sha256(text.encode()).hexdigest()[:16]
    if memory.texts[module] == mark:
        return []
    memory.texts[module] = mark
    now = marks(course, module, text)
    changed = [name for name in now or {} if (now or {})[name] != memory.marks.get(name)]
    memory.marks.update(now or {})
    own = [exercise.name for exercise in course.exercises if exercise.module == module]
    return changed or [next((name for name in reversed(memory.edited) if name in own), own[0])]


def _known(course: Course, module: str, text: str) -> str:
    """The mark of a text that is as it was handed out, in one of the languages; else none."""
    same = text in (handed_out(module, language) for language in course.languages)
    return sha256(text.encode()).hexdigest()[:16] if same else ""


def to_tell(report: Report, memory: Memory) -> str | None:
    """The exercise whose failure is told: of those that did not pass, the one that was edited last; else None."""
    missing = {x.name for x in report.exercises if x.outcome not in ("passed", "todo", "blocked")}
    return next((name for name in reversed(memory.edited) if name in missing), None)
