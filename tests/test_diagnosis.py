"""A mistake of the bank is named, and nothing else is."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from autograder.diagnosis.signatures import known_signatures, merged, told
from autograder.errors import KitError
from autograder.report import Report
from release.sources.signatures import require_separation, signatures_of
from tests.bank import bank, wrong_module
from tests.submissions import ROOT, grade, reference, results, write

ENGINE = ("value", "relu", "backward")


def modules(*ids: str) -> dict[str, str]:
    """The reference engine with these mistakes, each in a module of its own."""
    return {module: reference(module) for module in ENGINE} | dict(map(wrong_module, ids))


def named(report: Report) -> tuple[str, ...]:
    return report.misconceptions


def test_a_mistake_is_told_with_its_question_and_the_smallest_program(tmp_path: Path) -> None:
    report = grade(tmp_path, modules("add.replaced_in_second"), exercises=["add"])
    found = results(report)["add"].diagnosis
    assert found is not None and found.misconception == "add.replaced_in_second"
    assert found.program == "L = x + x"
    assert found.tell.startswith("your gradients are those of a program that forgets")
    assert found.question == told("add.replaced_in_second").question["en"]


def test_two_mistakes_in_two_exercises_are_both_named(tmp_path: Path) -> None:
    texts = modules("add.replaced_in_both", "relu.inverted", "backward.without_seed")
    assert named(grade(tmp_path, texts)) == ("add.replaced_in_both", "relu.inverted", "backward.without_seed")


def test_two_mistakes_in_one_module_are_both_named(tmp_path: Path) -> None:
    texts = modules("add.without_upstream")
    texts["value"] = texts["value"].replace("+= other.data * out.grad", "+= self.data * out.grad", 1)
    texts["value"] = texts["value"].replace("other.grad += self.data * out.grad", "other.grad += other.data * out.grad")
    assert named(grade(tmp_path, texts)) == ("add.without_upstream", "mul.own_data")


def test_another_spelling_of_a_mistake_is_the_same_mistake(tmp_path: Path) -> None:
    texts = modules()
    first = "            self.grad += 1.0 * out.grad\n            other.grad += 1.0 * out.grad\n"
    texts["value"] = texts["value"].replace(first, "            other.grad, self.grad = out.grad, out.grad\n")
    texts["value"] = texts["value"].replace("self._prev = set(_children)", "self._prev = tuple(_children)")
    assert named(grade(tmp_path, texts, exercises=["add"])) == ("add.replaced_in_both",)


@pytest.mark.parametrize("wrong", ["1.37 * out.grad", "out.grad ** 2", "out.grad + self.data", "abs(out.grad)"])
def test_a_mistake_outside_the_bank_has_no_name(tmp_path: Path, wrong: str) -> None:
    texts = modules()
    texts["value"] = texts["value"].replace("self.grad += 1.0 * out.grad", f"self.grad += {wrong}")
    report = grade(tmp_path, texts, exercises=["add"])
    assert results(report)["add"].outcome == "failed" and named(report) == ()


def test_what_hangs_or_does_not_load_has_no_name(tmp_path: Path) -> None:
    texts = modules()
    texts["relu"] = (
        texts["relu"].replace("def relu", "while False:\n    pass\n\n\ndef relu").replace("1.0 if", "1.0 iff")
    )
    texts["backward"] = texts["backward"].replace("root.grad = 1.0", "while True:\n        pass")
    report = grade(tmp_path, texts, exercises=["relu", "backward"])
    assert [x.outcome for x in report.exercises] == ["error", "timeout"] and named(report) == ()


def test_plain_pytest_tells_it_too(tmp_path: Path) -> None:
    path = write(tmp_path, modules("add.replaced_in_both"))
    command = [sys.executable, "-m", "pytest", "autograder/graders", "--submission", str(path), "--lang", "en", "-q"]
    done = subprocess.run([*command, "--exercise", "add"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "add: your gradients are those of a program that forgets" in done.stdout
    assert f"next: {told('add.replaced_in_both').question['en']}" in done.stdout


def test_the_mistake_can_be_counted_in_the_report_as_json(tmp_path: Path) -> None:
    report = msgspec.to_builtins(grade(tmp_path, modules("mul.own_data"), exercises=["mul"]))
    assert report["exercises"][0]["diagnosis"]["misconception"] == "mul.own_data"


def test_a_right_submission_reads_no_signature() -> None:
    code = (
        "import sys; from autograder.judging.grade import grade; assert grade('solutions').complete;"
        "print(any(name.startswith('autograder.diagnosis') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_entries_that_cannot_be_told_apart_are_named() -> None:
    sources, entries = bank()
    chosen = [entries["add.never_attached"], entries["add.called_at_once"]]
    found = signatures_of(sources, chosen, sources.course)
    require_separation(chosen, found)
    strangers = [msgspec.structs.replace(entry, same_as=()) for entry in chosen]
    with pytest.raises(KitError, match=r"add.never_attached and add.called_at_once have the same signature"):
        require_separation(strangers, found)
    different = {**found, "add.called_at_once": known_signatures("add")["add.halved"]}
    with pytest.raises(KitError, match="are declared the same, and their signatures differ"):
        require_separation(chosen, different)


def test_what_depends_on_the_order_of_a_set_is_no_part_of_a_signature() -> None:
    assert merged([((1.0, "x"),), ((1.0, "y"),)]) == ((1.0, None),)
    assert merged([((1.0,), (2.0,)), ((1.0,),)]) == ((1.0,), None)
    [leaf, *_] = known_signatures("topological_sort")["topological_sort.reversed"]
    assert leaf is not None and None not in leaf


def test_a_damaged_signature_is_a_fault_of_the_kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "add.json").write_text("{")
    monkeypatch.setattr("autograder.diagnosis.signatures.SIGNATURES", tmp_path)
    known_signatures.cache_clear()
    with pytest.raises(KitError, match=r"add\.json"):
        known_signatures("add")
    known_signatures.cache_clear()
