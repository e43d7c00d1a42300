"""What a probe hands to a submission behaves as the real thing, in all that the course's text lets one do with it.

Each stand-in is taken beside the reference's object, and asked the same questions.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

import solutions.backward
import solutions.network
from autograder.programs.operations import called
from autograder.programs.trace import relu as recorded_relu
from autograder.programs.trace import trace
from autograder.sandbox.probes import backward as backward_probe
from autograder.sandbox.probes import network as network_probe
from autograder.sandbox.probes import nodes, sets
from autograder.sandbox.probes import tensor as tensor_probe
from autograder.truth.central_differences import local_derivatives
from solutions.network import MLP
from solutions.relu import relu
from solutions.tensor import Tensor
from solutions.value import Value

Questions = Mapping[str, Callable[[Any], object]]


def _backward(node: Any) -> list[float]:
    """What a closure that is called twice leaves in the operands."""
    node.grad = 1.5
    node._backward()
    node._backward()
    return sorted(x.grad for x in node._prev)


OF_VALUES: Questions = {
    "data": lambda v: v.data,
    "grad": lambda v: v.grad,
    "type": lambda v: type(v) is Value,
    "text": repr,
    "operands are a set": lambda v: isinstance(v._prev, set),
    "operands": lambda v: sorted(x.data for x in v._prev),
    "operands by comprehension": lambda v: {x.data for x in v._prev},
    "operands in a list": lambda v: len(list(v._prev)),
    "operands copied": lambda v: v._prev.copy() == set(v._prev) == v._prev,
    "operands united": lambda v: len(v._prev | {v}) - len(v._prev),
    "operands without": lambda v: len(v._prev - set(v._prev)),
    "is an operand": lambda v: all(x in v._prev for x in v._prev) and v not in v._prev,
    "has operands": lambda v: bool(v._prev),
    "in a set, in a dict": lambda v: len({v, v}) + {v: 1}[v],
    "equal": lambda v: (v == v, any(x == v for x in v._prev)),
    "backward": _backward,
    "a sum with it": lambda v: (v + 1.0).data + (2.0 * v).data + (-v).data + (v - v).data,
    "another attribute": lambda v: setattr(v, "label", "L") or v.label,
    "its operands' operands": lambda v: sorted(len(x._prev) for x in v._prev),
    "reset": lambda v: setattr(v, "grad", 0.0) or v.grad,
}
OPERATIONS = {
    "+": (2, lambda a, b: a + b),
    "*": (2, lambda a, b: a * b),
    "relu": (1, relu),
}


@pytest.mark.parametrize("question", OF_VALUES)
@pytest.mark.parametrize("op", OPERATIONS)
@pytest.mark.parametrize("point", [(2.0, -3.0), (-1.5, 0.5), (4, 4)], ids=str)
def test_an_operation_that_is_built_by_hand_is_that_of_the_reference(
    op: str, question: str, point: tuple[float, float]
) -> None:
    arity, operation = OPERATIONS[op]
    real = operation(*map(Value, point[:arity]))
    wire = [real.data, tuple(range(arity)), local_derivatives(op, point[:arity])]
    stand_in = nodes.build(Value, point[:arity], [wire])[-1]
    assert OF_VALUES[question](stand_in) == OF_VALUES[question](real)


@pytest.mark.parametrize("question", OF_VALUES)
def test_a_value_that_is_numbered_is_still_a_value(question: str) -> None:
    with sets.numbered(solutions.backward, Value, [7, 3, 5]) as numbers:
        wire = [-6.0, (0, 1), (-3.0, 2.0)]
        stand_in = nodes.build(Value, (2.0, -3.0), [wire], numbers=numbers, flipped=True)[-1]
        told = OF_VALUES[question](stand_in)
    assert told == OF_VALUES[question](Value(2.0) * Value(-3.0))


def test_a_value_has_its_own_hash_again_when_it_is_numbered_no_more() -> None:
    with sets.numbered(solutions.backward, Value, [7]) as numbers:
        [leaf] = nodes.build(Value, (2.0,), [], numbers=numbers)
        assert hash(leaf) == 7
    assert hash(leaf) == object.__hash__(leaf)
    with sets.numbered(solutions.backward, Value, [3]) as numbers:
        numbers.give(leaf)
        assert hash(leaf) == 3


OF_SETS: Questions = {
    "add": lambda s: s.add("d") or sorted(s),
    "discard": lambda s: s.discard("a") or sorted(s),
    "remove": lambda s: s.remove("b") or sorted(s),
    "pop": lambda s: (s.pop() in "abc", len(s)),
    "pop all": lambda s: sorted(s.pop() for _ in range(3)) + sorted(s),
    "clear": lambda s: s.clear() or (len(s), list(s), bool(s)),
    "update": lambda s: s.update("xy") or sorted(s),
    "|=": lambda s: sorted(s.__ior__({"z"})),
    "-=": lambda s: sorted(s.__isub__({"a"})),
    "&=": lambda s: sorted(s.__iand__({"a"})),
    "^=": lambda s: sorted(s.__ixor__({"a", "z"})),
    "|": lambda s: sorted(s | {"z"}),
    "-": lambda s: sorted(s - {"a"}),
    "==": lambda s: s == {"a", "b", "c"} == s and s != {"a"},
    "<=": lambda s: s <= {"a", "b", "c", "d"} and not s.isdisjoint({"a"}),
    "in": lambda s: "a" in s and "z" not in s,
    "copy": lambda s: (s.copy() == s, s.copy() is s, sorted(s.copy())),
    "as a list, a tuple": lambda s: (len(list(s)), len(tuple(s))),
    "filled while it is read": lambda s: [s.add(x + "!") for x in list(s)] and len(s),
    "a frozen set of it": lambda s: frozenset(s) == {"a", "b", "c"},
    "hash": lambda s: type(s).__hash__,
    "kind": lambda s: isinstance(s, set),
}


@pytest.mark.parametrize("question", OF_SETS)
def test_operands_are_a_set(question: str) -> None:
    assert OF_SETS[question](sets.Operands(["b", "a", "c"])) == OF_SETS[question]({"b", "a", "c"})


OF_ORDERS: Questions = {
    "type": type,
    "length": len,
    "root last": lambda order: order[-1].data,
    "in reverse": lambda order: next(reversed(order)).data,
    "turned round": lambda order: order.reverse() or order[0].data,
    "by index": lambda order: order[len(order) - 1] is order[-1],
    "sliced": lambda order: len(order[:-1]),
    "popped": lambda order: order.pop().data,
    "appended": lambda order: order.append(1) or len(order),
    "each once": lambda order: len(set(order)),
    "all values": lambda order: sorted(x.data for x in order),
    "operands before": lambda order: [x for i, y in enumerate(order) for x in y._prev if x not in order[:i]],
    "another list each time": lambda order: order.clear() or len(order),
}


@pytest.mark.parametrize("question", OF_ORDERS)
@pytest.mark.parametrize("leaves_first", [True, False])
def test_the_order_that_backward_is_handed_is_one_that_is_right(question: str, leaves_first: bool) -> None:
    x, y = Value(2.0), Value(-3.0)
    a = x + y
    root = (a * y + relu(a)) * a
    real, other = solutions.backward.topological_sort(root), Value(1.0) + x
    order = [*sorted(real, key=lambda value: bool(value._prev)), other] if leaves_first else [other, *real]
    with backward_probe._right_order(solutions.backward, solutions.backward.backward, order):
        stand_in = solutions.backward.topological_sort(root)
    assert OF_ORDERS[question](stand_in) == OF_ORDERS[question](real)


def _parameters(model: Any) -> list[Any]:
    return [p for layer in model.layers for neuron in layer.neurons for p in (*neuron.weights, neuron.bias)]


def _through_layers(model: Any) -> list[float]:
    x: Any = [0.5, -2.0]
    for layer in model.layers:
        x = layer(x)
    return [output.data for output in x]


OF_MODELS: Questions = {
    "type": lambda m: isinstance(m, MLP),
    "parameters are a list": lambda m: type(m.parameters()),
    "parameters": lambda m: all(type(p) is Value for p in m.parameters()) and len(m.parameters()) > 0,
    "another list each time": lambda m: m.parameters() is m.parameters(),
    "the same parameters each time": lambda m: m.parameters()[0] is m.parameters()[0],
    "those of the layers": lambda m: {id(p) for p in m.parameters()} <= {id(p) for p in _parameters(m)},
    "layers are a list": lambda m: type(m.layers),
    "neurons are a list": lambda m: type(m.layers[0].neurons),
    "weights are a list": lambda m: type(m.layers[0].neurons[0].weights),
    "parameters of a layer": lambda m: type(m.layers[-1].parameters()),
    "parameters of a neuron": lambda m: m.layers[0].neurons[0].parameters()[-1] is m.layers[0].neurons[0].bias,
    "outputs are a list": lambda m: type(m([0.5, -2.0])),
    "outputs are values": lambda m: type(m([0.5, -2.0])[0]),
    "outputs": lambda m: [output.data for output in m([0.5, -2.0])] == _through_layers(m),
    "new outputs each time": lambda m: m([0.5, -2.0])[0] is m([0.5, -2.0])[0],
    "inputs as a tuple": lambda m: m((0.5, -2.0))[0].data == m([0.5, -2.0])[0].data,
    "values as inputs": lambda m: m([Value(0.5), Value(-2.0)])[0].data == m([0.5, -2.0])[0].data,
    "moved parameters": lambda m: setattr(m.parameters()[0], "data", 9.0) or m.parameters()[0].data,
    "gradients": lambda m: solutions.backward.backward(m([0.5, -2.0])[0]) or any(p.grad for p in m.parameters()),
}


@pytest.mark.parametrize("question", OF_MODELS)
@pytest.mark.parametrize("parameters", [3, 4])
def test_a_model_that_is_trained_is_a_network(question: str, parameters: int) -> None:
    program = trace(lambda x, z, *p: recorded_relu(x * p[0] + z * p[1]) * p[0] + p[2] + p[-1], 2 + parameters)
    case = {
        "start": [0.5, -0.25, 1.0, 2.0][:parameters],
        "operations": [(path.replace("exercises.", "solutions."), x) for path, x in called(program.operations)],
        "outputs": [program.nodes - 1],
        "received": 0.0,
    }
    stand_in = network_probe._replayed(solutions.network, case)
    assert OF_MODELS[question](stand_in) == OF_MODELS[question](MLP([2, 1, 1], seed=4))


@pytest.mark.parametrize("shapes", [((3, 2), (3, 2)), ((3, 2), (1, 2)), ((3, 2), (2,)), ((1, 2), (1, 2))], ids=str)
def test_a_sum_and_a_fold_of_matrices_are_those_of_the_reference(shapes: tuple[tuple[int, ...], ...]) -> None:
    rng = np.random.default_rng(3)
    points, upstream = [rng.normal(size=shape) for shape in shapes], rng.normal(size=shapes[0])
    pairs = []
    for add, fold in ((lambda a, b: a + b, Tensor.relu), (_sum_by_hand, _fold_by_hand)):
        a, b = map(Tensor, points)
        out = fold(total := add(a, b))
        out.grad = upstream
        out._backward()
        total._backward()
        pairs.append([x for node in (a, b, total, out) for x in (node.data, node.grad)])
        assert {len(total._prev), len(out._prev)} == {1, 2}
    for real, stand_in in zip(*pairs, strict=True):
        np.testing.assert_allclose(stand_in, real, rtol=1e-12)


def _sum_by_hand(a: Any, b: Any) -> Any:
    one = np.ones_like(a.data)
    return tensor_probe._by_hand(Tensor, [_wire(a.data + b.data), (0, 1), [_wire(one), _wire(one)]], [a, b])


def _fold_by_hand(x: Any) -> Any:
    wire = [_wire(x.data.clip(0.0)), (0,), [_wire(np.where(x.data > 0, 1.0, 0.0))]]
    return tensor_probe._by_hand(Tensor, wire, [x])


def _wire(array: Any) -> dict[str, Any]:
    return {"shape": array.shape, "data": array.ravel().tolist()}


def test_each_kind_of_question_can_fail() -> None:
    """Test the tester: what is no stand-in at all answers otherwise."""
    alike = Value(2.0) * Value(-3.0), Value(2.0) + Value(-3.0)
    for questions, real, other in ((OF_VALUES, *alike), (OF_SETS, {"a", "b", "c"}, {"a"})):
        assert sum(_told(ask, real) != _told(ask, other) for ask in questions.values()) >= 4


def _told(ask: Callable[[Any], object], of: Any) -> object:
    try:
        return ask(of)
    except Exception as error:
        return type(error)
