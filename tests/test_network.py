"""What is wrong in a network or in its descent is told; what stands on a whole engine is graded or waits."""

import re
from pathlib import Path

import numpy as np
import pytest

from autograder import language
from autograder.judging.feedback.training import not_learned
from autograder.judging.grade import grade, grade_session
from autograder.judging.respondents import reference as lent
from autograder.judging.session import open_session
from autograder.programs.trace import relu
from autograder.sandbox.messages import Matrix, Trained
from autograder.truth.networks import network_case, places
from autograder.truth.training import RATE, STARTS, STEPS, descent, descent_on_xor, has_dead_relu, training
from tests.bank import wrong_module
from tests.submissions import KNOWN_GOOD, reference, results, skeleton, write

ENGINE = ("value", "relu", "backward")
TOLD = {
    "mlp.relu_at_output": "output 0",
    "mlp.one_neuron_for_all": "one and the same",
    "mlp.shared_weights": "one and the same",
    "mlp.bias_as_number": "bias.grad",
    "mlp.first_layer_only": "outputs",
    "mlp.as_many_neurons_as_inputs": "neurons)  expected 3  yours 2",
    "train.never_zeroed": "after 3 steps",
    "train.uphill": "after one step",
    "train.moved_during_the_backward_pass": "after 2 steps",
    "train.losses_as_values": "losses",
    "train.loss_after_the_step": "losses[0]",
    "train.last_loss_only": "(3,)",
    "train.nothing_returned": "is there a `return`",
    "train.one_step_too_many": "after one step",
}


def _engine() -> dict[str, str]:
    return {name: reference(name) for name in ENGINE}


def _graded(folder: Path, network: str, exercise: str, **modules: str):  # type: ignore[no-untyped-def]
    language.use("en")
    path = write(folder, {**_engine(), **modules, "network": network})
    return results(grade_session(open_session(path, exercises=[exercise]), language="en"))[exercise]


@pytest.mark.parametrize(("identity", "told"), TOLD.items(), ids=TOLD)
def test_what_is_wrong_is_told(identity: str, told: str, tmp_path: Path) -> None:
    _module, text = wrong_module(identity)
    result = _graded(tmp_path, text, identity.partition(".")[0])
    assert told in "\n".join(check.message for check in result.checks), result.checks


def test_a_descent_that_depends_on_the_order_of_a_set_has_one_report(tmp_path: Path) -> None:
    _module, text = wrong_module("train.moved_during_the_backward_pass")
    assert len({repr(_graded(tmp_path, text, "train")) for _ in range(4)}) == 1


def test_a_list_of_parameters_that_grows_with_each_call_loses_points(tmp_path: Path) -> None:
    asked = "return [*self.weights, self.bias]"
    text = reference("network")
    assert asked in text
    grows = "self.weights.append(self.bias)\n        return self.weights"
    result = _graded(tmp_path, text.replace(asked, grows), "mlp")
    assert any("bias is in parameters() twice" in check.message for check in result.checks), result.checks


def test_a_mistake_is_named_beside_the_reference_too(tmp_path: Path) -> None:
    modules = {"value": skeleton("value"), "network": wrong_module("train.uphill")[1]}
    report = grade(write(tmp_path, modules), exercises=["train"], language="en")
    assert report.misconceptions == ("train.uphill",)


# Standing on an engine


@pytest.mark.parametrize("path", sorted(KNOWN_GOOD.glob("value_*.py")), ids=lambda path: path.stem)
def test_a_network_stands_on_an_unusual_engine(path: Path, tmp_path: Path) -> None:
    for exercise in ("mlp", "train"):
        result = _graded(tmp_path, reference("network"), exercise, value=path.read_text(encoding="utf-8"))
        assert result.outcome == "passed", result.checks


@pytest.mark.parametrize("missing", [(), ("value",), ("backward",), ENGINE])
def test_a_network_without_an_engine_stands_on_the_reference(missing: tuple[str, ...], tmp_path: Path) -> None:
    modules = {name: reference(name) for name in ENGINE if name not in missing}
    report = grade(write(tmp_path, {**modules, "network": reference("network")}), exercises=["mlp", "train"])
    assert report.complete, report.exercises


