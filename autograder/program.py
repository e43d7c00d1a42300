"""A program is a scalar computation written down as a list of operations.

A grader writes `lambda a, b: (a + b) * b`; `trace` records it once. The same program is then evaluated on
floats for the truth and replayed on a student's `Value` for the answer. A program lists its operations in
topological order, so it is also a tape.
"""

import operator
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import permutations, product
from math import gcd
from typing import Any, NamedTuple, Self

from autograder.language import _

Operand = int | float  # the index of a node, or a constant

BINARY: dict[str, Callable[[Any, Any], Any]] = {"+": operator.add, "*": operator.mul}
SHOWN_OPERATIONS = 12  # a longer program is printed cut: nobody reads it
SHOWN_LENGTH = 100  # characters of one expression


class Operation(NamedTuple):
    """`op` is "+", "*" or "relu"; an operand that is an int is a node, one that is a float is a constant."""

    op: str
    operands: tuple[Operand, ...]


@dataclass(frozen=True)
class Program:
    """Nodes 0 … inputs-1 are the inputs; each operation adds one node; the last node is the root."""

    inputs: int
    operations: tuple[Operation, ...]

    @property
    def nodes(self) -> int:
        """How many nodes there are, inputs included."""
        return self.inputs + len(self.operations)

    @cached_property
    def seed(self) -> int:
        """A number that depends on the program alone: the same test data in every run."""
        return zlib.crc32(repr((self.inputs, self.operations)).encode())

    def evaluate(self, leaves: Sequence[Any], relu: Callable[[Any], Any] | None = None) -> list[Any]:
        """The value of every node, on anything that supports the operations (floats, arrays, `Value`s)."""
        values = list(leaves)
        for op, operands in self.operations:
            numbers = [values[x] if isinstance(x, int) else x for x in operands]
            values.append(BINARY[op](*numbers) if op in BINARY else (relu or _relu)(*numbers))
        return values

    def uses(self) -> list[int]:
        """How many operand places each node fills."""
        counts = [0] * self.nodes
        for operation in self.operations:
            for operand in operation.operands:
                if isinstance(operand, int):
                    counts[operand] += 1
        return counts

    @cached_property
    def live(self) -> frozenset[int]:
        """The nodes that the root needs, itself included."""
        live = {self.nodes - 1}
        for node in range(self.nodes - 1, self.inputs - 1, -1):  # operands come before their results
            if node in live:
                live.update(x for x in self.operations[node - self.inputs].operands if isinstance(x, int))
        return frozenset(live)

    @property
    def labels(self) -> tuple[int, ...]:
        """One number for each node, in strides of about 0.6 of all: counting upwards is no topological order."""
        return _strides(self.nodes)

    def without_dead_operations(self) -> "Program":
        """The same root, with only the operations that it depends on."""
        live = self.live
        place = {i: i for i in range(self.inputs)}
        for old in range(self.inputs, self.nodes):
            if old in live:
                place[old] = len(place)
        kept = [self.operations[old - self.inputs] for old in place if old >= self.inputs]
        return Program(self.inputs, tuple(_renumbered(operation, place) for operation in kept))

    def input_names(self) -> list[str]:
        """`a`, `b`, … as they are printed."""
        return [_letters(i) for i in range(self.inputs)]

    def node_names(self) -> list[str]:
        """Each node as it is printed: a name where it has one, its expression where not."""
        return _texts(self)[0]

    def node_labels(self) -> list[str]:
        """Each node with what it is: `a`, `d = a + b`, or `a + b` where it has no name of its own."""
        names = self.node_names()
        texts = [_operation_text(operation, names) for operation in self.operations]
        own = [
            text if name.strip("()") == text.strip("()") else f"{name} = {text}"
            for name, text in zip(names[self.inputs :], texts, strict=True)
        ]
        return names[: self.inputs] + own

    def __str__(self) -> str:
        return "; ".join(_texts(self)[1]) or "y = a"


