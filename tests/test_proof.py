"""The proof says what does not hold, and its table counts what was graded. `make contract` runs the whole of it."""

from pathlib import Path

import msgspec
import pytest

from autograder.diagnosis.programs import PROGRAMS
from autograder.errors import KitError
from autograder.sandbox import open_sandbox
from release.proof.demands import Demands, read_demands
from release.proof.further_programs import FURTHER
from release.proof.grading import Graded, misnamed
from release.proof.guarded import guarded_of
from release.proof.kill_table import kill_table, proof_of
from release.proof.mutants import Mutant
from release.proof.trials import Fate, Trial, Verdict, open_bench
from release.sources.misconceptions import Misconception
from release.sources.read import read_sources
from release.sources.signatures import signature
from tests.bank import bank, wrong_module
from tests.projects import ROOT
from tests.submissions import reference, skeleton

COURSE = read_sources(ROOT / "solutions").course
BOTH = {"fr": "…", "en": "…"}


def _entry(name: str) -> Misconception:
    return Misconception(name, name.partition(".")[0], BOTH, BOTH, BOTH, "constructed")


def _mutant(put: str) -> Mutant:
    return Mutant("add", "value", "x += 1", put, "")


def _lines(graded: Graded) -> list[str]:
    return [line for line in proof_of(graded, COURSE).broken if "should" not in line]


def test_an_entry_that_loses_nothing_or_elsewhere_is_named() -> None:
    bank = (
        (_entry("add.harmless"), Verdict({})),
        (_entry("mul.spreads"), Verdict({"mul": 1.0, "relu": 2.0}, ("mul.spreads",))),
    )
    assert _lines(Graded(bank, (("value_fine", {}),), (), frozenset())) == [
        "add.harmless loses no point",
        "mul.spreads loses points in relu",
    ]


def test_an_entry_with_no_name_or_a_wrong_one_is_named() -> None:
    def of(*names: str) -> list[str]:
        return _lines(Graded(((entry, Verdict({"add": 1.0}, names)),), (("value_fine", {}),), (), frozenset()))

    entry = msgspec.structs.replace(_entry("add.wrong"), same_as=("add.twin",))
    assert of("add.wrong") == of("add.twin") == []
    assert of() == ["add.wrong is named by nothing"]
    assert of("add.other") == ["add.wrong is named add.other"]
    assert of("add.wrong", "mul.other") == ["add.wrong is named add.wrong and mul.other"]


def test_a_small_bank_is_named() -> None:
    broken = proof_of(Graded((), (("value_fine", {}),), (), frozenset(), fewest={"relu": 8}), COURSE).broken
    assert "the bank holds 0 misconceptions, and should hold at least 60" in broken
    assert "relu has 0 misconceptions, and should have at least 8" in broken
    assert "train has 0 misconceptions, and should have at least 1" in broken


def test_a_survivor_and_a_stale_listing_are_named() -> None:
    mutants = tuple((_mutant(put), Fate(put == "x += 4")) for put in ("x += 2", "x += 3", "x += 4"))
    listed = frozenset({str(_mutant("x += 3")), str(_mutant("x += 4"))})
    assert _lines(Graded((), (("value_fine", {}),), mutants, listed)) == [
        "add: `x += 1` became `x += 2`: survives, and is not listed in solutions/equivalents.toml",
        "add: `x += 1` became `x += 4`: listed in solutions/equivalents.toml, and is none or loses points",
    ]


def test_a_name_that_is_not_deserved_is_told() -> None:
    mutant = _mutant("x += 2")
    graded = Graded(
        (), (("value_fine", {}),), ((mutant, Fate(True, ("add.a",))),), frozenset(), frozenset({(mutant, "add.a")})
    )
    told = "add: `x += 1` became `x += 2`: is named add.a, and answers otherwise on further programs"
    assert _lines(graded) == [told]
    assert "mutants named after an entry: 1, deservedly: 0/1" in kill_table(proof_of(graded, COURSE))


def test_a_right_solution_that_loses_points_is_named() -> None:
    graded = Graded((), (("value_odd", {"add": 0.5}),), (), frozenset())
    assert _lines(graded) == ["known-good value_odd loses 0.5 points in add"]
    told = "there are 1 known-good variants, and there should be at least 60"
    assert told in proof_of(graded, COURSE).broken