def test_a_wrong_engine_costs_the_network_nothing(tmp_path: Path) -> None:
    wrong = reference("value").replace("self.grad += 1.0 * out.grad", "self.grad = 1.0 * out.grad")
    path = write(tmp_path, {**_engine(), "value": wrong, "network": reference("network")})
    graded = results(grade(path, language="en"))
    assert graded["add"].outcome == "failed"
    assert graded["mlp"].outcome == graded["train"].outcome == "passed"


@pytest.fixture
def in_a_kit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The grader as students have it: without the author's room."""
    monkeypatch.setattr(lent, "REFERENCE", tmp_path / "nowhere")


@pytest.mark.usefixtures("in_a_kit")
def test_in_a_kit_it_waits_for_what_it_needs(tmp_path: Path) -> None:
    modules = {**_engine(), "backward": skeleton("backward"), "network": reference("network")}
    report = grade(write(tmp_path, modules), exercises=["mlp", "train"], language="en")
    assert [x.outcome for x in report.exercises] == ["blocked", "blocked"]
    assert report.exercises[0].checks[0].message == "waits for topological_sort"


@pytest.mark.usefixtures("in_a_kit")
def test_in_a_kit_it_waits_no_longer_than_it_has_to(tmp_path: Path) -> None:
    report = grade(write(tmp_path, {**_engine(), "network": reference("network")}), exercises=["mlp", "train"])
    assert report.complete


def test_what_a_worker_with_the_reference_prints_and_raises_is_withheld(tmp_path: Path) -> None:
    spy = (
        "import exercises.value as found\n"
        "print('SECRET', found.Value.__add__.__code__.co_code)\n"
        "class SECRET(Exception): pass\n"
        "def train(*_): raise SECRET(str(found.Value.__add__.__code__.co_consts))\n"
        "class MLP:\n    def __init__(self, sizes): raise ValueError('SECRET')\n"
    )
    path = write(tmp_path, {"network": spy})
    session = open_session(path, exercises=["mlp", "train"])
    report = grade_session(session, language="en")
    assert {x.outcome for x in report.exercises} == {"error"}
    assert "SECRET" not in repr(report) + session.workers.output("network")
    assert "ValueError" in repr(report.exercises[0]) and "network.py:4" in repr(report.exercises[1])


def test_a_worker_with_the_reference_says_little_in_numbers(tmp_path: Path) -> None:
    """27 readable bytes came out through the shape of losses, and each number that is shown may hold some more."""
    secret = int.from_bytes(b"+= 1.0 * out.grad", "big")
    spies = (
        f"def train(*_):\n    return [[[[0.0] * {secret % 9_973}] * 7] * 5]\nMLP = None\n",
        f"def train(model, *_, **__):\n    return [{float(secret % 10**15)}] * 200\nMLP = None\n",
    )
    for number, spy in enumerate(spies):
        session = open_session(write(tmp_path / str(number), {"network": spy}), exercises=["train"])
        [exercise] = grade_session(session, language="en").exercises
        said = "".join(check.message for check in exercise.checks)
        assert exercise.points == 0 and said
        assert max(map(len, re.findall(r"\d+", said)), default=0) <= 4, said


def test_numbers_are_told_with_three_digits() -> None:
    assert lent.coarse("losses[3]  expected 0.123456  yours 1234567.25") == "losses[3]  expected 0.123  yours 1.23e+06"
    assert lent.coarse("exercises/network.py:41  layers[0].neurons") == "exercises/network.py:41  layers[0].neurons"
    shape = {"shape": [10**6, 2, 3, 4], "data": []}
    assert lent.without_texts(shape, set()) == {"shape": [9_999, 2, 3], "data": []}


def test_what_a_worker_with_their_own_engine_raises_is_shown(tmp_path: Path) -> None:
    result = _graded(tmp_path, "def train(*_): raise ValueError('mine')\nMLP = None\n", "train")
    assert "ValueError: mine" in result.checks[0].message


# The truth


