"""What nbgrader's lane has graded, as Results: the same page from its verdicts and its gradebook."""

from collections.abc import Iterator, Mapping

import msgspec

from autograder.errors import KitError
from autograder.language import _
from autograder.report import ExerciseResult, Report
from release.cohort.likeness import likeness
from release.cohort.results import Result
from release.instructor.course_folder import NOTEBOOK, Where, require_released
from release.instructor.feedback import graded, marks_of, report_of
from release.instructor.judges import task_of
from release.instructor.receipt import refused_before
from release.pages.student import Mark, Marks


class Lane:
    """The Results of an assignment, by student; its Reports are read again each time, and none is kept in memory."""

    def __init__(self, where: Where, assignment: str) -> None:
        """Raises UsageError for what was never released there."""
        self._where, self._assignment = where, assignment
        self._released = require_released(where, assignment)
        self._graded = frozenset(graded(where, assignment))
        self._alike: dict[str, Mapping[str, tuple[str, str]]] = {}
        self.marks: Mapping[str, Marks] = marks_of(where, assignment)

    def __iter__(self) -> Iterator[Result]:
        for student in sorted(self._where.submitted(self._assignment)):
            yield self._result(student)
        for who, reason in refused_before(self._where, self._assignment, "collect"):
            yield Result(who, who, "", refused=reason)

    def _result(self, student: str) -> Result:
        if student not in self._graded:
            return Result(student, student, "", refused=_("it is not graded yet: make autograde"))
        try:
            report = report_of(self._where, self._assignment, student)
            return Result(student, student, "", self._marked(report, student), alike=self._likeness(student))
        except KitError as error:
            return Result(student, student, "", fault=str(error))

    def _marked(self, report: Report, student: str) -> Report:
        """The report with the points of the gradebook: a grader may have given others in formgrader."""
        if (marks := self.marks.get(student)) is None:
            return report
        exercises = tuple(_marked(x, marks.exercises.get(x.name)) for x in report.exercises)
        return msgspec.structs.replace(report, points=marks.points, max_points=marks.maximum, exercises=exercises)

    def _likeness(self, student: str) -> Mapping[str, tuple[str, str]]:
        if student not in self._alike:
            submitted = self._where.submitted(self._assignment)[student] / NOTEBOOK
            task = task_of(submitted, self._released, self._where.verdicts)
            self._alike[student] = likeness(task.versions[0])
        return self._alike[student]


def _marked(exercise: ExerciseResult, mark: Mark | None) -> ExerciseResult:
    if mark is None:
        return exercise
    return msgspec.structs.replace(exercise, points=mark.points, max_points=mark.maximum, at_submission=0.0)
