"""`Neuron`, `Layer` and `MLP` with weights that the grader fixes; `train`, on models that are replayed programs."""

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from autograder.worker import Malformed, attribute, failure, number

from . import nodes
from .calls import BINARY, encode


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
    attribute(model, "parameters")()  # `train` asks again and again: a list that grows shows the second time
    listed = _returned("MLP.parameters", attribute(model, "parameters")())
    known = {id(parameter) for parameter in parameters}
    counts = [sum(x is parameter for x in listed) for parameter in parameters]
    return structure | {"counts": counts, "strangers": sum(id(x) not in known for x in listed)}


def _network(module: Any, case: Mapping[str, Any]) -> dict[str, Any]:
    model = _named(module, "MLP")(case["sizes"])
    structure, parameters = _structure(model)
    if len(parameters) != len(case["parameters"]):
        return structure
    for parameter, data in zip(parameters, case["parameters"], strict=True):
        parameter.data = data
    outputs = [_returned("MLP.__call__", model(list(x))) for x in case["inputs"]]
    replies = [[number(attribute(output, "data")) for output in row] for row in outputs]
    root = nodes.sibling_value(module)(0.0)
    for row, upstream in zip(outputs, case["upstream"], strict=True):
        for output, slope in zip(row, upstream, strict=False):
            root = root + output * slope
    importlib.import_module("exercises.backward").backward(root)
    return structure | {"outputs": replies, "gradients": [number(parameter.grad) for parameter in parameters]}


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
    """A recorded program as a model: its last inputs are the parameters, and it has one output."""

    def __init__(self, module: Any, case: Mapping[str, Any]) -> None:
        self._operations, self._parameters = case["operations"], list(map(nodes.sibling_value(module), case["start"]))
        self._apply = BINARY | {"relu": importlib.import_module("exercises.relu").relu}

    def parameters(self) -> list[Any]:
        return list(self._parameters)

    def __call__(self, x: Sequence[Any]) -> list[Any]:
        found = [*x, *self._parameters]
        for op, operands in self._operations:
            found.append(self._apply[op](*(found[i] if isinstance(i, int) else i for i in _value_first(operands, x))))
        return [found[-1]]


def _value_first(operands: Sequence[int | float], x: Sequence[Any]) -> list[int | float]:
    """A plain number second: `value * number` asks less of the engine than `number * value`."""
    return sorted(operands, key=lambda i: not isinstance(i, int) or i < len(x))


def _trained(module: Any, case: Mapping[str, Any]) -> dict[str, Any]:
    model = _replayed(module, case)
    shape, data = encode(_named(module, "train")(model, case["inputs"], case["targets"], case["steps"], case["rate"]))
    parameters = [number(attribute(parameter, "data")) for parameter in model.parameters()]
    return {"losses": {"shape": shape, "data": data}, "parameters": parameters}
