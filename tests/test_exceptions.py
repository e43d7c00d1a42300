"""An exception is told in plain words, at the student's own line; it is named only where its cause says enough."""

from pathlib import Path

import pytest

from autograder.judging.feedback.exceptions import explained, question_of, shown
from autograder.report import CheckResult
from autograder.sandbox.causes import PATTERNS, cause_of
from autograder.sandbox.messages import Raised
from tests.submissions import grade, reference, results

RELU = "    out = Value(max(0.0, x.data), (x,))"
MASK = "1.0 if x.data > 0"


def first_failure(tmp_path: Path, exercise: str, module: str, old: str, new: str) -> tuple[CheckResult, str | None]:
    """The first check of an exercise that fails when `old` is `new` in a reference module, and what it is named."""
    text = reference(module)
    assert old in text
    names = ("value", "relu", "backward", "network", "tensor")
    modules = {name: reference(name) for name in names} | {module: text.replace(old, new, 1)}
    result = results(grade(tmp_path, modules, exercises=[exercise]))[exercise]
    found = result.diagnosis.misconception if result.diagnosis else None
    return next(check for check in result.checks if check.outcome != "passed"), found


@pytest.mark.parametrize(
    ("old", "new", "said", "named"),
    [
        (RELU, RELU.replace("x.data", "x"), "`max(0.0, x)` compares a Value with a number", "relu.value_compared"),
        (MASK, "1.0 if 0 < x", "`0 < x` compares a number with a Value", "relu.value_compared_in_closure"),
        (RELU, RELU.replace("(x,)", "(x)"), "needs a collection, and is given a Value", "relu.missing_comma"),
        ("_backward() ->", "_backward(up) ->", "expects an argument, `up`", "relu.closure_with_parameter"),
        ("= _backward", "= _backward()", "a `_backward` that is not a function", "relu.result_attached"),
        ("* out.grad", "* out.grad()", "`out.grad()` calls a number as if it were a function", None),
        (RELU, f"{RELU}.result", "asks a Value for its `result`", None),
        (MASK, "1.0 if y.data > 0", "nothing is called `y` here", None),
        (RELU, "    raise TypeError('no')", "TypeError: no", None),
        ("def relu", "def rely", "`relu` is not defined", None),
    ],
)
def test_what_relu_raises(tmp_path: Path, old: str, new: str, said: str, named: str | None) -> None:
    check, found = first_failure(tmp_path, "relu", "relu", old, new)
    assert said in check.message
    assert found == named


def test_a_constructor_that_raises_has_no_name(tmp_path: Path) -> None:
    check, found = first_failure(tmp_path, "add", "value", "self.data = data", "self.data = data + None")
    assert "`data + None` computes with a number and None" in check.message
    assert found is None


def test_what_was_handed_out_is_not_where_the_student_looks(tmp_path: Path) -> None:
    check, _found = first_failure(tmp_path, "relu", "relu", RELU, RELU.replace("(x,)", "x"))
    assert check.where and check.where.partition(":")[0].endswith("relu.py")
    assert "\n    out = Value(max(0.0, x.data), x)\n" in check.message


def test_a_siblings_line_is_not_shown_for_the_exercises_own(tmp_path: Path) -> None:
    check, _found = first_failure(tmp_path, "mlp", "network", "relu(total)", "relu(total.data)")
    assert check.where and "network.py" in check.where
    assert "`relu(total.data)` asks a number for its `data`" in check.message


def test_a_comprehension_is_a_part_of_its_function_in_every_python(tmp_path: Path) -> None:
    check, _found = first_failure(
        tmp_path, "train", "network", "[model(x) for x in inputs]", "[steps(x) for x in inputs]"
    )
    assert check.where and check.where.endswith("  train")
    assert check.message.count("[steps(x) for") == 1


def test_a_product_of_matrices_is_told_in_shapes(tmp_path: Path) -> None:
    check, found = first_failure(tmp_path, "matmul", "tensor", "out.grad @ other.data.T", "out.grad @ other.data")
    assert "`out.grad @ other.data` multiplies (2, 4) by (3, 4)" in check.message and "gufunc" not in check.message
    assert found is None  # the second operand's share is right


def test_the_question_is_about_the_exception(tmp_path: Path) -> None:
    check, _found = first_failure(tmp_path, "relu", "relu", RELU, RELU.replace("x.data", "self.data"))
    assert check.question == "Is the name spelled as it is where it is defined? Which names does this function know?"


MESSAGES = {
    "compared": "'>' not supported between instances of 'Value' and 'int'",
    "operands": "unsupported operand type(s) for *: 'float' and 'NoneType'",
    "attribute": "'float' object has no attribute 'data'",
    "iterated": "cannot unpack non-iterable Value object",
    "called": "'NoneType' object is not callable",
    "subscripted": "'float' object is not subscriptable",
    "sequence": "can't multiply sequence by non-int of type 'float'",
    "no_number": "float() argument must be a string or a real number, not 'Value'",
    "missing": "f() missing 1 required positional argument: 'h'",
    "too_many": "f() takes 1 positional argument but 2 were given",
    "unknown": "name 'total' is not defined",
    "unbound": "cannot access local variable 'a' where it is not associated with a value",
    "hidden": "cannot access free variable 'a' where it is not associated with a value in enclosing scope",
    "core": "mismatch in its core dimension 0, with gufunc signature (n?,k) (size 3 is different from 4)",
    "uneven": "zip() argument 2 is longer than argument 1",
    "beyond": "list index out of range",
    "no_array": "matmul: Input operand 1 does not have enough dimensions (has 0, …)",
    "broadcast": "operands could not be broadcast together with shapes (2,3) (3,4) ",
}


@pytest.mark.parametrize("kind", PATTERNS)
def test_every_cause_is_told_and_asked_about(kind: str) -> None:
    raised = Raised("TypeError", MESSAGES[kind], (), shapes=((2, 4), (3, 4)))
    assert cause_of(raised).kind == kind
    assert "{" not in explained(raised, "f(x)") and explained(raised, "f(x)")
    assert question_of(raised).endswith("?")
    assert shown(raised).startswith("TypeError: ")
