"""`make contract`: the graders are proven against wrong solutions and against unusual right ones.

Each misconception loses points in its own exercise and in no other; each mechanical mutant loses points, or is listed
as equivalent; each known-good variant loses none. A trial is the whole reference solution with one other module.

"In no other" is measured on every exercise whose worker is told the other module's text: its own module's, and those
of the modules that name it. The other workers are sent the same bytes as with the reference.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course
from release.misconceptions import Misconception, exercise_of, patched, read_misconceptions
from release.mutants import FILE as EQUIVALENTS
from release.mutants import Mutant, mutants_of, read_equivalents
from release.sources import Sources, read_sources
from release.trials import Trial, open_bench

FEWEST = 60  # entries of the bank
FEWEST_OF = {"add": 8, "mul": 8, "relu": 8, "topological_sort": 8, "backward": 8}


@dataclass(frozen=True)
class Row:
    """What one exercise's graders did. Mutants that are listed as equivalent are counted apart."""

    exercise: str
    entries: int
    caught: int
    elsewhere: int
    mutants: int
    killed: int
    equivalent: int


@dataclass(frozen=True)
class Proof:
    """A row for each exercise, how many variants earned everything, and a line for each thing that does not hold."""

    rows: tuple[Row, ...]
    variants: int
    full: int
    broken: tuple[str, ...]


@dataclass(frozen=True)
class Graded:
    """The verdicts: points lost by entry and by variant, whether each mutant lost any, and which may lose none."""

    bank: tuple[tuple[Misconception, Mapping[str, float]], ...]
    variants: tuple[tuple[str, Mapping[str, float]], ...]
    mutants: tuple[tuple[Mutant, bool], ...]
    equivalents: frozenset[str]


def prove(project: Path) -> Proof:
    """Grade the bank, the mutants and the variants. Raises KitError when one of them cannot be made."""
    sources = read_sources(project / "solutions")
    return proof_of(_graded(project, sources), sources.course)


def proof_of(graded: Graded, course: Course) -> Proof:
    """What the verdicts come to."""
    full = sum(not lost for _, lost in graded.variants)
    rows = tuple(_row(exercise.name, graded) for exercise in course.exercises)
    broken = (*_of_bank(graded), *_of_mutants(graded), *_of_variants(graded))
    return Proof(rows, len(graded.variants), full, broken)


def _graded(project: Path, sources: Sources) -> Graded:
    folder = project / "solutions"
    bank = read_misconceptions(folder, sources.course)
    mutants = [mutant for exercise in sources.course.exercises for mutant in mutants_of(sources, exercise)]
    variants = sorted((project / "tests" / "known_good").glob("*.py"))
    with open_bench(folder) as bench:  # everything is handed out before anything is waited for
        lost = bench.points_lost(_of_entry(sources, entry) for entry in bank)
        of_variants = bench.points_lost(_of_variant(sources.course, path) for path in variants)
        killed = bench.loses(Trial(x.module, x.text, (x.exercise,)) for x in mutants)
        return Graded(
            tuple(zip(bank, lost, strict=True)),
            tuple(zip((path.stem for path in variants), of_variants, strict=True)),
            tuple(zip(mutants, killed, strict=True)),
            read_equivalents(folder),
        )


def _of_entry(sources: Sources, entry: Misconception) -> Trial:
    module = exercise_of(sources, entry).module
    told = {name for name, text in sources.texts.items() if name == module or re.search(rf"\b{module}\b", text)}
    exercises = tuple(x.name for x in sources.course.exercises if x.module in told)
    return Trial(module, patched(sources, entry), exercises)


def _of_variant(course: Course, path: Path) -> Trial:
    """A variant's file is called after its module: value_slots.py."""
    module = next(x.name for x in course.modules if path.stem.startswith(f"{x.name}_"))
    return Trial(module, path.read_text(encoding="utf-8"))


def _row(exercise: str, graded: Graded) -> Row:
    lost = [of for entry, of in graded.bank if entry.exercise == exercise]
    killed = [dead for mutant, dead in graded.mutants if mutant.exercise == exercise]
    equivalent = sum(
        not dead and str(mutant) in graded.equivalents for mutant, dead in graded.mutants if mutant.exercise == exercise
    )
    return Row(
        exercise,
        entries=len(lost),
        caught=sum(exercise in of for of in lost),
        elsewhere=sum(bool(of.keys() - {exercise}) for of in lost),
        mutants=len(killed) - equivalent,
        killed=sum(killed),
        equivalent=equivalent,
    )


# What does not hold


def _of_bank(graded: Graded) -> Iterator[str]:
    for entry, lost in graded.bank:
        if entry.exercise not in lost:
            yield f"{entry.id} loses no point"
        yield from (f"{entry.id} loses points in {other}" for other in lost if other != entry.exercise)
    count = Counter(entry.exercise for entry, _ in graded.bank)
    if count.total() < FEWEST:
        yield f"the bank holds {count.total()} misconceptions, and should hold at least {FEWEST}"
    for exercise, fewest in FEWEST_OF.items():
        if count[exercise] < fewest:
            yield f"{exercise} has {count[exercise]} misconceptions, and should have at least {fewest}"


def _of_mutants(graded: Graded) -> Iterator[str]:
    alive = {str(mutant) for mutant, dead in graded.mutants if not dead}
    yield from (f"{name}: survives, and is not listed in {EQUIVALENTS}" for name in sorted(alive - graded.equivalents))
    yield from (
        f"{name}: listed in {EQUIVALENTS}, and is none or loses points" for name in sorted(graded.equivalents - alive)
    )


def _of_variants(graded: Graded) -> Iterator[str]:
    if not graded.variants:
        yield "there are no known-good variants"
    for name, lost in graded.variants:
        yield from (f"known-good {name} loses {points:g} points in {exercise}" for exercise, points in lost.items())


# The table

COLUMNS: tuple[tuple[str, Callable[[Row], int]], ...] = (
    ("entries", lambda row: row.entries),
    ("caught", lambda row: row.caught),
    ("elsewhere", lambda row: row.elsewhere),
    ("mutants", lambda row: row.mutants),
    ("killed", lambda row: row.killed),
    ("equivalent", lambda row: row.equivalent),
)


def kill_table(proof: Proof) -> str:
    """The proof as text: a line for each exercise, then what it comes to."""
    width = max(len(row.exercise) for row in proof.rows)
    lines = ["  ".join([" " * width, *(title for title, _ in COLUMNS)])]
    for row in proof.rows:
        numbers = (f"{value(row):>{len(title)}}" for title, value in COLUMNS)
        lines.append("  ".join([f"{row.exercise:<{width}}", *numbers]))
    return "\n".join([*lines, "", *_summary(proof), *(f"broken: {line}" for line in proof.broken)])


def _summary(proof: Proof) -> Iterator[str]:
    total = {title: sum(value(row) for row in proof.rows) for title, value in COLUMNS}
    yield f"caught in their own exercise: {total['caught']}/{total['entries']}, elsewhere: {total['elsewhere']}"
    yield f"mutants killed: {total['killed']}/{total['mutants']}, and {total['equivalent']} listed as equivalent"
    yield f"known-good variants with all points: {proof.full}/{proof.variants}"
