"""nbgrader preprocessors that grade out of the kernel; release/course/nbgrader_config.py sets them by these names.

SubmittedExporter   reads nothing of a submitted file by itself, so that no broken one stops a class
Rebuild             first of `Autograde.sanitize_preprocessors`: our release with the student's answers grafted in
Grade               in the place of Execute: one result in each check cell, from the kit's sandbox
Comment             after SaveAutoGrades: the overall comment, and the mark that this notebook is finished
"""

from release.nbgrader_plugin.preprocessors import Comment, Grade, Rebuild, SubmittedExporter

__all__ = ["Comment", "Grade", "Rebuild", "SubmittedExporter"]
