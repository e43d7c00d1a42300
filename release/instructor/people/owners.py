"""Whose is what: a folder of what was handed in, by student."""

from collections.abc import Callable
from pathlib import Path

from autograder.errors import UsageError
from autograder.language import _
from release.instructor.people.students import Roster, Student
from release.instructor.unpack import Parcel, Refusals, parcels


def by_student(
    folder: Path, roster: Roster, *, require: Callable[[Student, Parcel], None] = lambda *_: None
) -> tuple[list[tuple[Student, Parcel]], Refusals]:
    """What each student handed in, and what is refused: it is nobody's, or one of several of the same student.

    `require` raises UsageError for what must not be taken in.
    """
    refused: Refusals = [(name, UsageError(_("the roster has no identifier for it"))) for name in roster.nameless]
    found: dict[str, tuple[Student, list[Parcel]]] = {}
    for parcel in parcels(folder):
        if not isinstance(parcel, Parcel):
            refused.append(parcel)
            continue
        try:
            student = roster.find(parcel.name, parcel.number)
            require(student, parcel)
        except UsageError as error:
            refused.append((parcel.shown, error))
        else:
            found.setdefault(student.id, (student, []))[1].append(parcel)
    for student, of_one in found.values():
        if len(of_one) > 1:
            shown = ", ".join(parcel.shown for parcel in of_one)
            refused.append(
                (shown, UsageError(_("several submissions of {student}: which one?").format(student=student.id)))
            )
    return [(student, of_one[0]) for student, of_one in found.values() if len(of_one) == 1], refused
