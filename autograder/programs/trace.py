"""A function of scalars, written as Python, recorded as a program.

Operations that Python has no sign for are names of this module: `from autograder.programs.trace import relu`.
"""

from collections.abc import Callable, Mapping
from typing import Any, Self

from autograder.programs.operations import FUNCTIONS, SYMBOLS, Operation
from autograder.programs.program import Program


class Tracer:
    """Stands for a node while a function is recorded; `-x` and `x - y` become `* -1.0`, which tape order can see."""

    def __init__(self, operations: list[Operation], node: int, inputs: int) -> None:
        self._operations, self._node, self._inputs = operations, node, inputs

    def record(self, op: str, *operands: "Tracer | float") -> Self:
        """The result of one operation."""
        indices = tuple(x._node if isinstance(x, Tracer) else float(x) for x in operands)
        self._operations.append(Operation(op, indices))
        return type(self)(self._operations, self._inputs + len(self._operations) - 1, self._inputs)

    def __add__(self, other: "Tracer | float") -> Self:
        return self.record(SYMBOLS["add"], self, other)

    def __radd__(self, other: float) -> Self:
        return self.record(SYMBOLS["add"], other, self)

    def __mul__(self, other: "Tracer | float") -> Self:
        return self.record(SYMBOLS["mul"], self, other)

    def __rmul__(self, other: float) -> Self:
        return self.record(SYMBOLS["mul"], other, self)

    def __neg__(self) -> Self:
        return self * -1.0

    def __sub__(self, other: "Tracer | float") -> Self:
        return self + -other

    def __rsub__(self, other: float) -> Self:
        return -self + other


def _recorded(op: str) -> Callable[..., Any]:
    """An operation in a function to be traced; of plain numbers alone it is their value."""

    def record(*operands: Tracer | float) -> Any:
        tracer = next((x for x in operands if isinstance(x, Tracer)), None)
        return tracer.record(op, *operands) if tracer else FUNCTIONS[op](*operands)

    return record


RECORDED: Mapping[str, Callable[..., Any]] = {op: _recorded(op) for op in FUNCTIONS}


def __getattr__(name: str) -> Callable[..., Tracer]:
    """`relu` and every other operation that is written as a function."""
    if name in RECORDED:
        return RECORDED[name]
    raise AttributeError(f"there is no operation {name}")


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
