"""`make contract`: the graders are proven against wrong solutions and against unusual right ones.

Each misconception loses points in its own exercise and in no other, and is recognised there. Each mechanical mutant
loses points, or is listed as equivalent; one that is taken for an entry answers as that does on many further programs.
Each known-good variant loses none. A trial is the whole reference solution with one other module.

"In no other" is measured on every exercise whose worker is told the other module's text: its own module's, and those
of the modules that name it. The other workers are sent the same bytes as with the reference.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course
from autograder.diagnosis.programs import PROGRAMS
from autograder.diagnosis.signatures import fits
from release.misconceptions import Misconception, exercise_of, patched, read_misconceptions
from release.mutants import FILE as EQUIVALENTS
from release.mutants import Mutant, mutants_of, read_equivalents
from release.signatures import ORDERS
from release.sources import Sources, read_sources
from release.trials import Bench, Fate, Trial, Verdict, open_bench

FEWEST = 60  # entries of the bank
FEWEST_OF = {"add": 8, "mul": 8, "relu": 8, "topological_sort": 8, "backward": 8}  # of any other exercise one


@dataclass(frozen=True)
class Row:
    """What one exercise's graders did. Mutants that are listed as equivalent are counted apart.

    `nameable` are the entries of an exercise that has programs to tell them apart; `named` those rightly named.
    `alike` are the mutants that are taken for an entry, `deserved` those that answer as it does on further programs.
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
    alike: int
    deserved: int


@dataclass(frozen=True)
class Proof:
    """A row for each exercise, how many variants earned everything, and a line for each thing that does not hold."""

    rows: tuple[Row, ...]
    variants: int
    full: int
    broken: tuple[str, ...]


@dataclass(frozen=True)
class Graded:
    """The verdicts on entries, points lost by variant, what became of each mutant, and which may lose no points.

    `misnamed` are the mutants that are taken for an entry and answer otherwise on further programs.
    """

    bank: tuple[tuple[Misconception, Verdict], ...]
    variants: tuple[tuple[str, Mapping[str, float]], ...]
    mutants: tuple[tuple[Mutant, Fate], ...]
    equivalents: frozenset[str]
    misnamed: frozenset[tuple[Mutant, str]] = frozenset()


def prove(project: Path) -> Proof:
    """Grade the bank, the mutants and the variants. Raises KitError when one of them cannot be made."""
    sources = read_sources(project / "solutions")
    return proof_of(_graded(project, sources), sources.course)


def proof_of(graded: Graded, course: Course) -> Proof:
    """What the verdicts come to."""
    full = sum(not lost for _, lost in graded.variants)
    rows = tuple(_row(exercise.name, graded) for exercise in course.exercises)
    broken = (*_of_bank(graded, course), *_of_mutants(graded), *_of_names(graded), *_of_variants(graded))
    return Proof(rows, len(graded.variants), full, broken)


def _graded(project: Path, sources: Sources) -> Graded:
    folder = project / "solutions"
    bank = read_misconceptions(folder, sources.course)
    mutants = [mutant for exercise in sources.course.exercises for mutant in mutants_of(sources, exercise)]
    variants = sorted((project / "tests" / "known_good").glob("*.py"))
    with open_bench(folder) as bench:  # everything is handed out before anything is waited for
        of_bank = bench.judged(_of_entry(sources, entry) for entry in bank)
        of_variants = bench.judged(_of_variant(sources.course, path) for path in variants)
        fates = list(zip(mutants, bench.fates(map(_of_mutant, mutants)), strict=True))
        wrongly = misnamed(bench, fates, {x.id: _of_one(sources, x) for x in bank})
        return Graded(
            tuple(zip(bank, of_bank, strict=True)),
            tuple((path.stem, x.lost) for path, x in zip(variants, of_variants, strict=True)),
            tuple(fates),
            read_equivalents(folder),
            wrongly,
        )


def misnamed(
    bench: Bench, fates: Iterable[tuple[Mutant, Fate]], entries: Mapping[str, Trial]
) -> frozenset[tuple[Mutant, str]]:
    """The mutants that are taken for an entry and answer otherwise on further programs, each with the entry's id."""
    pairs = [(mutant, name) for mutant, fate in fates for name in fate.named]
    mutants, names = list(dict.fromkeys(x for x, _ in pairs)), list(dict.fromkeys(name for _, name in pairs))
    of_entries = bench.answers((entries[name] for name in names), orders=ORDERS)
    of_mutants = dict(zip(mutants, bench.answers(map(_of_mutant, mutants), orders=1), strict=True))
    expected = dict(zip(names, of_entries, strict=True))
    return frozenset((mutant, name) for mutant, name in pairs if not fits(expected[name], of_mutants[mutant]))


def _of_mutant(mutant: Mutant) -> Trial:
    return Trial(mutant.module, mutant.text, (mutant.exercise,))


def _of_one(sources: Sources, entry: Misconception) -> Trial:
    """An entry on its own exercise alone."""
    return Trial(exercise_of(sources, entry).module, patched(sources, entry), (entry.exercise,))


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
    mutants = [(mutant, fate) for mutant, fate in graded.mutants if mutant.exercise == exercise]
    equivalent = sum(not fate.loses and str(mutant) in graded.equivalents for mutant, fate in mutants)
    alike = {mutant for mutant, fate in mutants if fate.named}
    return Row(
        exercise,
        entries=len(bank),
        caught=sum(exercise in verdict.lost for _, verdict in bank),
        elsewhere=sum(bool(verdict.lost.keys() - {exercise}) for _, verdict in bank),
        nameable=len(bank) if exercise in PROGRAMS else 0,
        named=sum(_rightly_named(entry, verdict) for entry, verdict in bank) if exercise in PROGRAMS else 0,
        mutants=len(mutants) - equivalent,
        killed=sum(fate.loses for _, fate in mutants),
        equivalent=equivalent,
        alike=len(alike),
        deserved=len(alike - {mutant for mutant, _ in graded.misnamed}),
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
    alive = {str(mutant) for mutant, fate in graded.mutants if not fate.loses}
    yield from (f"{name}: survives, and is not listed in {EQUIVALENTS}" for name in sorted(alive - graded.equivalents))
    yield from (
        f"{name}: listed in {EQUIVALENTS}, and is none or loses points" for name in sorted(graded.equivalents - alive)
    )


def _of_names(graded: Graded) -> Iterator[str]:
    for mutant, name in sorted(graded.misnamed, key=str):
        yield f"{mutant}: is named {name}, and answers otherwise on further programs"


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
    ("alike", lambda row: row.alike),
    ("deserved", lambda row: row.deserved),
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
    yield f"mutants named after an entry: {total['alike']}, deservedly: {total['deserved']}/{total['alike']}"
    yield f"known-good variants with all points: {proof.full}/{proof.variants}"


def _unnameable(proof: Proof) -> str:
    """The entries that cannot be named are not passed over in silence."""
    without = [row for row in proof.rows if row.nameable < row.entries]
    if not without:
        return ""
    count = sum(row.entries - row.nameable for row in without)
    return f", and {count} not nameable: no programs tell those of {', '.join(row.exercise for row in without)} apart"
