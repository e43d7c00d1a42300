"""Counterexamples of programs of matrices."""

from collections.abc import Sequence

import msgspec
import numpy as np

from autograder.judging.feedback.words import aligned, braces, numbers
from autograder.language import _, digits
from autograder.report import Number
from autograder.sandbox.messages import Matrix, TensorReplay
from autograder.truth.central_differences import ATOL, RTOL, Array
from autograder.truth.tensors import TensorCase

EXACT = 1e-9  # relative: what is no derivative is computed alike on both sides


def wrong_tensors(case: TensorCase, replay: TensorReplay) -> str | None:
    """The counterexample of values, then of gradients (the operands' first), then of data that backward changed."""
    found = wrong_data(case, replay) or _first_wrong(case, replay.gradients, "dL/d{}")
    return found or (replay.after and _first_wrong(case, replay.after, "{}.data")) or _wrong_again(case, replay)


def wrong_data(case: TensorCase, replay: TensorReplay) -> str | None:
    """The counterexample of values alone."""
    return _first_wrong(case, replay.data, "{}")


def _first_wrong(case: TensorCase, answers: Sequence[Matrix], form: str) -> str | None:
    truths, rtol = (case.gradients, RTOL) if form.startswith("dL") else (case.data, EXACT)
    for name, got, want in zip(_names(case), answers, truths, strict=True):
        if row := _wrong(got, want, form.format(name), rtol):
            return headline(case) + "\n" + numbers([row])
    return None


def _wrong_again(case: TensorCase, replay: TensorReplay) -> str | None:
    """The counterexample when only a second walk over the same graph goes wrong, or None."""
    if not case.twice or replay.again is None:
        return None
    again = msgspec.structs.replace(replay, gradients=replay.again, again=None)
    found = wrong_tensors(case.again(), again)
    return found and found + "\n  " + _("the same graph, walked back a second time: the first time it was right")


def wrong_operands(case: TensorCase, replay: TensorReplay) -> str | None:
    """The counterexample when the root's `_prev` does not hold exactly its operands, or a value is wrong already."""
    if found := wrong_data(case, replay):
        return found
    names, expected = _names(case), set(case.program.operations[-1].operands)
    got = replay.operands[-1] if replay.operands else ()
    if set(got) == expected:
        return None
    shown = [names[i] if 0 <= i < len(names) else _("another value") for i in got]
    row = ("o._prev", braces([names[int(i)] for i in sorted(expected)]), braces(shown))
    return headline(case) + "\n" + aligned([row])


def _wrong(got: Matrix, want: Array, name: str, rtol: float) -> tuple[str, Number, Number] | None:
    if got.shape != want.shape:
        stranger = got.data[0] if got.shape == () and isinstance(got.data[0], str) else str(got.shape)
        return _("shape of {name}").format(name=name), str(want.shape), stranger
    atol = ATOL + rtol * max(1.0, float(np.abs(want).max()))
    for index, mine, theirs in zip(np.ndindex(want.shape), want.ravel().tolist(), got.data, strict=True):
        if not (isinstance(theirs, (int, float)) and abs(mine - theirs) <= atol):
            place = "".join(f"[{i}]" for i in index)
            return name + place, _without_noise(mine, atol), _without_noise(theirs, atol)
    return None


def _without_noise(number: Number, atol: float) -> Number:
    """A number that is 0 but for rounding is 0: its bits would be others on another machine."""
    return 0.0 if not isinstance(number, str) and abs(number) <= atol else number


def headline(case: TensorCase) -> str:
    """`o = x @ w + b   with x 4 × 2, w 2 × 3, b 3`."""
    shapes = [" × ".join(map(str, shape)) for shape in case.program.shapes]
    shown = ", ".join(f"{name} {shape}" for name, shape in zip(_names(case), shapes, strict=False))
    line = f"{case.program.text}   " + _("with {shapes}").format(shapes=shown)
    if case.received:
        line += "\n  " + _("each input has received {gradient} before").format(gradient=digits(case.received))
    return line + ("\n  " + _("operands that are not contiguous in memory") if case.program.strided else "")


def _names(case: TensorCase) -> list[str]:
    names = case.program.names
    return [*names, *(f"v{k}" for k in range(len(names), len(case.data) - 1)), "o"]
