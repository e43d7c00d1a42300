"""`make contract`: the graders are proven against wrong solutions and against unusual right ones.

Each misconception loses points in its own exercise and in no other, and is recognised there; each mechanical mutant
loses points, or is listed as equivalent; each known-good variant loses none. A trial is the whole reference solution
with one other module.

"In no other" is measured on every exercise whose worker is told the other module's text: its own module's, and those
of the modules that name it. The other workers are sent the same bytes as with the reference.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course
from autograder.diagnosis.programs import PROGRAMS
from release.misconceptions import Misconception, exercise_of, patched, read_misconceptions
from release.mutants import FILE as EQUIVALENTS
from release.mutants import Mutant, mutants_of, read_equivalents
from release.sources import Sources, read_sources
from release.trials import Trial, Verdict, open_bench

FEWEST = 60  # entries of the bank
FEWEST_OF = {"add": 8, "mul": 8, "relu": 8, "topological_sort": 8, "backward": 8}  # of any other exercise one


@dataclass(frozen=True)
class Row:
    """What one exercise's graders did. Mutants that are listed as equivalent are counted apart.

    `nameable` are the entries of an exercise that has programs to tell them apart; `named` those rightly named.
    """

    exercise: str
    entries: int
    caught: int
    elsewhere: int
    nameable: int
    named: int
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
    """The verdicts on entries, points lost by variant, whether each mutant lost any, and which may lose none."""

    bank: tuple[tuple[Misconception, Verdict], ...]
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
    broken = (*_of_bank(graded, course), *_of_mutants(graded), *_of_variants(graded))
    return Proof(rows, len(graded.variants), full, broken)


def _graded(project: Path, sources: Sources) -> Graded:
    folder = project / "solutions"
    bank = read_misconceptions(folder, sources.course)
    mutants = [mutant for exercise in sources.course.exercises for mutant in mutants_of(sources, exercise)]
    variants = sorted((project / "tests" / "known_good").glob("*.py"))
    with open_bench(folder) as bench:  # everything is handed out before anything is waited for
        of_bank = bench.judged(_of_entry(sources, entry) for entry in bank)
        of_variants = bench.judged(_of_variant(sources.course, path) for path in variants)
        killed = bench.loses(Trial(x.module, x.text, (x.exercise,)) for x in mutants)
        return Graded(
            tuple(zip(bank, of_bank, strict=True)),
            tuple((path.stem, x.lost) for path, x in zip(variants, of_variants, strict=True)),
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
    bank = [(entry, verdict) for entry, verdict in graded.bank if entry.exercise == exercise]
    killed = [dead for mutant, dead in graded.mutants if mutant.exercise == exercise]
    equivalent = sum(
        not dead and str(mutant) in graded.equivalents for mutant, dead in graded.mutants if mutant.exercise == exercise
    )
    return Row(
        exercise,
        entries=len(bank),
        caught=sum(exercise in verdict.lost for _, verdict in bank),
        elsewhere=sum(bool(verdict.lost.keys() - {exercise}) for _, verdict in bank),
        nameable=len(bank) if exercise in PROGRAMS else 0,
        named=sum(_rightly_named(entry, verdict) for entry, verdict in bank) if exercise in PROGRAMS else 0,
        mutants=len(killed) - equivalent,
        killed=sum(killed),
        equivalent=equivalent,
    )


def _rightly_named(entry: Misconception, verdict: Verdict) -> bool:
    """By its own name, or by that of one that nobody can tell from it."""
    return len(verdict.named) == 1 and verdict.named[0] in (entry.id, *entry.same_as)


# What does not hold


def _of_bank(graded: Graded, course: Course) -> Iterator[str]:
    for entry, verdict in graded.bank:
        if entry.exercise not in verdict.lost:
            yield f"{entry.id} loses no point"
        elif entry.exercise in PROGRAMS and not _rightly_named(entry, verdict):
            yield f"{entry.id} is named {' and '.join(verdict.named) or 'by nothing'}"
        yield from (f"{entry.id} loses points in {other}" for other in verdict.lost if other != entry.exercise)
    count = Counter(entry.exercise for entry, _ in graded.bank)
    if count.total() < FEWEST:
        yield f"the bank holds {count.total()} misconceptions, and should hold at least {FEWEST}"
    for exercise in course.exercises:
        fewest = FEWEST_OF.get(exercise.name, 1)
        if count[exercise.name] < fewest:
            yield f"{exercise.name} has {count[exercise.name]} misconceptions, and should have at least {fewest}"


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
    ("nameable", lambda row: row.nameable),
    ("named", lambda row: row.named),
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
    yield f"named rightly: {total['named']}/{total['nameable']}{_unnameable(proof)}"
    yield f"mutants killed: {total['killed']}/{total['mutants']}, and {total['equivalent']} listed as equivalent"
    yield f"known-good variants with all points: {proof.full}/{proof.variants}"


def _unnameable(proof: Proof) -> str:
    """The entries that cannot be named are not passed over in silence."""
    without = [row for row in proof.rows if row.nameable < row.entries]
    if not without:
        return ""
    count = sum(row.entries - row.nameable for row in without)
    return f", and {count} not nameable: no programs tell those of {', '.join(row.exercise for row in without)} apart"
