"""`make contract`: the graders are proven against wrong solutions and against unusual right ones.

Each misconception loses points in its own exercise and in no other, and is recognised there. Each mechanical mutant
loses points, or is listed as equivalent; one that is taken for an entry answers as that does on many further programs.
Each known-good variant loses none.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course
from autograder.diagnosis.programs import PROGRAMS
from release.proof.findings import findings, is_rightly_named
from release.proof.grading import Graded, grade_all
from release.sources.read import read_sources


@dataclass(frozen=True)
class Row:
    """What one exercise's graders did. Mutants that are listed as equivalent are counted apart.

    `nameable` are the entries of an exercise that has programs to tell them apart; `named` those rightly named.
    `alike` are the mutants that are taken for an entry, `deserved` those that answer as it does on further programs,
    `explained` those without a name whose student is told what an operation hands back.
    `stopped` are the guarded mutants that lose points.
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
    guarded: int
    stopped: int
    explained: int = 0


@dataclass(frozen=True)
class Proof:
    """A row for each exercise, how many variants earned everything, and a line for each thing that does not hold."""

    rows: tuple[Row, ...]
    variants: int
    full: int
    nothing: int
    broken: tuple[str, ...]


def prove(project: Path) -> Proof:
    """Grade the bank, the mutants and the variants. Raises KitError when one of them cannot be made."""
    sources = read_sources(project / "solutions")
    return proof_of(grade_all(project, sources), sources.course)


def proof_of(graded: Graded, course: Course) -> Proof:
    """What the verdicts come to."""
    full = sum(not lost for _, lost in graded.variants)
    rows = tuple(_row(exercise.name, graded) for exercise in course.exercises)
    return Proof(rows, len(graded.variants), full, len(graded.undeserving), tuple(findings(graded, course)))


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
        named=sum(is_rightly_named(entry, verdict) for entry, verdict in bank) if exercise in PROGRAMS else 0,
        mutants=len(mutants) - equivalent,
        killed=sum(fate.loses for _, fate in mutants),
        equivalent=equivalent,
        alike=len(alike),
        deserved=len(alike - {mutant for mutant, _ in graded.misnamed}),
        explained=sum(fate.explained for _, fate in mutants),
        guarded=sum(x.exercise == exercise for x, _ in graded.guarded),
        stopped=sum(x.exercise == exercise and fate.loses for x, fate in graded.guarded),
    )


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
    ("explained", lambda row: row.explained),
    ("guarded", lambda row: row.guarded),
    ("stopped", lambda row: row.stopped),
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
    rightly, wrongly = total["named"] + total["deserved"], total["alike"] - total["deserved"]
    wrong = total["caught"] + total["killed"]
    yield (
        f"of {wrong} wrong programs named rightly: {rightly}, named wrongly: {wrongly}, "
        f"explained without a name: {total['explained']}"
    )
    yield f"guarded mutants killed: {total['stopped']}/{total['guarded']}"
    yield f"answers that deserve nothing, and earn nothing: {_at_nothing(proof)}/{proof.nothing}"
    yield f"known-good variants with all points: {proof.full}/{proof.variants}"


def _at_nothing(proof: Proof) -> int:
    return proof.nothing - sum("deserves nothing" in line for line in proof.broken)


def _unnameable(proof: Proof) -> str:
    """The entries that cannot be named are not passed over in silence."""
    without = [row for row in proof.rows if row.nameable < row.entries]
    if not without:
        return ""
    count = sum(row.entries - row.nameable for row in without)
    return f", and {count} not nameable: no programs tell those of {', '.join(row.exercise for row in without)} apart"
