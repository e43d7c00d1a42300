"""Wrong matrix products are caught; the truth about matrices is what it should be."""

from pathlib import Path

import numpy as np
import pytest

from autograder.truth.tensors import relu, tensor_case
from tests.submissions import grade, reference, results, skeleton

RIGHT = "self.grad += out.grad @ other.data.T\n            other.grad += self.data.T @ out.grad"
WRONG = {
    "the gradient is replaced": RIGHT.replace("+=", "="),
    "without transposes": RIGHT.replace(".T", ""),
    "in the other order": ("self.grad += other.data.T @ out.grad\n            other.grad += out.grad @ self.data.T"),
    "without the upstream gradient": RIGHT.replace("out.grad", "np.ones_like(out.data)"),
    "element by element": "self.grad += out.grad * other.data\n            other.grad += self.data * out.grad",
    "one operand only": RIGHT.partition("\n")[0],
    "operands exchanged": RIGHT.replace("self.grad", "self_")
    .replace("other.grad", "self.grad")
    .replace("self_", "other.grad"),
    "data is changed": RIGHT + "\n            self.data *= 2.0",
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
def test_a_wrong_matrix_product_loses_points(body: str, tmp_path: Path) -> None:
    text = reference("tensor")
    assert RIGHT in text
    outcome = results(grade(tmp_path, {"tensor": text.replace(RIGHT, body)}, exercises=["matmul"]))["matmul"].outcome
    assert outcome in ("failed", "error")


def test_a_missing_return_is_named(tmp_path: Path) -> None:
    text = reference("tensor").replace("        return out\n        ### END", "        ### END")
    [first, *_] = results(grade(tmp_path, {"tensor": text}, exercises=["matmul"]))["matmul"].checks
    assert "is there a `return`?" in first.message


def test_a_counterexample_names_the_entry(tmp_path: Path) -> None:
    text = reference("tensor").replace(RIGHT, RIGHT.replace("+=", "= 2.0 *"))
    checks = results(grade(tmp_path, {"tensor": text}, exercises=["matmul"]))["matmul"].checks
    first = next(check for check in checks if check.outcome == "failed")
    assert first.message.startswith("o = a @ b   with a 2 × 3, b 3 × 4\n  dL/da[0][0]")


def test_a_counterexample_names_the_operands_that_are_forgotten(tmp_path: Path) -> None:
    text = reference("tensor").replace("self.data @ other.data, (self, other)", "self.data @ other.data, (self,)")
    failed = [x for x in results(grade(tmp_path, {"tensor": text}))["matmul"].checks if x.outcome == "failed"]
    [message] = [check.message for check in failed]
    assert message == "o = a @ b   with a 2 × 3, b 3 × 4\n  o._prev  expected {a, b}  yours {a}"


def test_the_skeleton_earns_nothing(tmp_path: Path) -> None:
    assert grade(tmp_path, {"tensor": skeleton("tensor")}, exercises=["matmul"]).points == 0


def test_the_truth_is_that_of_the_closed_form() -> None:
    case = tensor_case(lambda a, b, c: relu(a @ b) + c, (2, 3), (3, 4), (1, 4))
    a, b, c = case.point
    passed = case.upstream * (a @ b > 0)
    for gradient, expected in zip(
        case.gradients, (passed @ b.T, a.T @ passed, case.upstream.sum(0, keepdims=True)), strict=False
    ):
        np.testing.assert_allclose(gradient, expected, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(case.data[-1], np.maximum(a @ b, 0) + c)


FORGES_OPERANDS = """
import json, os, sys

def forge(*_):
    frame = sys._getframe()
    while frame.f_code.co_name != "serve":
        frame = frame.f_back
    requests, replies, request = (frame.f_locals[x] for x in ("requests", "replies", "request"))
    def matrices(case):
        return [dict(x, data=[0.0] * len(x["data"])) for x in case["point"]] + [{"shape": [1, 1], "data": [0.0]}]
    answers = [
        {"data": matrices(x), "gradients": matrices(x), "operands": [[10**400]]} for x in request["with"]["cases"]
    ]
    body = json.dumps({"seq": request["seq"], "ok": answers}).encode()
    os.write(replies, len(body).to_bytes(4, "big") + body)
    os.read(requests, 1)

Tensor.__matmul__ = forge
"""


def test_operands_beyond_any_number_stop_no_judge(tmp_path: Path) -> None:
    report = grade(tmp_path, {"tensor": reference("tensor") + FORGES_OPERANDS}, exercises=["matmul"])
    assert results(report)["matmul"].points == 0
