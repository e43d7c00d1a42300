"""What a module's worker needs beside the module: the siblings that it may import, and numpy."""

import importlib.util
import re
from collections.abc import Collection, Iterable
from pathlib import Path

from autograder.course import Course
from autograder.submission import Submission

Texts = tuple[str | None, ...]  # of a module and those before it


def siblings(own: str, others: Iterable[str], imports: Collection[str]) -> tuple[str, ...]:
    """Those of the other modules that a module, of the text `own`, needs or names."""
    return tuple(name for name in others if name in imports or _names(name, own))


def names_numpy(texts: Iterable[str]) -> bool:
    """Whether one of the texts names numpy."""
    return any(_names("numpy", text) for text in texts)


def _names(word: str, text: str) -> bool:
    return word in text and re.search(rf"\b{word}\b", text) is not None  # the first is a hundred times as quick


def numpy_folder() -> str | None:
    """Where numpy is installed; a worker starts without site-packages and is shown this package alone."""
    spec = importlib.util.find_spec("numpy")
    return str(Path(spec.origin).parent.parent) if spec and spec.origin else None


def texts_of(submission: Submission, course: Course, module: str) -> Texts:
    """What stands in a module and in all that it may import: those before it."""
    names = [x.name for x in course.modules]
    before = names[: names.index(module) + 1]
    return tuple(source.text if (source := submission.sources.get(name)) else None for name in before)