def test_the_table_ends_with_what_it_comes_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(PROGRAMS, "mlp")  # as an exercise that an instructor added, without programs
    bank = ((_entry("add.wrong"), Verdict({"add": 1.0}, ("add.wrong",))), (_entry("mlp.wrong"), Verdict({"mlp": 1.0})))
    mutants = ((_mutant("x += 2"), Fate(True, ("add.wrong",))), (_mutant("x += 3"), Fate(False)))
    graded = Graded(bank, (("value_fine", {}),), mutants, frozenset({str(_mutant("x += 3"))}))
    table = kill_table(proof_of(graded, COURSE)).split("\n")
    assert next(line for line in table if line.startswith("add ")).split() == ["add", *"1101111111000"]
    assert "caught in their own exercise: 2/2, elsewhere: 0" in table
    assert "named rightly: 1/1, and 1 not nameable: no programs tell those of mlp apart" in table
    assert "mutants killed: 1/1, and 1 listed as equivalent" in table
    assert "mutants named after an entry: 1, deservedly: 1/1" in table
    assert "of 3 wrong programs named rightly: 2, named wrongly: 0, explained without a name: 0" in table
    assert "known-good variants with all points: 1/1" in table


def test_a_name_is_deserved_by_the_same_answers_to_further_programs() -> None:
    sources, entries = bank()
    attach = "out._backward = _backward"
    head, matmul = sources.texts["tensor"].split("def __matmul__")
    never, elsewhere = (
        Mutant("matmul", "tensor", attach, put, f"{head}def __matmul__{matmul.replace(attach, put or 'pass', 1)}")
        for put in ("", "other._backward = _backward")
    )
    entry = entries["matmul.never_attached"]
    trial = Trial("tensor", wrong_module(entry.id)[1], ("matmul",))
    fates = [(mutant, Fate(True, (entry.id,))) for mutant in (never, elsewhere)]
    with open_bench(ROOT / "solutions") as bench:
        assert misnamed(bench, fates, {entry.id: trial}) == {(elsewhere, entry.id)}


def test_there_are_many_more_further_programs_than_those_of_the_diagnosis() -> None:
    assert FURTHER.keys() == PROGRAMS.keys()
    sources, _entries = bank()
    sandbox = open_sandbox()
    for exercise in (x for x in sources.course.exercises if x.name in PROGRAMS):
        few, many = (
            len(signature(exercise, sources.texts, sources.course, sandbox=sandbox, programs=programs, orders=1))
            for programs in (PROGRAMS, FURTHER)
        )
        assert many >= 2 * few, exercise.name


def test_trials_are_graded_in_their_order() -> None:
    wrong = reference("relu").replace("1.0 if x.data > 0 else 0.0", "0.0 if x.data > 0 else 1.0")
    trials = [Trial("relu", text, ("relu",)) for text in (reference("relu"), wrong, skeleton("relu"))]
    with open_bench(ROOT / "solutions") as bench:
        assert [x.loses for x in bench.fates(trials)] == [False, True, True]
        assert [x.named for x in bench.fates(trials)] == [(), ("relu.inverted",), ()]
        assert [sorted(x.lost) for x in bench.judged(trials)] == [[], ["relu"], ["relu"]]
        assert [x.named for x in bench.judged(trials)] == [(), ("relu.inverted",), ()]


def test_an_exercise_whose_author_names_no_guard_is_named() -> None:
    broken = proof_of(Graded((), (), (), frozenset()), COURSE).broken
    assert "neuron has no guarded mutants, and should have some: solutions/proof.toml" in broken


def test_an_operation_has_guards_without_more_where_its_slope_shows() -> None:
    sources, _entries = bank()
    exercise = msgspec.structs.replace(sources.course.exercise("relu"), operation="tanh")
    names = [x.guard for x in guarded_of(sources, exercise, {"relu": Demands()})]
    assert {"zero", "tiny", "int", "second call"} <= set(names)
    assert not {"large", "very large", "same operand"} & set(names)


def test_demands_of_an_exercise_that_is_not_there_are_refused(tmp_path: Path) -> None:
    for text in ("[unknown]\nnothing = []\n", '[relu]\nlike = "unknown"\n'):
        (tmp_path / "proof.toml").write_text(text, encoding="utf-8")
        with pytest.raises(KitError, match="there is no exercise unknown"):
            read_demands(tmp_path, COURSE)
