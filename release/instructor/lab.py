"""One submission, whatever its form, as the lab notebook with its text in the cells, and what of it was read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import language
from autograder.course import Course
from autograder.errors import UsageError
from autograder.submission import Submission, open_submission
from autograder.submission.bounded import bounded
from autograder.submission.cells import file_block
from release.nbgrader_plugin.handed_in import Receipt
from release.sources.notebook import answered_cells, lab_notebook, notebook_bytes


@dataclass(frozen=True)
class Lab:
    """The lab notebook of a submission and its language, the receipt in that language, and the instructor's notes."""

    content: bytes
    language: str
    receipt: Receipt
    notes: tuple[str, ...]


def lab_of(path: Path, course: Course, written: Callable[[dict[str, Any]], bytes] = notebook_bytes) -> Lab:
    """The lab notebook of a submission, and what of it was read; of modules it is `written` to be kept, or to be read.

    Raises UsageError when there is none; its message does not name the folder, which may be a temporary one.
    """
    try:
        return _lab_of(path, course, written)
    except UsageError as error:
        raise UsageError(str(error).replace(f"{path.parent.as_posix()}/", "")) from None


def _lab_of(path: Path, course: Course, written: Callable[[dict[str, Any]], bytes]) -> Lab:
    submission = _read(path, course)
    receipt = _receipt(path, submission, course)
    if not submission.notebook and all(x.text is None for x in submission.sources.values()):
        raise UsageError("; ".join(f"{file}: {reason}" for file, reason in receipt.ignored))
    texts = {x.name: x.text for x in submission.sources.values() if x.text is not None}
    chosen = _language(texts, course)
    content = submission.notebook or written(_notebook_of(submission, chosen, course))
    with language.speaking(chosen):  # the student's
        theirs = _receipt(path, _read(path, course), course) if receipt.ignored else receipt
    return Lab(content, chosen, theirs, receipt.notes)


def _read(path: Path, course: Course) -> Submission:
    return bounded(path, Submission, open_submission, path, course)


def _notebook_of(submission: Submission, chosen: str, course: Course) -> dict[str, Any]:
    """Modules as the notebook of this language with their text in its cells."""
    sources = {x.name: x for x in submission.sources.values() if x.text is not None}
    texts = {name: source.text or "" for name, source in sources.items() if not source.is_borrowed}
    others = {name: [x.text or "" for x in source.others] for name, source in sources.items()}
    return lab_notebook(course, answered_cells(course, chosen, texts, others))


def _receipt(path: Path, submission: Submission, course: Course) -> Receipt:
    """What was read of a submission, by the names that its student gave."""
    root = f"{path.as_posix()}/"
    sources = submission.sources.values()
    modules = submission.notebook is None and all(x.lines is None or x.is_borrowed for x in sources)
    return Receipt(
        read=tuple(file.removeprefix(root) for file in submission.read),
        ignored=tuple((file.removeprefix(root), why.replace(root, "")) for file, why in submission.ignored),
        unread={x.name: x.problem for x in sources if x.problem},
        files={x.name: x.path.removeprefix(root) for x in sources if modules},
        absent=tuple(x.name for x in course.modules if modules and x.name not in submission.sources),
        empty=tuple(x.name for x in sources if modules and x.text is not None and not x.text.strip()),
    )


def _language(texts: Mapping[str, str], course: Course) -> str:
    """The language in which most of the cells of these modules are."""

    def unchanged(one: str) -> int:
        return sum(file_block(x.kind, x.name, x.text).rstrip() in texts.get(x.module, "") for x in course.cells[one])

    return max(course.languages, key=unchanged)
