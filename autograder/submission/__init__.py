"""A submission, whatever its form, as modules of text with a receipt of what was read and what was ignored.

folder.py      a folder: some modules of the course, or one notebook
archive.py     a .zip of such a folder
notebook.py    an .ipynb, split back into modules
"""

from pathlib import Path

from autograder.course import Course
from autograder.errors import UsageError
from autograder.language import _
from autograder.submission.archive import open_archive
from autograder.submission.folder import open_folder
from autograder.submission.modules import read_tree
from autograder.submission.notebook import open_notebook
from autograder.submission.source import Source, Submission

__all__ = ["Source", "Submission", "open_submission"]


def open_submission(path: str | Path, course: Course) -> Submission:
    """Read a folder, a .zip or an .ipynb. Raises UsageError, one clear message, for what cannot be graded at all.

    What is wrong with one module only is that module's `problem`: the others are graded.
    """
    where = Path(path)
    try:
        if where.is_dir():
            return read_tree(open_folder(where), course)
        if not where.exists():
            raise UsageError(_("{path} does not exist").format(path=path))
        if where.suffix.lower() == ".zip":
            with open_archive(where) as tree:
                return read_tree(tree, course)
        if where.suffix.lower() == ".ipynb":
            return open_notebook(where, course)
    except OSError as error:
        raise UsageError(_("{path} cannot be read: {reason}").format(path=path, reason=error.strerror)) from None
    raise UsageError(_("{path} is neither a folder, nor a .zip, nor an .ipynb").format(path=path))
