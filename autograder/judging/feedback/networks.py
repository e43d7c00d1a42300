"""Counterexamples of networks: how they are built, what they answer, what their parameters receive."""

from collections.abc import Sequence
from itertools import pairwise

from autograder.judging.feedback.words import aligned, numbers
from autograder.judging.shortfalls import no_answer
from autograder.language import _, digits
from autograder.report import Number
from autograder.sandbox.messages import Listed, Network
from autograder.truth.central_differences import ATOL, RTOL
from autograder.truth.networks import BATCH, NetworkCase, Sizes, places, shown


def wrong_network(case: NetworkCase, answer: Network) -> str | None:
    """The counterexample when a network is built, answers or learns otherwise than it should, or None."""
    if found := wrong_structure(case.sizes, answer):
        return found
    if not answer.fits(len(case.gradients), BATCH):
        raise no_answer()
    points = zip(case.truth.point[0].tolist(), case.outputs.tolist(), answer.outputs, strict=True)
    found = next(filter(None, (_wrong_outputs(case, *point) for point in points)), None)
    return found or _wrong_gradients(case, answer) or _wrong_inputs(case, answer)


def _wrong_inputs(case: NetworkCase, answer: Network) -> str | None:
    """The counterexample when the list of inputs is another one afterwards, or values in it did not get gradients."""
    if not answer.unchanged:
        return shown(case.sizes) + "\n  " + _("the arguments must be left as they were")
    wanted = case.truth.gradients[0].ravel().tolist()
    got = [x for row in answer.received for x in row]
    largest = max(map(abs, wanted))
    if case.kind != "values" or (len(got) == len(wanted) and all(map(_close, wanted, got, [largest] * len(got)))):
        return None
    return shown(case.sizes) + "\n  " + _("inputs that are Values have to receive their gradients")


def _wrong_outputs(
    case: NetworkCase, inputs: Sequence[float], wanted: Sequence[float], got: Sequence[Number]
) -> str | None:
    rows: list[tuple[str, Number, Number]] = [(_("outputs"), str(len(wanted)), str(len(got)))]
    if len(got) == len(wanted):
        rows = [
            (_("output {number}").format(number=k), want, mine)
            for k, (want, mine) in enumerate(zip(wanted, got, strict=True))
            if not _close(want, mine, max(map(abs, wanted)))
        ]
    return f"{shown(case.sizes)}([{', '.join(map(digits, inputs))}])\n" + numbers(rows[:2]) if rows else None


def _wrong_gradients(case: NetworkCase, answer: Network) -> str | None:
    largest = max(map(abs, case.gradients))
    rows = [
        (f"{name}.grad", want, got)
        for name, want, got in zip(places(case.sizes), case.gradients, answer.gradients, strict=True)
        if not _close(want, got, largest)
    ]
    return shown(case.sizes) + "\n" + numbers(rows[:2]) if rows else None


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
        raise no_answer()
    for name, count in zip(names, answer.counts, strict=True):
        if count != 1:
            text = _("{name} is missing from parameters()") if count == 0 else _("{name} is in parameters() twice")
            return f"{shown(sizes)}\n  " + text.format(name=name)
    if answer.alike:
        return f"{shown(sizes)}\n  " + _("two neurons of a layer start from the same weights: they stay alike for ever")
    if answer.strangers:
        return f"{shown(sizes)}\n  " + _("parameters() holds something that is neither a weight nor a bias")
    return None


def _close(want: float, got: Number, largest: float) -> bool:
    return isinstance(got, (int, float)) and abs(want - got) <= ATOL + RTOL * max(1.0, largest)
