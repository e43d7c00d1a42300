"""A submission, whatever its form, as modules of text with a receipt of what was read and what was ignored.

tree.py        the files of a folder: some modules of the course, or one notebook
archive.py     a .zip or a .tar.gz of such a folder, or one that lies in it
modules.py     which of them count
receipt.py     why the others do not, or why there is nothing to read
notebook.py    an .ipynb, or a script that it was exported as, split back into modules
answers.py     which definition of an answer counts, where there are several
bounded.py     all that in a process that may be lost, under limits of memory and time

Imported by judging, the doors and the publisher; imports nothing of the kit but what every room speaks of.
"""

from collections.abc import Mapping
from pathlib import Path

from autograder.course import Course
from autograder.errors import UsageError
from autograder.language import _
from autograder.submission.answers import versions
from autograder.submission.archive import expanded, is_archive, open_archive
from autograder.submission.modules import read_tree
from autograder.submission.notebook import open_notebook, read_notebook
from autograder.submission.receipt import foreign
from autograder.submission.source import Source, Submission
from autograder.submission.tree import open_folder

__all__ = ["Source", "Submission", "notebook_versions", "open_submission", "open_versions"]


def open_submission(path: str | Path, course: Course) -> Submission:
    """Read a folder, an archive or an .ipynb. Raises UsageError, one clear message, for what cannot be graded at all.

    What is wrong with one module only is that module's `problem`: the others are graded.
    """
    where = Path(path)
    try:
        if where.is_dir():
            with expanded(open_folder(where)) as tree:
                return read_tree(tree, course)
        if not where.exists():
            raise UsageError(_("{path} does not exist").format(path=path))
        if is_archive(where.name):
            with open_archive(where) as outer, expanded(outer) as tree:
                return read_tree(tree, course)
        if where.suffix.lower() == ".ipynb":
            return open_notebook(where, course)
    except OSError as error:
        raise UsageError(_("{path} cannot be read: {reason}").format(path=path, reason=error.strerror)) from None
    if told := foreign(str(path)):
        raise UsageError(told)
    raise UsageError(_("{path} is neither a folder, nor a .zip, nor an .ipynb").format(path=path))


def open_versions(path: str | Path, course: Course) -> tuple[Submission, ...]:
    """The same in the versions that are to be tried: see answers.py."""
    return versions(open_submission(path, course), course)


def notebook_versions(content: bytes, path: str, course: Course) -> tuple[Mapping[str, Source], ...]:
    """The modules of a notebook's content in those versions. Raises UsageError."""
    read = Submission(path, read_notebook(content, path, course), (), ())
    return tuple(version.sources for version in versions(read, course))
