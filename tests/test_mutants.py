"""Mutants are single small changes of solution regions, and equivalent ones are listed by what they change."""

import ast
from pathlib import Path

import pytest

from autograder.errors import KitError
from release.proof.mutants import mutants_of, read_equivalents
from release.proof.mutation import alternatives
from release.sources.read import read_sources
from tests.projects import ROOT

SOURCES = read_sources(ROOT / "solutions")


def _alternatives(text: str, *names: str) -> set[str]:
    node = ast.parse(text).body[0]
    chosen = node.value if isinstance(node, ast.Expr) else node
    return {ast.unparse(ast.fix_missing_locations(x)) for x in alternatives(chosen, names)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b", {"a - b", "a * b", "a", "b"}),
        ("a @ b", {"a * b", "b @ a", "a", "b"}),
        ("a += b", {"a = b", "a -= b", "a *= b", "pass"}),
        ("a > b", {"a >= b", "a < b", "True", "False"}),
        ("a in b", {"a not in b", "True", "False"}),
        ("2.0", {"0.0", "1.0", "3.0", "4.0", "-2.0"}),
        ("True", {"False"}),
        ("a", {"b"}),
        ("f(a, b)", {"a", "b", "f(a)", "f(b)", "f"}),
        ("a.grad", {"a.data", "a"}),
        ("(a, b)", {"(b, a)", "(a,)", "(b,)"}),
        ("a if b else c", {"a if not b else c"}),
    ],
)
def test_each_kind_of_node_has_its_mistakes(text: str, expected: set[str]) -> None:
    assert _alternatives(text, "a", "b") == expected


def test_every_exercise_has_mutants_and_no_two_are_the_same() -> None:
    for exercise in SOURCES.course.exercises:
        texts = [mutant.text for mutant in mutants_of(SOURCES, exercise)]
        assert len(texts) > 10 and len(set(texts)) == len(texts)


def test_a_mutant_changes_nothing_outside_of_its_region() -> None:
    [add] = [x for x in SOURCES.course.exercises if x.name == "add"]
    lines = ast.unparse(ast.parse(SOURCES.texts["value"])).split("\n")
    for mutant in mutants_of(SOURCES, add):
        changed = set(lines) ^ set(mutant.text.split("\n"))
        assert {line.strip() for line in changed} <= {mutant.was, mutant.put or "pass"}


def test_a_faulty_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(KitError, match=r"solutions/equivalents\.toml: No such file"):
        read_equivalents(tmp_path)
    (tmp_path / "equivalents.toml").write_text("[[add]]\nwas = 'x'\n")
    with pytest.raises(KitError, match=r"solutions/equivalents\.toml: .*put"):
        read_equivalents(tmp_path)
