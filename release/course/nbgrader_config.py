"""nbgrader's configuration of this course: command line, API and formgrader's button all read it.

Grading happens in the kit's sandbox, never in a kernel. To change something for your own course (the exchange, a
PostgreSQL gradebook, late penalties), write it below the last line.
"""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PLUGIN = "release.nbgrader_plugin"
OURS = f"{PLUGIN}.preprocessors"

# nbgrader runs `alembic`, which stands beside the interpreter; `release` stands beside this course.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
if str(HERE.parent.parent) not in sys.path:
    sys.path.append(str(HERE.parent.parent))

c = get_config()  # type: ignore[name-defined]  # noqa: F821  (traitlets gives it)

c.CourseDirectory.course_id = "autograd"
c.CourseDirectory.root = str(HERE)

c.ClearSolutions.code_stub = {"python": "# TODO\nraise NotImplementedError"}

c.Autograde.exporter_class = f"{OURS}.SubmittedExporter"
c.SubmittedExporter.optimistic_validation = True  # nbformat's, once at the end and not after each preprocessor
# Rebuild leaves no output, no cell twice, and our kernelspec: what else nbgrader does here would find nothing to do.
c.Autograde.sanitize_preprocessors = [f"{OURS}.Rebuild", "nbgrader.preprocessors.OverwriteCells"]
c.Autograde.autograde_preprocessors = [
    f"{OURS}.Grade",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    f"{OURS}.Comment",
    "nbgrader.preprocessors.CheckCellMetadata",
]

c.GenerateFeedback.exporter_class = f"{PLUGIN}.page.QuietPage"  # it loads nothing from anywhere
# What students wrote between their answers runs no script, neither in feedback nor in formgrader.
c.HTMLExporter.filters = {
    "markdown2html": f"{PLUGIN}.page.safe_markdown",
    "highlight_code": f"{PLUGIN}.page.bounded_highlight",
}
