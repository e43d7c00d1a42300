"""nbgrader's own generate_assignment, in process: release/course/source/ to release/course/release/."""

from pathlib import Path

from autograder.course import Course, for_assignment
from autograder.errors import KitError
from release.converters import Refused, convert, course_config
from release.sources.skeleton import STUB


def nbgrader_name(course: Course, language: str) -> str:
    """The assignment as nbgrader knows it: one for each language, so that its points count once."""
    return course.assignment if language == course.languages[0] else f"{course.assignment}-{language}"


def course_of(course: Course, name: str) -> tuple[Course, str]:
    """The way back: the course reduced to the assignment that nbgrader calls `name`, and its language.

    Raises UsageError for a name that is no assignment of the course.
    """
    for language in course.languages[1:]:
        if name.endswith(f"-{language}"):
            return for_assignment(course, name.removesuffix(f"-{language}")), language
    return for_assignment(course, name), course.languages[0]


def generate(folder: Path, assignment: str, notebook: str, content: bytes) -> bytes:
    """Put a notebook into the course at `folder`, let nbgrader release it, and return what students get.

    The gradebook is that of the course's nbgrader_config.py where there is one. Raises KitError when nbgrader
    refuses: the last release and the gradebook are then as they were.
    """
    source, released = (folder / step / assignment / f"{notebook}.ipynb" for step in ("source", "release"))
    before = {path: path.read_bytes() if path.is_file() else None for path in (source, released)}
    try:
        _write(source, content)
        _write(released, None)
        _run(folder, assignment)
        return released.read_bytes()
    except OSError as error:
        raise KitError(f"{error.filename or folder}: {error.strerror}") from None
    except Exception:
        for path, bytes_before in before.items():
            _write(path, bytes_before)
        raise


def _write(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
        if path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()  # nbgrader leaves a folder that is there as it is
    elif not path.is_file() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _run(folder: Path, assignment: str) -> None:
    from nbgrader.converters import GenerateAssignment

    config = course_config(folder)
    config.ClearSolutions.code_stub = {"python": STUB}
    try:
        convert(GenerateAssignment, config, assignment)
    except Refused as refused:
        raise KitError(f"nbgrader does not release {assignment}: {refused}") from None
