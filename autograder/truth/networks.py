"""Networks of neurons with weights that the grader fixes: what they answer, and the gradient of each parameter.

The truth is the same network written with matrices: neuron j of a layer is column j of its matrix.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any

import numpy as np

from autograder.errors import KitError
from autograder.programs.operations import PRIMITIVES
from autograder.truth.central_differences import ATTEMPTS, SMALLEST_GRADIENT, Array
from autograder.truth.known import known
from autograder.truth.tensors import (
    MATMUL,
    Shape,
    TensorCase,
    TensorProgram,
    TensorTracer,
    fair_case,
    recorded,
    relu,
    uniform,
)

Sizes = tuple[int, ...]
KINDS = ("", "values", "whole", "large")
BATCH = 4  # points that go through a network: a parameter is used once for each of them


@dataclass(frozen=True)
class NetworkCase:
    """A network of these sizes at a point: inputs, weights and biases, and an upstream gradient for each output.

    `kind` is one of KINDS: inputs that are values, whole numbers, large numbers.
    """

    sizes: Sizes
    truth: TensorCase
    kind: str = ""

    def wire(self) -> dict[str, Any]:
        """The case as the worker needs it; parameters in the order of `places`."""
        inputs, *_layers = self.truth.point
        return {
            "sizes": self.sizes,
            "inputs": inputs.astype(int).tolist() if self.kind == "whole" else inputs.tolist(),
            "values": self.kind == "values",
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
def network_case(sizes: Sizes, kind: str = "") -> NetworkCase:
    """A network of these sizes at a random point, the same in every run."""
    layers = list(pairwise(sizes))
    shapes = ((BATCH, sizes[0]), *(shape for m, n in layers for shape in ((m, n), (1, n))))
    operations, _text = recorded(_network, [""] * len(shapes))
    return NetworkCase(sizes, _truth(TensorProgram(shapes, operations, (), shown(sizes)), kind), kind)


def _packed(truth: TensorCase) -> list[Any]:
    numbers: list[Any] = [[x.tolist() for x in arrays] for arrays in (truth.point, truth.data, truth.gradients)]
    return [*numbers, truth.upstream.tolist()]


def _unpacked(row: Sequence[Any], program: TensorProgram, _kind: str) -> TensorCase:
    point, data, gradients = (tuple(map(np.asarray, arrays)) for arrays in row[:3])
    return TensorCase(program, point, np.asarray(row[3]), data, gradients)


@known(_packed, _unpacked)
def _truth(program: TensorProgram, kind: str) -> TensorCase:
    if kind in ("", "values"):
        return fair_case(program, _is_telling, partial(_point, program, uniform))
    return fair_case(program, draw=partial(_point, program, _whole if kind == "whole" else _large))


def _point(
    program: TensorProgram, draw: Callable[[np.random.Generator, Shape], Array], rng: np.random.Generator
) -> tuple[Array, ...]:
    """A point at which every layer folds something: most do not, and that shows before any gradient."""
    for _attempt in range(ATTEMPTS):
        point = tuple(draw(rng, shape) for shape in program.shapes)
        if _folds(program, program.evaluate(point)):
            return point
    raise KitError(f"no fair point for {program.text}")


def _network(x: TensorTracer, *parameters: TensorTracer) -> TensorTracer:
    """relu(x @ w + b), layer by layer; the last one does not fold."""
    *hidden, output = zip(parameters[::2], parameters[1::2], strict=True)
    for w, b in hidden:
        x = relu(x @ w + b)
    return x @ output[0] + output[1]


def _whole(rng: np.random.Generator, shape: Shape) -> Array:
    """Whole inputs and weights, many of them 0 or alike; a bias is a row, and keeps away from the fold."""
    drawn = rng.integers(-2, 3, shape).astype(float)
    return drawn + 0.25 if shape[0] == 1 else drawn


def _large(rng: np.random.Generator, shape: Shape) -> Array:
    return 12.0 * uniform(rng, shape)


def _is_telling(program: TensorProgram, node: int, gradient: Array) -> bool:
    """Whether a parameter's gradient shows, in every entry."""
    is_parameter = 0 < node < len(program.shapes)
    return not is_parameter or bool(np.abs(gradient).min() > SMALLEST_GRADIENT)


def _folds(program: TensorProgram, data: Sequence[Array]) -> bool:
    """Whether every layer folds something, and lets something pass."""
    operations = enumerate(program.operations, len(program.shapes))
    folds = [data[k] for k, (op, _x) in operations if op != MATMUL and PRIMITIVES[op].kinks]
    return all(fold.min() == 0 < fold.max() for fold in folds)


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
    pairs = zip(layers[::2], layers[1::2], strict=True)
    return [float(x) for w, b in pairs for column in zip(*w.tolist(), *b.tolist(), strict=True) for x in column]