@cache
def _strides(count: int) -> tuple[int, ...]:
    stride = next(n for n in range(count * 5 // 8 + 1, 2 * count + 1) if gcd(n, count) == 1)
    return tuple((count // 2 + stride * node) % count for node in range(count))


def _relu(x: Any) -> Any:
    return (x > 0) * x


def _renumbered(operation: Operation, place: dict[int, int]) -> Operation:
    return Operation(operation.op, tuple(place[x] if isinstance(x, int) else x for x in operation.operands))


# Tracing


class Tracer:
    """Stands for a node while a function is recorded; `-x` and `x - y` become `* -1.0`, which tape order can see."""

    def __init__(self, operations: list[Operation], node: int, inputs: int) -> None:
        self._operations, self._node, self._inputs = operations, node, inputs

    def _record(self, op: str, *operands: "Tracer | float") -> Self:
        indices = tuple(x._node if isinstance(x, Tracer) else float(x) for x in operands)
        self._operations.append(Operation(op, indices))
        return type(self)(self._operations, self._inputs + len(self._operations) - 1, self._inputs)

    def __add__(self, other: "Tracer | float") -> Self:
        return self._record("+", self, other)

    def __radd__(self, other: float) -> Self:
        return self._record("+", other, self)

    def __mul__(self, other: "Tracer | float") -> Self:
        return self._record("*", self, other)

    def __rmul__(self, other: float) -> Self:
        return self._record("*", other, self)

    def __neg__(self) -> Self:
        return self * -1.0

    def __sub__(self, other: "Tracer | float") -> Self:
        return self + -other

    def __rsub__(self, other: float) -> Self:
        return -self + other


def relu(x: Tracer) -> Tracer:
    """The operation `relu` in a function to be traced."""
    return x._record("relu", x)


def trace(function: Callable[..., Tracer], inputs: int | None = None) -> Program:
    """Record a function of scalars, of as many as it names or as are given.

    The node that it returns becomes the last one; dead operations are dropped. Raises ValueError when an operation
    was recorded after the one that the function returns and is needed by none.
    """
    inputs = function.__code__.co_argcount if inputs is None else inputs
    operations: list[Operation] = []
    root = function(*(Tracer(operations, i, inputs) for i in range(inputs)))
    if root._node < inputs and inputs > 1:
        raise ValueError("a function of several inputs has to compute something")
    return Program(inputs, tuple(operations[: max(0, root._node - inputs + 1)])).without_dead_operations()


# Enumerating


@cache
def enumerate_programs(ops: str = "+*", inputs: int = 2, operations: int = 3) -> tuple[Program, ...]:
    """All distinct programs of one up to `operations` binary operations, smallest first.

    Two programs are the same when they are one graph written down in two orders; an operation that the root
    does not need makes a program dead. Of the 4,760 orderings of up to three `+`/`*` on two inputs 1,336 remain.
    """
    return tuple(
        Program(inputs, steps)
        for size in range(1, operations + 1)
        for steps in _orderings(ops, inputs, size)
        if _is_alive(steps, inputs) and _is_canonical(steps, inputs)
    )


Steps = tuple[Operation, ...]


def _orderings(ops: str, inputs: int, size: int) -> Iterator[Steps]:
    return product(
        *([Operation(op, pair) for op in ops for pair in product(range(inputs + k), repeat=2)] for k in range(size))
    )


def _is_alive(steps: Steps, inputs: int) -> bool:
    """Whether each result but the last is used: the root needs them all, for operands come before results."""
    used = {x for step in steps for x in step.operands}
    return used.issuperset(range(inputs, inputs + len(steps) - 1))


def _is_canonical(steps: Steps, inputs: int) -> bool:
    """Whether no other order of the same graph comes before this one."""
    if all(inputs + k in step.operands for k, step in enumerate(steps[1:])):
        return True  # each operation needs the one before it: there is no other order
    return all(steps <= other for other in _reorderings(steps, inputs))


def _reorderings(steps: Steps, inputs: int) -> Iterator[Steps]:
    for order in permutations(range(len(steps))):
        place = {i: i for i in range(inputs)} | {inputs + old: inputs + new for new, old in enumerate(order)}
        moved = tuple(_renumbered(steps[old], place) for old in order)
        if all(max(step.operands) < inputs + k for k, step in enumerate(moved)):
            yield moved


# Printing


def _letters(node: int) -> str:
    alphabet = "abcdefghijklmnopqrstuvwxz"  # y is the root
    return alphabet[node] if node < len(alphabet) else f"v{node}"


def _texts(program: Program) -> tuple[list[str], list[str]]:
    """Every node's name or expression, and the lines `d = a + b`, `y = d * d`: what is used twice has a name."""
    uses, lines = program.uses(), list[str]()
    texts = [_letters(i) for i in range(program.inputs)]
    for node, operation in enumerate(program.operations, start=program.inputs):
        if len(lines) >= SHOWN_OPERATIONS or len(texts[-1]) > SHOWN_LENGTH:
            count = len(program.operations)
            return texts + ["…"] * (program.nodes - len(texts)), [
                *lines,
                _("… ({count} operations)").format(count=count),
            ]
        text = _operation_text(operation, texts)
        if uses[node] > 1 or node == program.nodes - 1:
            name = "y" if node == program.nodes - 1 else _letters(program.inputs + len(lines))
            lines.append(f"{name} = {text}")
            text = name
        elif operation.op != "relu":
            text = f"({text})"
        texts.append(text)
    return texts, lines


def _operation_text(operation: Operation, texts: Sequence[str]) -> str:
    shown = [texts[x] if isinstance(x, int) else f"{x:g}" for x in operation.operands]
    if operation.op == "relu":
        return f"relu{shown[0]}" if shown[0].startswith("(") else f"relu({shown[0]})"
    return f" {operation.op} ".join(shown)
