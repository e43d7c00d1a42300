"""Counterexamples of gradient descent."""

from autograder.judging.feedback.words import aligned, numbers
from autograder.judging.shortfalls import no_answer, returns_nothing
from autograder.language import _, digits
from autograder.report import Number
from autograder.sandbox.messages import Trained
from autograder.truth.central_differences import ATOL, RTOL
from autograder.truth.training import SMALL_LOSS, Training, descent, has_dead_relu

Row = tuple[str, str, str]


def wrong_steps(of: Training, answer: Trained) -> str | None:
    """The counterexample when a parameter is not where gradient descent takes it, or None."""
    _fitting(of, answer)
    names = _parameter_names(of)
    after = _("{name} after {steps} steps") if of.steps != 1 else _("{name} after one step")
    rows = [
        (after.format(name=name, steps=of.steps), want, got)
        for name, want, got in zip(names, descent(of)[1], answer.parameters, strict=True)
        if not _close(want, got)
    ]
    if rows:
        return headline(of) + "\n" + numbers(rows[:2])
    return None if answer.unchanged else headline(of) + "\n  " + _("the arguments must be left as they were")


def wrong_losses(of: Training, answer: Trained) -> str | None:
    """The counterexample when what is returned are not the losses, as numbers, or None."""
    _fitting(of, answer)
    wanted = descent(of)[0]
    if answer.losses.shape == () and answer.losses.data[0] == "NoneType":
        return headline(of) + "\n  " + returns_nothing("train")
    if answer.losses.shape != (len(wanted),):
        stranger = answer.losses.shape == () and isinstance(answer.losses.data[0], str)
        got = str(answer.losses.data[0] if stranger else answer.losses.shape)
        return headline(of) + "\n" + aligned([(_("shape"), str((len(wanted),)), got)])
    rows = [
        (f"losses[{i}]", want, got)
        for i, (want, got) in enumerate(zip(wanted, answer.losses.data, strict=True))
        if not _close(want, got)
    ]
    return headline(of) + "\n" + numbers(rows[:2]) if rows else None


def not_learned(of: Training, answer: Trained) -> str | None:
    """What is missing when the trained model does not solve its examples, or None. A dead neuron is named as such."""
    _fitting(of, answer)
    parameters = [float(x) for x in answer.parameters if isinstance(x, (int, float))]
    if len(parameters) < len(of.start):
        return headline(of) + "\n  " + _("the parameters are no longer finite numbers: does the loss grow?")
    pairs = zip(of.answers(parameters), of.examples, strict=True)
    right = sum(got * target > 0 for got, (_inputs, target) in pairs)
    loss = of.loss(parameters)
    if right == len(of.examples) and loss < SMALL_LOSS:
        return None
    rows: list[Row] = [
        (_("points on the correct side"), str(len(of.examples)), str(right)),
        (_("loss after {steps} steps").format(steps=of.steps), f"< {SMALL_LOSS}", digits(loss)),
    ]
    dead = _("a hidden neuron is now 0 at every point: it is dead, and passes no gradient on")
    return headline(of) + "\n" + aligned(rows) + (f"\n  {dead}" if has_dead_relu(of, parameters) else "")


def _fitting(of: Training, answer: Trained) -> None:
    if not answer.fits(len(of.start)):
        raise no_answer()


def _parameter_names(of: Training) -> list[str]:
    return list(of.names[-len(of.start) :])


def headline(of: Training) -> str:
    """`o = x * w + b   from w = 1, b = 0`, then the examples where they are few, the number of steps and the rate."""
    start = ", ".join(f"{name} = {digits(x)}" for name, x in zip(_parameter_names(of), of.start, strict=True))
    examples = _("; ").join(
        ", ".join(f"{name} = {digits(x)}" for name, x in zip(of.names, inputs, strict=False)) + f" → {digits(target)}"
        for inputs, target in of.examples
    )
    return "\n  ".join(
        (
            f"{of.model.written(of.names, 'o')}   " + _("from {point}").format(point=start),
            _("examples: {examples}; {steps} steps, η = {rate}").format(
                examples=examples, steps=of.steps, rate=digits(of.rate)
            ),
        )
    )


def _close(want: float, got: Number) -> bool:
    return isinstance(got, (int, float)) and abs(want - got) <= ATOL + RTOL * max(1.0, abs(want))
