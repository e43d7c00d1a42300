"""Gradient descent: what each step has to do, and whether a network learned.

A model is a function of scalars, its inputs first and then its parameters: `lambda x, w, b: x * w + b`. The worker
replays it on the submission's engine; here it is evaluated on floats and differentiated by central differences.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from autograder.programs.operations import PRIMITIVES, called
from autograder.programs.program import Program
from autograder.programs.trace import RECORDED, Tracer, relu, trace
from autograder.truth.central_differences import case_at
from autograder.truth.known import known

SECOND = 0.25  # the target of a second output
SMALL_LOSS = 0.05  # below this a network is said to have learned


@dataclass(frozen=True)
class Training:
    """A model with one output, examples (inputs, target), where the parameters start, and how they move.

    `names` are those that the model gives its inputs and its parameters. `received` is what each parameter's gradient
    holds before. With `two` outputs the node before the root is the second one, and SECOND its target in every example.
    """

    model: Program
    examples: tuple[tuple[tuple[float, ...], float], ...]
    start: tuple[float, ...]
    steps: int
    rate: float
    names: tuple[str, ...]
    received: float = 0.0
    two: bool = False

    @property
    def outputs(self) -> tuple[int, ...]:
        """The nodes that the model answers with."""
        return (self.model.nodes - 1, self.model.nodes - 2) if self.two else (self.model.nodes - 1,)

    def wire(self) -> dict[str, Any]:
        """The training as the worker needs it."""
        return {
            "operations": called(self.model.operations),
            "start": self.start,
            "inputs": [list(inputs) for inputs, _target in self.examples],
            "targets": [[target, SECOND][: len(self.outputs)] for _inputs, target in self.examples],
            "outputs": self.outputs,
            "received": self.received,
            "steps": self.steps,
            "rate": self.rate,
        }

    def answers(self, parameters: Sequence[float]) -> list[float]:
        """The model's output for each example."""
        return [float(self.model.evaluate([*inputs, *parameters])[-1]) for inputs, _target in self.examples]

    def loss(self, parameters: Sequence[float]) -> float:
        """The mean squared error."""
        errors = [answer - target for answer, (_x, target) in zip(self.answers(parameters), self.examples, strict=True)]
        return sum(error * error for error in errors) / len(errors)


def training(
    model: Callable[..., Tracer],
    examples: Sequence[tuple[Sequence[float], float]],
    start: Sequence[float],
    *,
    steps: int,
    rate: float,
    received: float = 0.0,
    two: bool = False,
) -> Training:
    """A training of a model that is written as a function."""
    rows = tuple((tuple(map(float, inputs)), float(target)) for inputs, target in examples)
    program = trace(model, len(rows[0][0]) + len(start))
    names = model.__code__.co_varnames[: model.__code__.co_argcount]
    names = names if len(names) == program.inputs else tuple(program.input_names())
    return Training(program, rows, tuple(map(float, start)), steps, rate, names, received, two)


