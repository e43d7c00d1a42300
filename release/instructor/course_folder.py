"""A course's folder: its configuration, its gradebook, what was released and what was submitted."""

import glob
import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.course import load_course
from autograder.errors import UsageError
from autograder.language import _, on_one_line
from autograder.submission.tree import is_left_behind
from release.assignment import course_of
from release.converters import course_config, course_directory
from release.kit import LAB
from release.nbgrader_plugin.verdicts import KEPT

NOTEBOOK = f"{LAB}.ipynb"
SQLITE = "sqlite:///"
# What neither nbgrader's patterns nor its lists take apart or trim, no terminal obeys and no spreadsheet computes.
_LETTER = r"[^*?\[\]/\\,+\x00-\x1f\x7f-\x9f]"
WHOLE_NAME = re.compile(rf"(?![\s=@-]){_LETTER}*(?<!\s)")


@dataclass(frozen=True)
class Where:
    """The folder that nbgrader calls the course's root."""

    folder: Path

    @cached_property
    def config(self) -> Any:
        """What nbgrader reads there."""
        return course_config(self.folder)

    @cached_property
    def directory(self) -> Any:
        """nbgrader's names of its folders."""
        return course_directory(self.config)

    @property
    def unsafe(self) -> bool:
        """Whether the course says that submissions are graded even where they cannot be confined."""
        return bool(self.config.Grade.get("unsafe", False))

    @property
    def verdicts(self) -> Path:
        """Where verdicts are kept."""
        return self.folder.resolve() / KEPT

    @property
    def address(self) -> str:
        """The gradebook's address as it may be shown: without its password."""
        return re.sub(r"(?<=://)([^/@]*?):.*@", r"\1:***@", str(self.directory.db_url))

    def of(self, step: str, assignment: str, student: str = ".") -> Path:
        """The folder of one of nbgrader's steps: source, release, submitted, autograded or feedback."""
        return Path(self.directory.format_path(getattr(self.directory, f"{step}_directory"), student, assignment))

    def submitted(self, assignment: str) -> dict[str, Path]:
        """The folder of each submission by student."""
        submitted = self.directory.submitted_directory
        pattern = self.directory.format_path(submitted, "(?P<student>.*)", assignment, escape=True)
        paths = sorted(glob.glob(self.directory.format_path(submitted, "*", assignment)))
        return {match["student"]: Path(x) for x in paths if Path(x).is_dir() and (match := re.fullmatch(pattern, x))}

    @contextmanager
    def gradebook(self) -> Iterator[Any]:
        """nbgrader's gradebook. Raises UsageError when it is none."""
        from nbgrader.api import Gradebook
        from sqlalchemy.exc import DatabaseError

        try:
            with Gradebook(self.directory.db_url, self.directory.course_id) as gradebook:
                yield gradebook
        except DatabaseError as error:
            raise UsageError(f"{self.address} cannot be used as a gradebook: {on_one_line(str(error.orig))}") from None


def assignments(where: Where, name: str = "") -> list[str]:
    """The assignment of this name, else all that something was submitted for. Raises UsageError."""
    if name:
        return [name]
    course = load_course()
    chosen = [x.name for x in course.assignments]
    names = dict.fromkeys([course.assignment, *chosen])
    known = [x if n == 0 else f"{x}-{language}" for x in names for n, language in enumerate(course.languages)]
    if not (found := [x for x in known if where.submitted(x)]):
        raise UsageError(f"nothing was submitted yet: {where.folder / 'submitted'} holds none of {', '.join(known)}")
    return found


def require_released(where: Where, assignment: str) -> Path:
    """The released notebook, which the gradebook knows. Raises UsageError where one of them is missing or another's."""
    course_of(load_course(), assignment)
    released = where.of("release", assignment) / NOTEBOOK
    address = where.directory.db_url
    no_gradebook = address.startswith(SQLITE) and not Path(address.removeprefix(SQLITE)).is_file()
    if not released.is_file() or no_gradebook:
        raise UsageError(f"{assignment} was never released here ({where.folder}): make release")
    known, ours = _in_gradebook(where, assignment), points_of(json.loads(released.read_bytes()))
    if known != ours:
        strange = ", ".join(sorted(known ^ ours)) or "no cell of it"
        raise UsageError(
            f"the gradebook {where.address} is of another course or of another release: they differ in {strange};"
            " make release, or set c.CourseDirectory.db_url"
        )
    return released


def _in_gradebook(where: Where, assignment: str) -> set[str]:
    from nbgrader.api import MissingEntry

    with where.gradebook() as gradebook:
        try:
            notebook = gradebook.find_notebook(LAB, assignment)
        except MissingEntry:
            raise UsageError(
                f"the gradebook {where.address} does not know {assignment}: is it another course's?"
                " make release, or set c.CourseDirectory.db_url"
            ) from None
        return {f"{cell.name} ({cell.max_score:g})" for cell in notebook.grade_cells}


def points_of(notebook: Mapping[str, Any]) -> set[str]:
    """The graded cells of a notebook, each with its points."""
    marks = [cell["metadata"].get("nbgrader", {}) for cell in notebook["cells"]]
    return {f"{x['grade_id']} ({x['points']:g})" for x in marks if x.get("grade")}


def require_writable(where: Where) -> None:
    """Raises UsageError where the folder, or the gradebook in it, cannot be written."""
    gradebook = Path(where.directory.db_url.removeprefix(SQLITE))
    path = where.folder
    try:
        with tempfile.TemporaryFile(dir=path):
            pass
        if gradebook.is_file():
            path = gradebook
            with path.open("ab"):
                pass
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None


def only_notebook(student: str, folder: Path) -> Path:
    """The notebook of a submission. Raises UsageError where there is none, or one of another name."""
    if not WHOLE_NAME.fullmatch(student):
        told = _("nbgrader cannot take up a student called {student}: rename the folder")
        raise UsageError(told.format(student=repr(student)))
    if (folder / NOTEBOOK).is_file():
        return folder / NOTEBOOK
    found = sorted(path.name for path in folder.glob("*.ipynb") if not is_left_behind(path.name))
    if not found:
        raise UsageError(_("there is no notebook in it"))
    if len(found) > 1:
        told, names = _("it holds several notebooks ({found}): rename the right one {name}"), ", ".join(found)
        raise UsageError(told.format(found=names, name=NOTEBOOK))
    raise UsageError(_("its notebook is called {found}: rename it {name}").format(found=found[0], name=NOTEBOOK))


def require_students(found: Mapping[str, Path], students: Sequence[str]) -> None:
    """Raises UsageError for a student who has submitted nothing."""
    if unknown := [x for x in students if x not in found]:
        raise UsageError(f"{', '.join(unknown)} submitted nothing; there are: {', '.join(found) or 'none'}")


def require_known(where: Where, student: str) -> None:
    """Raises UsageError for a student who is not in the gradebook, where the course says that all of them are."""
    from nbgrader.api import MissingEntry

    if where.config.Autograde.get("create_student", True):
        return
    with where.gradebook() as gradebook:
        try:
            gradebook.find_student(student)
        except MissingEntry:
            told = _("the gradebook knows no such student, and c.Autograde.create_student is False")
            raise UsageError(told) from None
