"""`Neuron`, `Layer` and `MLP` with weights that the grader fixes; `train`, on models that are replayed programs."""

import importlib
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from autograder.sandbox.worker import Malformed, attribute, failure, number

from . import nodes
from .calls import are_nodes, encode
from .sets import number_in_turn


def listed(module: Any, cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """For each case how a network is built, and how often each of its parameters is in `parameters()`."""
    return _each(cases, lambda case: _listed(module, case))


def networks(module: Any, cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """For each case how a network is built, what it answers, and the gradient of each of its parameters."""
    return _each(cases, lambda case: _network(module, case))


def trained(module: Any, cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """For each case what `train` returns, and where the parameters are then."""
    return _each(cases, lambda case: _trained(module, case))


def _each(cases: Sequence[Mapping[str, Any]], answer: Callable[[Any], dict[str, Any]]) -> list[dict[str, Any]]:
    replies: list[dict[str, Any]] = []
    for case in cases:
        try:
            replies.append(answer(case))
        except BaseException as error:
            replies.append(failure(error))
            break
    return replies


def _listed(module: Any, case: Mapping[str, Any]) -> dict[str, Any]:
    model = _named(module, "MLP")(case["sizes"])
    structure, parameters = _structure(model)
    alike = any(_starts_alike(attribute(layer, "neurons")) for layer in model.layers)
    for parameter in parameters[::2]:
        parameter.data = 0.0  # it is a parameter still
    attribute(model, "parameters")()  # `train` asks again and again: a list that grows shows the second time
    listed = _returned("MLP.parameters", attribute(model, "parameters")())
    known = {id(parameter) for parameter in parameters}
    counts = [sum(x is parameter for x in listed) for parameter in parameters]
    return structure | {"alike": alike, "counts": counts, "strangers": sum(id(x) not in known for x in listed)}


def _starts_alike(neurons: Sequence[Any]) -> bool:
    """Whether two neurons of a layer have the same weights: they would stay the same for ever."""
    starts = [tuple(number(attribute(weight, "data")) for weight in neuron.weights) for neuron in neurons]
    return len(set(starts)) < len(starts)


def _network(module: Any, case: Mapping[str, Any]) -> dict[str, Any]:
    model = _named(module, "MLP")(case["sizes"])
    structure, parameters = _structure(model)
    if len(parameters) != len(case["parameters"]):
        return structure
    value = _numbered_value(module)
    inputs = [list(map(value, x)) if case["values"] else list(x) for x in case["inputs"]]
    for x in inputs:  # with the weights that it has: what it answers then is not what it answers later
        model(list(x))
    for parameter, data in zip(parameters, case["parameters"], strict=True):
        parameter.data = data
    given = [list(x) for x in inputs]
    outputs = [_returned("MLP.__call__", model(x)) for x in given]
    unchanged = all(len(x) == len(y) and all(map(operator.is_, x, y)) for x, y in zip(given, inputs, strict=True))
    replies = [[number(attribute(output, "data")) for output in row] for row in outputs]
    root = value(0.0)
    for row, upstream in zip(outputs, case["upstream"], strict=True):
        for output, slope in zip(row, upstream, strict=False):
            root = root + output * slope
    importlib.import_module("exercises.backward").backward(root)
    gradients = [number(parameter.grad) for parameter in parameters]
    received = [[number(entry.grad) for entry in x] for x in inputs] if case["values"] else []
    return structure | {"outputs": replies, "gradients": gradients, "received": received, "unchanged": unchanged}


def _numbered_value(module: Any) -> Any:
    """The `Value` of the submission, whose graphs are walked in the same order in every run."""
    value = nodes.sibling_value(module)
    number_in_turn(value)
    return value


def _structure(model: Any) -> tuple[dict[str, Any], list[Any]]:
    """How many weights each neuron of each layer has; all parameters, and where each was met first."""
    layers = [_items("layers", attribute(model, "layers"))]
    neurons = [_items("neurons", attribute(layer, "neurons")) for layer in layers[0]]
    widths = [[len(_items("weights", attribute(neuron, "weights"))) for neuron in row] for row in neurons]
    parameters = [parameter for row in neurons for neuron in row for parameter in _parameters(neuron)]
    places: dict[int, int] = {}
    first = [places.setdefault(id(parameter), place) for place, parameter in enumerate(parameters)]
    return {"widths": widths, "first": first}, parameters


def _parameters(neuron: Any) -> Iterator[Any]:
    yield from attribute(neuron, "weights")
    yield attribute(neuron, "bias")


def _items(name: str, found: Any) -> list[Any]:
    """What stands in an attribute: it has to be there still when it is asked again."""
    if not isinstance(found, (list, tuple)):
        raise Malformed("list", name, found)
    return list(found)


def _returned(name: str, found: Any) -> list[Any]:
    if not isinstance(found, Iterable) or isinstance(found, str):
        raise Malformed("list", name, found)
    return list(found)


def _named(module: Any, name: str) -> Any:
    found = getattr(module, name, None)
    if not callable(found):
        raise Malformed("name", name, found)
    return found


def _replayed(module: Any, case: Mapping[str, Any]) -> "Replayed":
    """A replayed program that is an `MLP` too: `train` may ask for its type, or call a method that they gave it."""
    own = getattr(module, "MLP", None)
    try:
        kind: type[Replayed] = type("MLP", (Replayed, own), {}) if isinstance(own, type) else Replayed
        return kind(module, case)
    except Exception:  # their class cannot be inherited from
        return Replayed(module, case)


class Replayed:
    """A recorded program as a model: its last inputs are the parameters, and it has one output, or a second one.

    It has all that an `MLP` has: layers of one weight and one bias, of which the last answers what the model answers.
    """

    def __init__(self, module: Any, case: Mapping[str, Any]) -> None:
        value = _numbered_value(module)
        self._parameters = list(map(value, case["start"]))
        self._operations = [(nodes.called(path), operands) for path, operands in case["operations"]]
        self._steps = cache(self._value_first)
        self._outputs = case["outputs"]
        for parameter in self._parameters:
            parameter.grad = case["received"]
        own = self._parameters
        pairs = [own[i : i + 2] for i in range(0, len(own), 2)]
        answers = [list] * (len(pairs) - 1) + [self.__call__]
        self.layers = [_layer(pair, value(0.0), answer) for pair, answer in zip(pairs, answers, strict=True)]

    def parameters(self) -> list[Any]:
        """Layer by layer, as the model's layers hold them."""
        return [parameter for layer in self.layers for parameter in layer.parameters()]

    def __call__(self, x: Sequence[Any]) -> list[Any]:
        found = [*x, *self.parameters()]
        for function, operands, two in self._steps(len(x)):
            if two:  # nearly always
                found.append(function(found[operands[0]], found[operands[1]]))
            else:
                found.append(function(*[found[i] if isinstance(i, int) else i for i in operands]))
        return [found[i] for i in self._outputs]

    def _value_first(self, inputs: int) -> list[tuple[Any, list[Any], bool]]:
        """A plain number second, of so many: `value * number` asks less of the engine than `number * value`."""
        return [
            (function, sorted(operands, key=lambda i: not isinstance(i, int) or i < inputs), are_nodes(operands))
            for function, operands in self._operations
        ]


class Standing:
    """Stands for a layer or a neuron of a model."""

    def __init__(self, parameters: list[Any], answer: Callable[[Any], Any], **attributes: Any) -> None:
        self._own, self._answer = parameters, answer
        vars(self).update(attributes)

    def parameters(self) -> list[Any]:
        """Its own, in a list that whoever asked may change."""
        return list(self._own)

    def __call__(self, x: Sequence[Any]) -> Any:
        return self._answer(x)


def _layer(pair: list[Any], spare: Any, answer: Callable[[Any], Any]) -> Standing:
    """A layer of one neuron with a weight and a bias; where one parameter is left, nothing depends on the bias."""
    bias = pair[1] if len(pair) == 2 else spare
    neuron = Standing(pair, lambda x: answer(x)[0], weights=pair[:1], bias=bias)
    return Standing(pair, answer, neurons=[neuron])


def _trained(module: Any, case: Mapping[str, Any]) -> dict[str, Any]:
    model = _replayed(module, case)
    inputs, targets = _copied(case["inputs"]), _copied(case["targets"])
    shape, data = encode(_named(module, "train")(model, inputs, targets, case["steps"], case["rate"]))
    unchanged = inputs == case["inputs"] and targets == case["targets"]
    parameters = [number(attribute(parameter, "data")) for parameter in model._parameters]
    return {"losses": {"shape": shape, "data": data}, "parameters": parameters, "unchanged": unchanged}


def _copied(rows: Sequence[Sequence[float]]) -> list[list[float]]:
    return [list(row) for row in rows]
