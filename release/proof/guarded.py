"""Guarded mutants: right solutions with a wrong statement that runs only under a condition that nobody thought of.

A mechanical mutant is wrong everywhere, and any check kills it. What strangers get past a grader is right nearly
everywhere: it fails at 0, at equal operands, in a batch of one row, the second time. Each exercise has the conditions
under which its answer may be spoiled, those of any operation here, the others in solutions/proof.toml, and each of them
has to cost points.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from autograder.course import Exercise
from autograder.programs.operations import PRIMITIVES
from release.proof.demands import Demands
from release.proof.trials import Trial
from release.sources.read import Sources


@dataclass(frozen=True)
class Guarded:
    """A guarded mutant: its exercise, the guard's name, and the changed module."""

    exercise: str
    guard: str
    trial: Trial


HELPERS = """

def _again(x):
    before = _COUNTS.get(id(x), (None, 0))[1]
    _COUNTS[id(x)] = (x, before + 1)
    return before > 0


def _seen(key):
    known = key in _KEYS
    _KEYS.add(key)
    return known


def _size(root):
    seen, stack = {id(root)}, [root]
    while stack:
        for operand in stack.pop()._prev:
            if id(operand) not in seen:
                seen.add(id(operand))
                stack.append(operand)
    return len(seen)


_COUNTS, _KEYS = {}, set()
"""

# A closure that adds more than it should, of an operation whose first argument is `self`.
CLOSURE = """
_right = {symbol}


def _guarded(self, *others):
    out = _right(self, *others)
    other = others[0] if others and hasattr(others[0], "data") else self
    inner = out._backward

    def _backward():
        spoiled = {guard}
        inner()
        if spoiled:
            self.grad = self.grad + self.grad + 1.0

    out._backward = _backward
    return out


{symbol} = _guarded
"""
# A function whose result is spoiled; `{head}` are its arguments.
FUNCTION = """
_right = {symbol}


def _guarded({head}):
    spoiled = {guard}
    result = _right({head})
    return {spoiled} if spoiled else result


{symbol} = _guarded
"""

# Of an operation, by how many operands it has.
NUMBERS = {
    "zero": "self.data == 0",
    "one": "self.data == 1",
    "minus one": "self.data == -1",
    "negative": "self.data < 0",
    "tiny": "0 < abs(self.data) < 1e-5",
    "large": "abs(self.data) > 20",
    "very large": "abs(self.data) > 1e6",
    "int": "type(self.data) is int",
    "result 0": "out.data == 0",
    "leaf": "not self._prev",
    "computed": "bool(self._prev)",
    "received before": "self.grad != 0",
    "no upstream": "out.grad == 0",
    "upstream 1": "out.grad == 1",
    "large upstream": "abs(out.grad) > 20",
    "second call": "_again(out)",
}
TWO_NUMBERS = NUMBERS | {
    "equal operands": "self is not other and self.data == other.data",
    "same operand": "self is other",
    "other zero": "other.data == 0",
    "other int": "type(other.data) is int",
    "other leaf": "not other._prev",
}
BEGINS = {"large": 20.0, "very large": 1e6}  # the number beyond which a guard holds


def guarded_of(sources: Sources, exercise: Exercise, demands: Mapping[str, Demands]) -> Iterator[Guarded]:
    """An exercise's guarded mutants, by the guards of its operation, if it has one, and those that its author names."""
    own = demands[exercise.name]
    also = demands[own.like].guards if own.like else {}
    guards = {**_of_operation(exercise.operation), **also, **own.guards}
    for name, guard in guards.items():
        if name not in own.without:
            text = f"{sources.texts[exercise.module]}\n{HELPERS}{_spoiled(exercise, own, guard)}"
            yield Guarded(exercise.name, name, Trial(exercise.module, text, (exercise.name,)))


def _of_operation(op: str) -> Mapping[str, str]:
    """The guards of an operation, without those that hold only where its derivative does not show."""
    if not op:
        return {}
    row = PRIMITIVES[op]
    guards = NUMBERS if row.arity == 1 else TWO_NUMBERS
    return {name: guard for name, guard in guards.items() if row.takes(BEGINS.get(name, 0.0))}


def _spoiled(exercise: Exercise, demands: Demands, guard: str) -> str:
    symbol = "MLP.__call__" if exercise.symbol == "MLP" else exercise.symbol
    if demands.arguments:
        return FUNCTION.format(symbol=symbol, guard=guard, head=demands.arguments, spoiled=demands.spoiled)
    return CLOSURE.format(symbol=symbol, guard=guard)
