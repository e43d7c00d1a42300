"""What of the contract does not hold, of what was graded: a line for each thing."""

from collections import Counter
from collections.abc import Iterator

from autograder.course import Course
from autograder.diagnosis.programs import PROGRAMS
from release.proof.demands import FILE as DEMANDS
from release.proof.grading import Graded
from release.proof.mutants import FILE as EQUIVALENTS
from release.proof.trials import Verdict
from release.sources.misconceptions import Misconception

LEAST = 1e-9  # points; less is rounding
FEWEST, FEWEST_VARIANTS = 60, 60  # entries of the bank, unusual right programs


def findings(graded: Graded, course: Course) -> Iterator[str]:
    """Mistakes that are not caught or misnamed, mutants that survive, right answers that lose points, wrong ones that
    earn some.
    """
    yield from _of_bank(graded, course)
    yield from _of_mutants(graded)
    yield from _of_names(graded)
    yield from _of_variants(graded)
    yield from _of_guarded(graded, course)
    yield from _of_nothing(graded)


def is_rightly_named(entry: Misconception, verdict: Verdict) -> bool:
    """By its own name, or by that of one that nobody can tell from it."""
    return len(verdict.named) == 1 and verdict.named[0] in (entry.id, *entry.same_as)


def _of_bank(graded: Graded, course: Course) -> Iterator[str]:
    for entry, verdict in graded.bank:
        if entry.exercise not in verdict.lost:
            yield f"{entry.id} loses no point"
        elif entry.exercise in PROGRAMS and not is_rightly_named(entry, verdict):
            yield f"{entry.id} is named {' and '.join(verdict.named) or 'by nothing'}"
        yield from (f"{entry.id} loses points in {other}" for other in verdict.lost if other != entry.exercise)
    count = Counter(entry.exercise for entry, _ in graded.bank)
    if count.total() < FEWEST:
        yield f"the bank holds {count.total()} misconceptions, and should hold at least {FEWEST}"
    for exercise in course.exercises:
        fewest = graded.fewest.get(exercise.name, 1)
        if count[exercise.name] < fewest:
            yield f"{exercise.name} has {count[exercise.name]} misconceptions, and should have at least {fewest}"


def _of_mutants(graded: Graded) -> Iterator[str]:
    alive = {str(mutant) for mutant, fate in graded.mutants if not fate.loses}
    yield from (f"{name}: survives, and is not listed in {EQUIVALENTS}" for name in sorted(alive - graded.equivalents))
    yield from (
        f"{name}: listed in {EQUIVALENTS}, and is none or loses points" for name in sorted(graded.equivalents - alive)
    )


def _of_names(graded: Graded) -> Iterator[str]:
    for mutant, name in sorted(graded.misnamed, key=str):
        yield f"{mutant}: is named {name}, and answers otherwise on further programs"


def _of_variants(graded: Graded) -> Iterator[str]:
    if len(graded.variants) < FEWEST_VARIANTS:
        yield f"there are {len(graded.variants)} known-good variants, and there should be at least {FEWEST_VARIANTS}"
    for name, lost in graded.variants:
        yield from (f"known-good {name} loses {points:g} points in {exercise}" for exercise, points in lost.items())


def _of_guarded(graded: Graded, course: Course) -> Iterator[str]:
    guarded = {mutant.exercise for mutant, _ in graded.guarded}
    for exercise in course.exercises:
        if exercise.name not in guarded:
            yield f"{exercise.name} has no guarded mutants, and should have some: {DEMANDS}"
    for mutant, fate in graded.guarded:
        if not fate.loses:
            yield f"{mutant.exercise}: what goes wrong only under “{mutant.guard}” survives"


def _of_nothing(graded: Graded) -> Iterator[str]:
    for answer, points in graded.undeserving:
        if points > LEAST:
            yield f"{answer} deserves nothing, and earns {points:g}"