def test_a_network_is_what_its_matrices_say() -> None:
    case = network_case((2, 3, 1))
    x, w, b, v, c = case.truth.point
    np.testing.assert_allclose(case.outputs, np.maximum(x @ w + b, 0) @ v + c)
    names = places((2, 3, 1))
    assert len(names) == len(case.gradients) == 13
    assert case.wire()["parameters"][names.index("layers[0].neurons[2].weights[1]")] == w[1, 2]
    assert case.wire()["parameters"][names.index("layers[1].neurons[0].bias")] == c[0, 0]


@pytest.mark.parametrize("sizes", [(3, 1), (2, 3, 1), (3, 4, 2), (2, 3, 3, 1), (1, 3, 2, 2), (4, 1)])
def test_most_gradients_of_a_network_show(sizes: tuple[int, ...]) -> None:
    gradients = np.abs(network_case(sizes).gradients)
    assert gradients.min() > 1e-2


def test_a_descent_is_that_of_the_closed_form() -> None:
    losses, parameters = descent(training(lambda x, w: x * w, [([2.0], 6.0)], [1.0], steps=2, rate=0.1))
    np.testing.assert_allclose(losses, [16.0, (5.2 - 6) ** 2])
    np.testing.assert_allclose(parameters, [2.6 - 0.1 * 2 * (5.2 - 6) * 2])


def _descended_on_xor(start: np.ndarray) -> np.ndarray:
    """The same descent in closed form, with matrices."""
    w1, w2, v = start[[0, 1, 2]], start[[4, 5, 6]], start[[3, 7, 8]]
    inputs, targets = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1.0]]), np.array([-1.0, 1, 1, -1])
    hidden = np.array([w1, w2])
    for _ in range(STEPS):
        folded = np.column_stack([np.maximum(inputs @ hidden.T, 0), np.ones(4)])
        upstream = (folded @ v - targets) / 2
        passed = np.outer(upstream, v[:2]) * (folded[:, :2] > 0)
        hidden, v = hidden - RATE * passed.T @ inputs, v - RATE * folded.T @ upstream
    return np.array([*hidden[0], v[0], *hidden[1], v[1], v[2]])


@pytest.mark.parametrize("start", range(len(STARTS)))
def test_xor_is_solved_from_each_starting_point_with_room_to_spare(start: int) -> None:
    of = descent_on_xor(start)
    for nudge in (np.zeros(9), *np.random.default_rng(start).uniform(-1e-6, 1e-6, (5, 9))):
        assert of.loss(list(_descended_on_xor(np.array(of.start) + nudge))) < 0.001
    assert of.loss(of.start) > 0.9 and not has_dead_relu(of, of.start)


def test_a_dead_relu_is_named() -> None:
    of = training(lambda x, w, b: relu(x * w + b) + b, [([1.0], 1.0), ([2.0], -1.0)], [0.5, 0.5], steps=5, rate=0.1)
    told = not_learned(of, Trained(losses=Matrix((5,), (0.0,) * 5), parameters=(-1.0, -0.5))) or ""
    language.use("en")
    assert "it is dead" in told
    alive = not_learned(of, Trained(losses=Matrix((5,), (0.0,) * 5), parameters=(1.0, 0.5))) or ""
    assert "points on the correct side" in alive and "dead" not in alive


READS_THE_REFERENCE = """
import sys
text = next(x.sources["value"]["text"] for x in sys.meta_path if hasattr(x, "sources"))

class Wide:
    def __init__(self, n):
        self.weights, self.bias = [Value(0.0)] * n, Value(0.0)

class MLP:
    def __init__(self, sizes, seed=0):
        self.neurons = [Wide(ord(x)) for x in text[-900:]]
        self.layers = [self]
    def parameters(self):
        raise ValueError("self.grad.other.data.out.grad")
"""


def test_the_reference_is_not_told_in_numbers_of_weights_or_in_public_words(tmp_path: Path) -> None:
    modules = {"value": skeleton("value"), "network": skeleton("network") + READS_THE_REFERENCE}
    report = grade(write(tmp_path, modules), exercises=["mlp"], language="en")
    told = [check.message for check in results(report)["mlp"].checks]
    assert all(len(text) < 150 and "other.data" not in text for text in told), told
    assert any("len(layers[0].neurons)  expected 1  yours 900" in text for text in told), told