@lru_cache(maxsize=64)
@known(list, lambda row, _of: (tuple(row[0]), tuple(row[1])))
def descent(of: Training) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The losses before each step, and the parameters after the last one."""

    def loss(*parameters: Tracer) -> Tracer:
        rows = [(of.model.evaluate([*inputs, *parameters], RECORDED), target) for inputs, target in of.examples]
        errors = [
            row[node] - wanted
            for row, target in rows
            for node, wanted in zip(of.outputs, (target, SECOND), strict=False)
        ]
        total: Tracer = errors[0] * errors[0]
        for error in errors[1:]:
            total = total + error * error
        return total * (1.0 / len(errors))

    program = trace(loss, len(of.start))
    losses, parameters = list[float](), of.start
    for _step in range(of.steps):
        case = case_at(program, parameters)
        losses.append(case.data[-1])
        parameters = tuple(p - of.rate * slope for p, slope in zip(parameters, case.low, strict=False))
    return tuple(losses), parameters


def has_dead_relu(of: Training, parameters: Sequence[float]) -> bool:
    """Whether what follows some fold of the model is 0 for all examples."""
    values = [of.model.evaluate([*inputs, *parameters]) for inputs, _target in of.examples]
    nodes = [k for k, (op, _operands) in enumerate(of.model.operations, start=of.model.inputs) if PRIMITIVES[op].kinks]
    return any(all(row[k] == 0.0 for row in values) for k in nodes)


# What graders ask for: at which a wrong `train` shows, and XOR. It is learned from starting points that are fixed: a
# right implementation solves it from each of them. From random ones it often would not, one reason being that a hidden
# neuron that answers 0 everywhere passes no gradient on; how often depends on the width, the rate and the steps.

EXAMPLES = (((0.0, 0.0), -1.0), ((0.0, 1.0), 1.0), ((1.0, 0.0), 1.0), ((1.0, 1.0), -1.0))
# Two hidden neurons (w, w, b, and the weight of each at the output), then the output's bias. From each of them the
# loss is below 0.001 after STEPS steps, and no neuron comes so near its fold that rounding decides.
STARTS = (
    (0.5, -0.5, -0.25, 0.5, -0.5, 0.5, 0.75, -0.5, -0.75),
    (-1.0, 0.5, 0.25, -0.25, 0.5, -0.75, 0.5, -0.25, -1.0),
    (-0.75, 0.5, 0.5, 0.25, -0.25, -1.0, 0.5, 0.5, -0.75),
    (0.75, -0.5, 0.25, 0.5, -0.25, 0.5, 0.5, 0.5, -1.0),
    (-1.0, 1.0, -0.25, 1.0, 0.25, 0.5, 0.75, 1.0, -0.5),
)
STEPS, RATE = 40, 0.3


def descent_on_xor(start: int, steps: int = STEPS) -> Training:
    """The training from one of the starting points."""

    def model(*values: Tracer) -> Tracer:
        x, y, a, b, c, d, e, f, g, h, bias = values
        return relu(x * a + y * b + c) * d + relu(x * e + y * f + g) * h + bias

    return training(model, EXAMPLES, STARTS[start], steps=steps, rate=RATE)


def _line(x: Tracer, w: Tracer, b: Tracer) -> Tracer:
    return x * w + b


def _pair(x: Tracer, w: Tracer, b: Tracer) -> Tracer:
    first = x * w
    return first + b


FIVE = (([0.5], 1.0), ([-1.0], 0.25), ([0.75], -0.5), ([0.0], 2.0), ([-0.25], -1.5))
EQUAL = (([0.5], 1.0), ([0.5], -2.0), ([0.5], 1.0))
STEEP = (([40.0], 900.0), ([-30.0], 200.0))
ALMOST_RIGHT = (([0.5], -0.75), ([1.0], -0.495), ([-1.0], 2.0))
START = (0.5, -1.0)


def telling_descents() -> Iterator[Training]:
    """No step; a rate of 0, a large one; five examples, equal ones, steep ones, some that are right; two outputs."""
    yield training(_line, FIVE, START, steps=0, rate=0.1)
    for rate in (0.0, 0.75):
        yield training(_line, FIVE, START, steps=1, rate=rate)
    for examples, rate in ((EQUAL, 0.1), (STEEP, 1e-4), (ALMOST_RIGHT, 0.1)):
        yield training(_line, examples, START, steps=1, rate=rate)
    yield training(_pair, FIVE, START, steps=1, rate=0.1, two=True)


def long_descents() -> Iterator[Training]:
    """Gradients that are there before the first step, and very many steps."""
    yield training(_line, FIVE, START, steps=2, rate=0.1, received=3.0)
    yield training(_line, FIVE, START, steps=60, rate=0.02)


def telling_losses() -> Iterator[Training]:
    """No step; a loss that is 0 from the start, or soon; very many steps."""
    yield training(_line, FIVE[:1], START, steps=0, rate=0.1)
    yield training(_line, ALMOST_RIGHT[:1], START, steps=3, rate=0.1)
    yield training(_line, FIVE[:2], START, steps=120, rate=0.3)
