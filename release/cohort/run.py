"""A class from what was handed in to results.jsonl; what is graded already is not graded again."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from autograder.language import speaking
from release.cohort.cluster import on_cluster
from release.cohort.grading import Item, Rules, grade_item, stamp_of
from release.cohort.pool import in_order
from release.cohort.results import Result, Results
from release.instructor.people.owners import by_student
from release.instructor.people.students import Roster, Student
from release.instructor.unpack import Parcel, unpacked
from release.nbgrader_plugin.handed_in import notes_of
from release.nbgrader_plugin.verdicts import kit_version, sandbox_for_others


@dataclass(frozen=True)
class Graded:
    """One student's result; `unchanged` where an earlier run had graded the same."""

    result: Result
    unchanged: bool = False

    def __str__(self) -> str:
        result = self.result
        if result.report is None:
            return f"{result.shown}: {'not read: ' + result.refused if result.refused else result.fault}"
        report = result.report
        points = f"{report.points:g} of {report.max_points:g}{', as before' if self.unchanged else ''}"
        return "; ".join((f"{result.shown}: {points}", *notes_of(report.ignored)))


def grade_class(
    source: Path,
    results: Results,
    rules: Rules,
    *,
    roster: Roster,
    jobs: int = 0,
    scheduler: str = "",
    expect: Callable[[int, int, int], None] = lambda *_: None,
) -> Iterator[Graded]:
    """Each student's result, written as it comes. `expect` is told how many are graded now, as before, and refused.

    `jobs` processes of this machine grade, or the workers of a Dask `scheduler`. Raises UsageError for a source that
    cannot be used, or where others' work cannot be confined; KitError where nothing more can be written.
    """
    with ExitStack() as stack:
        with speaking(rules.language):
            folder, outside = stack.enter_context(unpacked(source))
            owned, others = by_student(folder, roster)
        refused = [Result(name, name, "", refused=str(error)) for name, error in (*outside, *others)]
        items = list(_items(owned, kit_version() + rules.assignment + rules.language, refused))
        new = [x for x in items if results.stamp(x.student) != x.stamp]
        if new and not scheduler:
            sandbox_for_others(unsafe=rules.unsafe)
        before = [x for x in items if results.stamp(x.student) == x.stamp]
        expect(len(new), len(before), len(refused))
        for result in refused:
            results.add(result)
            yield Graded(result)
        yield from (Graded(results[x.student], unchanged=True) for x in before)
        here = partial(in_order, partial(grade_item, rules), lost=_lost, jobs=jobs)
        for result in on_cluster(rules, new, address=scheduler) if scheduler and new else here(new):
            results.add(result)
            yield Graded(result)
        results.finish({x.student for x in refused} | {x.student for x in items})


def _items(owned: Iterable[tuple[Student, Parcel]], kit: str, refused: list[Result]) -> Iterator[Item]:
    """What each student handed in, in the order of the students; what cannot be read goes to `refused`."""
    for student, parcel in sorted(owned, key=lambda x: x[0].id):
        paths = tuple(parcel.paths)
        try:
            yield Item(student.id, parcel.shown, stamp_of(paths, kit), paths)
        except OSError as error:
            refused.append(Result(student.id, parcel.shown, "", refused=f"{error.filename}: {error.strerror}"))


def _lost(item: Item, reason: str) -> Result:
    return Result(item.student, item.shown, "", fault=reason)
