"""The bank of misconceptions is read as it is written, and every fault in it is named with its entry."""

from pathlib import Path

import msgspec
import pytest

from autograder.errors import KitError
from release.sources.misconceptions import Misconception, Patch, patched, read_misconceptions
from release.sources.read import read_sources
from tests.projects import ROOT

SOURCES = read_sources(ROOT / "solutions")
BANK = {x.id: x for x in read_misconceptions(ROOT / "solutions", SOURCES.course)}
ENTRY = """
[relu.wrong]
patches = [{ find = 'x.data > 0', put = 'x.data < 0' }]
source = "constructed"
belief = { fr = "Oui.", en = "Yes." }
tell = { fr = "se trompe", en = "errs" }
question = { fr = "Vraiment ?", en = "Really?" }
"""


def _read(folder: Path, text: str) -> tuple[Misconception, ...]:
    (folder / "misconceptions.toml").write_text(text, encoding="utf-8")
    return read_misconceptions(folder, SOURCES.course)


def test_every_entry_makes_a_module_that_differs_from_the_reference() -> None:
    texts = [patched(SOURCES, entry) for entry in BANK.values()]
    assert len(set(texts)) == len(texts)
    assert not any("SOLUTION" in text for text in texts)


def test_an_entry_is_read_as_it_is_written(tmp_path: Path) -> None:
    [entry] = _read(tmp_path, ENTRY)
    assert (entry.id, entry.exercise, entry.patches) == ("relu.wrong", "relu", (Patch("x.data > 0", "x.data < 0"),))
    assert "(1.0 if x.data < 0 else 0.0)" in patched(SOURCES, entry)


def test_a_patch_keeps_to_the_function_of_its_exercise() -> None:
    text = patched(SOURCES, BANK["add.never_attached"])
    before, after = text.split("def __mul__")
    assert "out._backward = _backward" not in before and "out._backward = _backward" in after


def test_lines_are_indented_from_where_they_stand() -> None:
    closure = Patch(
        "def _backward() -> None:\n    x.grad += (1.0 if", "def _backward() -> None:\n    x.grad -= (1.0 if"
    )
    entry = msgspec.structs.replace(BANK["relu.inverted"], patches=(closure,))
    assert "\n    def _backward() -> None:\n        x.grad -= (1.0 if" in patched(SOURCES, entry)


def test_a_body_replaces_the_region() -> None:
    body = "\n  if x:\n    return x\n  return x\n"
    entry = msgspec.structs.replace(BANK["relu.inverted"], patches=(), body=body)
    assert "return it.\n    if x:\n      return x\n    return x\n\n\n# %% check_relu" in patched(SOURCES, entry)


@pytest.mark.parametrize(
    ("find", "put", "fault"),
    [
        ("x.grid", "x.grad", r"relu.inverted: found 0 times instead of once: 'x\.grid'"),
        ("x.data", "x.grad", r"relu.inverted: found 2 times"),
        ("", "x.grad", r"relu.inverted: found \d+ times"),
        ("return out", "return (", r"relu.inverted: the patched module is no Python"),
    ],
)
def test_a_patch_that_does_not_apply_once_names_its_entry(find: str, put: str, fault: str) -> None:
    entry = msgspec.structs.replace(BANK["relu.inverted"], patches=(Patch(find, put),))
    with pytest.raises(KitError, match=fault):
        patched(SOURCES, entry)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[relu", "[rulu", "rulu.wrong: there is no exercise rulu"),
        ('tell = { fr = "se trompe", ', "tell = { ", "relu.wrong: tell: there is no translation into: fr"),
        ("source", "sauce", "relu.wrong: .*sauce"),
        ("tell", 'same_as = ["relu.right"]\ntell', "same_as names relu.right, which does not name it back"),
        ("patches", "# patches", "relu.wrong: nothing is wrong in it"),
        ("[relu.wrong]", "[relu.wrong", "misconceptions.toml: "),
    ],
)
def test_a_faulty_entry_is_named(old: str, new: str, fault: str, tmp_path: Path) -> None:
    with pytest.raises(KitError, match=fault):
        _read(tmp_path, ENTRY.replace(old, new))


def test_a_missing_bank_is_named(tmp_path: Path) -> None:
    with pytest.raises(KitError, match=r"solutions/misconceptions\.toml: No such file"):
        read_misconceptions(tmp_path, SOURCES.course)
