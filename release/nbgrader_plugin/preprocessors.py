"""What nbgrader calls. Everything here is thin: the work is in rebuild.py and verdicts.py."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool

from autograder import language as languages
from autograder.course import Course, load_course
from autograder.render.sentences import comment
from autograder.report import Report
from release.nbgrader_plugin.handed_in import handed_in
from release.nbgrader_plugin.outputs import graded_notebook
from release.nbgrader_plugin.rebuild import rebuilt
from release.nbgrader_plugin.verdicts import FINISHED, KEPT, Task, task_for, verdict

Result = tuple[Any, Any]


class SubmittedExporter(NotebookExporter):
    """Hands a submitted notebook on unread: Rebuild reads the file itself, and forgives more than nbformat."""

    def from_filename(self, filename: str, resources: Any = None, **options: Any) -> Result:
        if not getattr(self.parent, "_sanitizing", False):
            return super().from_filename(filename, resources=resources, **options)
        resources["metadata"] = {"name": Path(filename).stem, "path": str(Path(filename).parent)}
        from_node: Callable[..., Result] = self.from_notebook_node
        return from_node(nbformat.v4.new_notebook(), resources, **options)


class Rebuild(NbGraderPreprocessor):  # type: ignore[misc]
    """Replace the submitted notebook by our release with the student's answers grafted in."""

    def preprocess(self, nb: Any, resources: Any) -> Result:
        course, ids = load_course(), resources["nbgrader"]
        released, submitted = (_path(self, f"{step}_directory", ids) for step in ("release", "submitted"))
        _withdraw(_path(self, "source_directory", ids).parent, _path(self, "autograded_directory", ids).parent)
        return nbformat.from_dict(rebuilt(released, submitted, course)), resources


def _withdraw(source: Path, graded: Path) -> None:
    """Remove what nbgrader has just copied from source/ beside the graded notebook: feedback would hand it on."""
    for path in source.rglob("*"):
        copied = graded / path.relative_to(source)
        if path.is_file() and path.suffix != ".ipynb":
            copied.unlink(missing_ok=True)


class Grade(NbGraderPreprocessor):  # type: ignore[misc]
    """Judge the notebook in the kit's sandbox and leave one result in each check cell."""

    unsafe = Bool(False, help="Grade even where submissions cannot be confined.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> Result:
        course = load_course()
        task = _task(self, nb, resources["nbgrader"], course)
        report = verdict(task, unsafe=self.unsafe)
        self.log.info("Judged under isolation %r: %s of %s points", report.rung, report.points, report.max_points)
        resources["autograder"] = {"report": report, "key": task.key}
        return nbformat.from_dict(graded_notebook(nb, report, course)), resources


class Comment(NbGraderPreprocessor):  # type: ignore[misc]
    """Write the overall comment at the first solution cell; a comment made by hand still takes its place."""

    def preprocess(self, nb: Any, resources: Any) -> Result:
        ids, judged = resources["nbgrader"], resources.pop("autograder")
        solutions = [x.metadata.nbgrader.grade_id for x in nb.cells if x.metadata.get("nbgrader", {}).get("solution")]
        if solutions:
            write_comment(ids, solutions[0], judged["report"])
        nb.metadata[FINISHED] = {"verdict": judged["key"]}
        return nb, resources


def write_comment(ids: Any, cell: str, report: Report) -> None:
    """The report in a few lines, in nbgrader's database, below what SaveAutoGrades wrote there."""
    with languages.speaking(report.language), Gradebook(ids["db_url"]) as gradebook:
        kept = gradebook.find_comment(cell, ids["notebook"], ids["assignment"], ids["student"])
        kept.auto_comment = "\n\n".join(text for text in (kept.auto_comment, comment(report)) if text)
        gradebook.db.commit()


def _path(preprocessor: Any, directory: str, ids: Any) -> Path:
    """The notebook in one of nbgrader's folders."""
    coursedir = preprocessor.parent.parent.coursedir
    student = "." if directory in ("release_directory", "source_directory") else ids["student"]
    folder = coursedir.format_path(getattr(coursedir, directory), student, ids["assignment"])
    return Path(os.path.normpath(folder)) / f"{ids['notebook']}.ipynb"


def _task(preprocessor: Any, nb: Any, ids: Any, course: Course) -> Task:
    root = Path(preprocessor.parent.parent.coursedir.root)
    receipt = handed_in(_path(preprocessor, "submitted_directory", ids).parent)
    return task_for(nb, course, name=f"{ids['notebook']}.ipynb", folder=root / KEPT, receipt=receipt)
