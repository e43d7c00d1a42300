"""Gradient descent: what each step has to do, and whether a network learned.

A model is a function of scalars, its inputs first and then its parameters: `lambda x, w, b: x * w + b`. The worker
replays it on the submission's engine; here it is evaluated on floats and differentiated by central differences.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from autograder.errors import Crashed
from autograder.feedback import aligned, digits
from autograder.gradcheck import ATOL, RTOL, case_at
from autograder.language import _
from autograder.messages import Number, Trained
from autograder.program import Program, Tracer, relu, trace
from autograder.shortfalls import returns_nothing

SMALL_LOSS = 0.05  # below this a network is said to have learned
Row = tuple[str, str, str]


@dataclass(frozen=True)
class Training:
    """A model with one output, examples (inputs, target), where the parameters start, and how they move."""

    model: Program
    examples: tuple[tuple[tuple[float, ...], float], ...]
    start: tuple[float, ...]
    steps: int
    rate: float

    def wire(self) -> dict[str, Any]:
        """The training as the worker needs it."""
        return {
            "operations": self.model.operations,
            "start": self.start,
            "inputs": [list(inputs) for inputs, _target in self.examples],
            "targets": [[target] for _inputs, target in self.examples],
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
) -> Training:
    """A training of a model that is written as a function."""
    rows = tuple((tuple(map(float, inputs)), float(target)) for inputs, target in examples)
    return Training(trace(model, len(rows[0][0]) + len(start)), rows, tuple(map(float, start)), steps, rate)


@lru_cache(maxsize=64)
def descent(of: Training) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The losses before each step, and the parameters after the last one."""

    def loss(*parameters: Tracer) -> Tracer:
        errors = [of.model.evaluate([*inputs, *parameters], relu)[-1] - target for inputs, target in of.examples]
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


def wrong_steps(of: Training, answer: Trained) -> str | None:
    """The counterexample when a parameter is not where gradient descent takes it, or None."""
    _fitting(of, answer)
    names = _parameter_names(of)
    after = _("{name} after {steps} steps") if of.steps > 1 else _("{name} after one step")
    rows = [
        (after.format(name=name, steps=of.steps), digits(want), digits(got))
        for name, want, got in zip(names, descent(of)[1], answer.parameters, strict=True)
        if not _close(want, got)
    ]
    return _headline(of) + "\n" + aligned(rows[:2]) if rows else None


def wrong_losses(of: Training, answer: Trained) -> str | None:
    """The counterexample when what is returned are not the losses, as numbers, or None."""
    _fitting(of, answer)
    wanted = descent(of)[0]
    if answer.losses.shape == () and answer.losses.data[0] == "NoneType":
        return _headline(of) + "\n  " + returns_nothing("train")
    if answer.losses.shape != (len(wanted),):
        stranger = answer.losses.shape == () and isinstance(answer.losses.data[0], str)
        got = str(answer.losses.data[0] if stranger else answer.losses.shape)
        return _headline(of) + "\n" + aligned([(_("shape"), str((len(wanted),)), got)])
    rows = [
        (f"losses[{i}]", digits(want), digits(got))
        for i, (want, got) in enumerate(zip(wanted, answer.losses.data, strict=True))
        if not _close(want, got)
    ]
    return _headline(of) + "\n" + aligned(rows[:2]) if rows else None


def not_learned(of: Training, answer: Trained) -> str | None:
    """What is missing when the trained model does not solve its examples, or None. A dead ReLU is named as such."""
    _fitting(of, answer)
    parameters = [float(x) for x in answer.parameters if isinstance(x, (int, float))]
    if len(parameters) < len(of.start):
        return _headline(of) + "\n  " + _("the parameters are no longer finite numbers: does the loss grow?")
    pairs = zip(of.answers(parameters), of.examples, strict=True)
    right = sum(got * target > 0 for got, (_inputs, target) in pairs)
    loss = of.loss(parameters)
    if right == len(of.examples) and loss < SMALL_LOSS:
        return None
    rows: list[Row] = [
        (_("points on the right side"), str(len(of.examples)), str(right)),
        (_("loss after {steps} steps").format(steps=of.steps), f"< {SMALL_LOSS}", digits(loss)),
    ]
    dead = _("a hidden neuron is now 0 at every point: a dead ReLU, which passes no gradient on")
    return _headline(of) + "\n" + aligned(rows) + (f"\n  {dead}" if has_dead_relu(of, parameters) else "")


def has_dead_relu(of: Training, parameters: Sequence[float]) -> bool:
    """Whether some ReLU of the model gives 0 for all examples."""
    values = [of.model.evaluate([*inputs, *parameters]) for inputs, _target in of.examples]
    nodes = [k for k, (op, _operands) in enumerate(of.model.operations, start=of.model.inputs) if op == "relu"]
    return any(all(row[k] == 0.0 for row in values) for k in nodes)


def _fitting(of: Training, answer: Trained) -> None:
    if not answer.fits(len(of.start)):
        raise Crashed(_("what came back from the module is not an answer"))


def _parameter_names(of: Training) -> list[str]:
    return of.model.input_names()[-len(of.start) :]


def _headline(of: Training) -> str:
    """`y = a * b + c   from b = 1, c = 0`, then the examples where they are few, the number of steps and the rate."""
    start = ", ".join(f"{name} = {digits(x)}" for name, x in zip(_parameter_names(of), of.start, strict=True))
    names = of.model.input_names()
    examples = "; ".join(
        ", ".join(f"{name} = {digits(x)}" for name, x in zip(names, inputs, strict=False)) + f" → {digits(target)}"
        for inputs, target in of.examples
    )
    return "\n  ".join(
        (
            f"{of.model}   " + _("from {point}").format(point=start),
            _("examples {examples}; steps {steps}, rate {rate}").format(
                examples=examples, steps=of.steps, rate=digits(of.rate)
            ),
        )
    )


def _close(want: float, got: Number) -> bool:
    return isinstance(got, (int, float)) and abs(want - got) <= ATOL + RTOL * max(1.0, abs(want))
