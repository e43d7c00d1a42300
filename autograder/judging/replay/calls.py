"""Calls of plain functions of numbers, lists, arrays and recorded programs."""

from collections.abc import Sequence
from inspect import getsource
from typing import Any

import numpy as np

from autograder.course import Exercise
from autograder.judging.feedback.calls import passes_of
from autograder.judging.replay.script import SHOW, Script, imported, written
from autograder.language import _
from autograder.programs.operations import PRIMITIVES
from autograder.programs.program import Program
from autograder.sandbox.messages import Answer, Returned
from autograder.truth.calls import TORCH, Call, Lists
from autograder.truth.xor import SIGNS, output, side

ANNOTATED = "rows: Sequence[Sequence[float]], x: float, y: float"
COUNTED = "forwards = []\n"
STAND_IN = """\
from autograder.sandbox.probes.pytorch import Torch

passes = []
torch = Torch(passes)
"""
STEADY = """\
results, first = [], []
for arguments in calls:
    results.append({symbol}(*arguments))
    first.append(repr(results[-1]))
again = [repr({symbol}(*arguments)) for arguments in reversed(calls)][::-1]
for k, result in enumerate(results):
    if not first[k] == repr(result) == again[k]:
        show(f"{symbol}(*calls[{{k}}])", first[k], (repr(result), again[k]))"""


def returned(exercise: Exercise, call: Call, answer: Answer, *, others: Sequence[Call]) -> str:
    """A call, what it returns and what it does to its arguments; with `others` where it depends on them."""
    script = Script()
    script.imports("import numpy as np", imported(exercise))
    if isinstance(answer, Returned) and not answer.steady:
        return _unsteady(script, exercise.symbol, others)
    arguments = [_argument(script, argument) for argument in call.arguments]
    script.add(f"arguments = [{', '.join(arguments)}]", "before = repr(arguments)")
    script.add(f"result = {exercise.symbol}(*arguments)", "")
    expected = np.asarray(call.expected, dtype=float)
    if isinstance(call.holds, Lists):
        script.show(_("result"), str(list(call.holds.numbers)), "result")
    elif call.holds:
        script.show(_("shape"), str(call.holds.shape), "np.shape(result)")
        if isinstance(answer, Returned) and answer.shape == call.holds.shape:
            _outputs(script)
    elif isinstance(answer, Returned) and answer.shape == expected.shape:
        for place in np.ndindex(expected.shape):
            index = "".join(f"[{i}]" for i in place)
            script.show(_("result") + index, float(expected[place]), f"result{index}")
    else:
        script.show(_("shape"), str(expected.shape), "np.shape(result)")
        script.show(_("result"), expected.tolist(), "result")
    if call.forwards is not None:
        script.show(passes_of(call), call.forwards, "len(passes)" if TORCH in call.arguments else "len(forwards)")
    if isinstance(answer, Returned) and not answer.unchanged:
        script.add('show("arguments", before, repr(arguments))')
    return script.text()


def _outputs(script: Script) -> None:
    """What the two neurons and the output of a result answer to XOR's points."""
    script.helper(getsource(output).replace(" -> float", "").replace(ANNOTATED, "rows, x, y"))
    for (x, y), sign in SIGNS.items():
        script.show(f"o({x}, {y})", side(sign), f"output(result, {x}, {y})")


def _argument(script: Script, argument: Any) -> str:
    if argument is TORCH:
        script.helper(STAND_IN)
        return "torch"
    if not isinstance(argument, Program):
        return written(argument)
    script.helper(COUNTED + "\n\n" + _function(argument))
    return "f"


def _function(program: Program) -> str:
    """A program as a function of one list of numbers."""
    names = [*(f"x[{i}]" for i in range(program.inputs)), *(f"v{k}" for k in range(len(program.operations)))]
    lines = ["def f(x):", "    forwards.append(1)"]
    for name, (op, operands) in zip(names[program.inputs :], program.operations, strict=True):
        row = PRIMITIVES[op]
        shown = [names[i] if isinstance(i, int) else repr(i) for i in (*operands, *row.plain[1:])]
        function = row.plain[0].removeprefix("builtins.") if row.plain else op
        lines.append(f"    {name} = " + (f" {op} ".join(shown) if row.operator else f"{function}({', '.join(shown)})"))
    return "\n".join([*lines, f"    return {names[-1]}"]) + "\n"


def _unsteady(script: Script, symbol: str, calls: Sequence[Call]) -> str:
    """All calls one after the other, and once more: a result that was changed meanwhile, or another one, shows."""
    script.add("calls = [")
    for call in calls:
        script.add(f"    [{', '.join(_argument(script, argument) for argument in call.arguments)}],")
    script.helper(SHOW.format(expected=_("expected"), yours=_("yours")))
    script.add("]", STEADY.format(symbol=symbol))
    return script.text()
