"""Everything that the contract grades: the bank, the mutants, answers that deserve nothing, right solutions.

A trial is the whole reference solution with one other module.

That a misconception loses points "in no other exercise" is measured on every exercise whose worker is told the other
module's text. The other workers are sent the same bytes as with the reference.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.diagnosis.signatures import fits
from release.proof.demands import Demands, answers_of, read_demands
from release.proof.guarded import Guarded, guarded_of
from release.proof.known_good import known_good
from release.proof.mutants import Mutant, mutants_of, read_equivalents
from release.proof.trials import Bench, Fate, Trial, Verdict, open_bench
from release.sources.misconceptions import Misconception, exercise_of, patched, read_misconceptions
from release.sources.read import Sources
from release.sources.signatures import ORDERS


@dataclass(frozen=True)
class Graded:
    """The verdicts on entries, points lost by variant, what became of each mutant, and which may lose no points.

    `misnamed` are the mutants that are taken for an entry and answer otherwise on further programs. `undeserving` are
    the answers that deserve nothing, each with the points that it earns. `fewest` is how many entries an exercise has
    to have, where that is more than one.
    """

    bank: tuple[tuple[Misconception, Verdict], ...]
    variants: tuple[tuple[str, Mapping[str, float]], ...]
    mutants: tuple[tuple[Mutant, Fate], ...]
    equivalents: frozenset[str]
    misnamed: frozenset[tuple[Mutant, str]] = frozenset()
    guarded: tuple[tuple[Guarded, Fate], ...] = ()
    undeserving: tuple[tuple[str, float], ...] = ()
    fewest: Mapping[str, int] = field(default_factory=dict)


def grade_all(project: Path, sources: Sources) -> Graded:
    """The verdicts on all of it. Raises KitError when some of it cannot be made."""
    folder = project / "solutions"
    bank = read_misconceptions(folder, sources.course)
    mutants = [mutant for exercise in sources.course.exercises for mutant in mutants_of(sources, exercise)]
    variants = tuple(known_good(project, sources))
    demands = read_demands(folder, sources.course)
    guarded = [x for exercise in sources.course.exercises for x in guarded_of(sources, exercise, demands)]
    with open_bench(folder) as bench:  # everything is handed out before anything is waited for
        of_bank = bench.caught(_of_entry(sources, entry) for entry in bank)
        of_variants = bench.judged(trial for _name, trial in variants)
        of_guarded = bench.fates(x.trial for x in guarded)
        undeserving = tuple(_undeserving(bench, sources, demands))
        fates = list(zip(mutants, bench.fates(map(_of_mutant, mutants)), strict=True))
        wrongly = misnamed(bench, fates, {x.id: _of_one(sources, x) for x in bank})
        return Graded(
            tuple(zip(bank, of_bank, strict=True)),
            tuple((name, x.lost) for (name, _trial), x in zip(variants, of_variants, strict=True)),
            tuple(fates),
            read_equivalents(folder),
            wrongly,
            tuple(zip(guarded, of_guarded, strict=True)),
            undeserving,
            {name: x.misconceptions for name, x in demands.items()},
        )


def _undeserving(bench: Bench, sources: Sources, demands: Mapping[str, Demands]) -> Iterator[tuple[str, float]]:
    """Each answer that deserves nothing, and what it earns."""
    answers = [
        (exercise, *answer)
        for exercise in sources.course.exercises
        for answer in answers_of(sources, exercise, demands[exercise.name])
    ]
    earned = bench.earned(trial for _, _, trial in answers)
    for (exercise, line, _), points in zip(answers, earned, strict=True):
        yield f"{exercise.name}: `{line}`", points


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
    return Trial(exercise_of(sources, entry).module, patched(sources, entry))
