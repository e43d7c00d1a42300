"""Networks of neurons with weights that the grader fixes: what they answer, and the gradient of each parameter.

The truth is the same network written with matrices: neuron j of a layer is column j of its matrix.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from autograder.errors import Crashed
from autograder.feedback import aligned, digits
from autograder.gradcheck import ATOL, RTOL, SMALLEST_GRADIENT, Array
from autograder.language import _
from autograder.messages import Listed, Network, Number
from autograder.program import Operation
from autograder.tensors import TensorCase, TensorProgram, fair_case

Sizes = tuple[int, ...]
BATCH = 4  # points that go through a network: a parameter is used once for each of them


@dataclass(frozen=True)
class NetworkCase:
    """A network of these sizes at a point: inputs, weights and biases, and an upstream gradient for each output."""

    sizes: Sizes
    truth: TensorCase

    def wire(self) -> dict[str, Any]:
        """The case as the worker needs it; parameters in the order of `places`."""
        inputs, *_layers = self.truth.point
        return {
            "sizes": self.sizes,
            "inputs": inputs.tolist(),
            "parameters": _in_places(self.truth.point),
            "upstream": self.truth.upstream.tolist(),
        }

    @property
    def outputs(self) -> Array:
        """What the network answers, one row for each point of the batch."""
        return self.truth.data[-1]

    @property
    def gradients(self) -> list[float]:
        """The gradient of each parameter, in the order of `places`."""
        return _in_places(self.truth.gradients[: len(self.truth.point)])


@lru_cache(maxsize=64)
def network_case(sizes: Sizes) -> NetworkCase:
    """A network of these sizes at a random point, the same in every run."""
    layers = list(pairwise(sizes))
    shapes = ((BATCH, sizes[0]), *(shape for m, n in layers for shape in ((m, n), (1, n))))
    operations: list[Operation] = []
    node = 0
    for i in range(len(layers)):
        kinds = [("@", (node, 1 + 2 * i)), ("+", (-1, 2 + 2 * i)), ("relu", (-1,))]
        for op, operands in kinds if i < len(layers) - 1 else kinds[:2]:
            operations.append(Operation(op, tuple(node if x == -1 else x for x in operands)))
            node = len(shapes) + len(operations) - 1
    program = TensorProgram(shapes, tuple(operations), (), shown(sizes))
    return NetworkCase(sizes, fair_case(program, _is_telling))


def _is_telling(case: TensorCase) -> bool:
    """Whether every parameter's gradient shows, and every layer folds something."""
    folds = [case.data[k] for k, (op, _x) in enumerate(case.program.operations, len(case.point)) if op == "relu"]
    shows = min(map(abs, _in_places(case.gradients[: len(case.point)]))) > SMALLEST_GRADIENT
    return shows and all(fold.min() == 0 for fold in folds)


def shown(sizes: Sizes) -> str:
    """`MLP([2, 3, 1])`."""
    return f"MLP([{', '.join(map(str, sizes))}])"


def places(sizes: Sizes) -> list[str]:
    """Where each parameter stands: layer by layer, neuron by neuron, the weights and then the bias."""
    return [
        f"layers[{i}].neurons[{j}].{name}"
        for i, (inputs, outputs) in enumerate(pairwise(sizes))
        for j in range(outputs)
        for name in (*(f"weights[{k}]" for k in range(inputs)), "bias")
    ]


def _in_places(arrays: Sequence[Array]) -> list[float]:
    _inputs, *layers = arrays
    columns = [np.concatenate([w, b]).T.ravel() for w, b in zip(layers[::2], layers[1::2], strict=True)]
    return [float(x) for x in np.concatenate(columns)]


def wrong_network(case: NetworkCase, answer: Network) -> str | None:
    """The counterexample when a network is built, answers or learns otherwise than it should, or None."""
    if found := wrong_structure(case.sizes, answer):
        return found
    if not answer.fits(len(case.gradients), BATCH):
        raise Crashed(_("what came back from the module is not an answer"))
    points = zip(case.truth.point[0].tolist(), case.outputs.tolist(), answer.outputs, strict=True)
    return next(filter(None, (_wrong_outputs(case, *point) for point in points)), None) or _wrong_gradients(
        case, answer
    )


def _wrong_outputs(
    case: NetworkCase, inputs: Sequence[float], wanted: Sequence[float], got: Sequence[Number]
) -> str | None:
    rows = [(_("outputs"), str(len(wanted)), str(len(got)))]
    if len(got) == len(wanted):
        rows = [
            (_("output {number}").format(number=k), digits(want), digits(mine))
            for k, (want, mine) in enumerate(zip(wanted, got, strict=True))
            if not _close(want, mine, max(map(abs, wanted)))
        ]
    return f"{shown(case.sizes)}([{', '.join(map(digits, inputs))}])\n" + aligned(rows[:2]) if rows else None


def _wrong_gradients(case: NetworkCase, answer: Network) -> str | None:
    largest = max(map(abs, case.gradients))
    rows = [
        (f"{name}.grad", digits(want), digits(got))
        for name, want, got in zip(places(case.sizes), case.gradients, answer.gradients, strict=True)
        if not _close(want, got, largest)
    ]
    return shown(case.sizes) + "\n" + aligned(rows[:2]) if rows else None


def wrong_structure(sizes: Sizes, answer: Network | Listed) -> str | None:
    """The counterexample when there are other neurons than there should be, or two parameters are one value."""
    if row := _wrong_width(sizes, answer.widths):
        return shown(sizes) + "\n" + aligned([row])
    names = places(sizes)
    for name, first in zip(names, answer.first, strict=False):
        if 0 <= first < len(names) and names[first] != name:
            text = _("{one} and {other} are one and the same value: each neuron needs its own")
            return f"{shown(sizes)}\n  " + text.format(one=names[first], other=name)
    return None


def _wrong_width(sizes: Sizes, widths: Sequence[Sequence[int]]) -> tuple[str, str, str] | None:
    """The first length that is wrong. All of them at once would be room for a text: that of the reference, if lent."""
    layers = list(pairwise(sizes))
    if len(widths) != len(layers):
        return "len(layers)", str(len(layers)), str(len(widths))
    for i, ((inputs, outputs), got) in enumerate(zip(layers, widths, strict=True)):
        if len(got) != outputs:
            return f"len(layers[{i}].neurons)", str(outputs), str(len(got))
        for j, width in enumerate(got):
            if width != inputs:
                return f"len(layers[{i}].neurons[{j}].weights)", str(inputs), str(width)
    return None


def wrong_listing(sizes: Sizes, answer: Listed) -> str | None:
    """The counterexample when `parameters()` does not hold each weight and each bias once, or None."""
    if found := wrong_structure(sizes, answer):
        return found
    names = places(sizes)
    if not answer.fits(len(names)):
        raise Crashed(_("what came back from the module is not an answer"))
    for name, count in zip(names, answer.counts, strict=True):
        if count != 1:
            text = _("{name} is missing from parameters()") if count == 0 else _("{name} is in parameters() twice")
            return f"{shown(sizes)}\n  " + text.format(name=name)
    if answer.strangers:
        return f"{shown(sizes)}\n  " + _("parameters() holds something that is neither a weight nor a bias")
    return None


def _close(want: float, got: Number, largest: float) -> bool:
    return isinstance(got, (int, float)) and abs(want - got) <= ATOL + RTOL * max(1.0, largest)
