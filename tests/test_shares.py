"""Where no entry of the bank answers alike, what an operation hands back is told, and nothing that is not so."""

from pathlib import Path

import pytest

from autograder.diagnosis.shares import explanation
from autograder.report import Diagnosis
from tests.submissions import grade, reference, results

ADD = "self.grad += 1.0 * out.grad\n            other.grad += 1.0 * out.grad"
MUL = "self.grad += other.data * out.grad\n            other.grad += self.data * out.grad"
MASK = "(1.0 if x.data > 0 else 0.0) * out.grad"


def diagnosis(tmp_path: Path, exercise: str, old: str, new: str) -> Diagnosis | None:
    """What is told when `old` is `new` in the reference."""
    module = "relu" if exercise == "relu" else "value"
    assert old in reference(module)
    modules = {name: reference(name) for name in ("value", "relu")}
    modules[module] = modules[module].replace(old, new, 1)
    return results(grade(tmp_path, modules, exercises=[exercise]))[exercise].diagnosis


@pytest.mark.parametrize(
    ("exercise", "old", "new", "told"),
    [
        ("add", ADD, ADD.replace("self.grad += 1.0", "self.grad += -1.0"), "the left operand receives its share with"),
        ("add", ADD, ADD.replace("other.grad += 1.0", "other.grad += 2.0"), "the right operand receives twice its"),
        ("mul", MUL, MUL.replace("+= self.data * out.grad", "= other.data"), "the right operand receives the number y"),
        ("mul", MUL, MUL.replace("self.grad += other.data *", "self.grad += out.data *"), "gradient × (x * y)"),
        (
            "mul",
            MUL,
            MUL.replace("+= other.data * out.grad", "= other.data"),
            "left operand loses what it had",
        ),
        ("relu", MASK, MASK.replace("1.0 if", "2.0 if"), "the input receives twice its share"),
    ],
)
def test_what_an_operation_hands_back_is_told(tmp_path: Path, exercise: str, old: str, new: str, told: str) -> None:
    found = diagnosis(tmp_path, exercise, old, new)
    assert found is not None and found.misconception == ""
    assert told in found.tell and found.question == ""


@pytest.mark.parametrize("new", ["1.37 * out.grad", "out.grad + self.data", "abs(out.grad)"])
def test_what_nothing_that_is_tried_agrees_with_is_not_explained(tmp_path: Path, new: str) -> None:
    assert diagnosis(tmp_path, "add", "self.grad += 1.0 * out.grad", f"self.grad += {new}") is None


def test_a_few_programs_explain_nothing() -> None:
    assert explanation("+", []) == ""
