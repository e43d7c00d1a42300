"""A program is a scalar computation written down as a list of operations.

A grader writes `lambda a, b: (a + b) * b`; `trace` records it once. The same program is then evaluated on
floats for the truth and replayed on a student's `Value` for the answer. A program lists its operations in
topological order, so it is also a tape.
"""

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

from autograder.programs.operations import FUNCTIONS, Operation
from autograder.programs.printing import OUTPUT, names_of_inputs, operation_text, texts_of

DRAWS = 20  # of numbers for the nodes: one in three of the smallest graphs is numbered in an order by chance


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

    def evaluate(self, leaves: Sequence[Any], functions: Mapping[str, Callable[..., Any]] = FUNCTIONS) -> list[Any]:
        """The value of every node, on whatever the functions compute with: floats, arrays, and with others more."""
        values = list(leaves)
        for op, operands in self.operations:
            values.append(functions[op](*(values[x] if isinstance(x, int) else x for x in operands)))
        return values

    def operands(self, node: int) -> tuple[int, ...]:
        """The nodes that a node is computed from, each once; none for an input."""
        operands = self.operations[node - self.inputs].operands if node >= self.inputs else ()
        return tuple(dict.fromkeys(x for x in operands if isinstance(x, int)))

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

    @cached_property
    def labels(self) -> tuple[int, ...]:
        """One number for each node, by chance: from the numbers alone nobody knows which node comes before which.

        Counting upwards is no topological order, nor is counting downwards, where there are nodes enough for that.
        """
        labels, chance = list(range(self.nodes)), Random(self.seed)
        for _ in range(DRAWS):
            chance.shuffle(labels)
            if all(self._is_broken(labels, sign) for sign in (1, -1)):
                break
        return tuple(labels)

    def _is_broken(self, labels: Sequence[int], sign: int) -> bool:
        """Whether some operand comes after its result when nodes are listed by number, or by number downwards."""
        return any(
            isinstance(x, int) and sign * labels[x] > sign * labels[node]
            for node, operation in enumerate(self.operations, start=self.inputs)
            for x in operation.operands
        )

    def without_dead_operations(self) -> "Program":
        """The same root, with only the operations that it depends on."""
        live = self.live
        place = {i: i for i in range(self.inputs)}
        for old in range(self.inputs, self.nodes):
            if old in live:
                place[old] = len(place)
        kept = [self.operations[old - self.inputs] for old in place if old >= self.inputs]
        return Program(self.inputs, tuple(renumbered(operation, place) for operation in kept))

    def input_names(self) -> list[str]:
        """`x`, `y`, … as they are printed."""
        return names_of_inputs(self.inputs)

    def node_names(self) -> list[str]:
        """Each node as it is printed: a name where it has one, its expression where not."""
        return self._texts[0]

    def node_labels(self) -> list[str]:
        """Each node with what it is: `x`, `a = x + y`, or `x + y` where it has no name of its own."""
        names = self.node_names()
        texts = [operation_text(operation, names) for operation in self.operations]
        own = [
            text if name.strip("()") == text.strip("()") else f"{name} = {text}"
            for name, text in zip(names[self.inputs :], texts, strict=True)
        ]
        return names[: self.inputs] + own

    @cached_property
    def _texts(self) -> tuple[list[str], list[str]]:
        return texts_of(self.input_names(), self.operations, self.uses())

    def written(self, names: Sequence[str], output: str) -> str:
        """The program with other letters for its inputs and its output."""
        return "; ".join(texts_of(names, self.operations, self.uses(), output)[1]) or f"{output} = {names[0]}"

    def __str__(self) -> str:
        return self.written(self.input_names(), OUTPUT)


def renumbered(operation: Operation, place: dict[int, int]) -> Operation:
    """The same operation on nodes that have other numbers."""
    return Operation(operation.op, tuple(place[x] if isinstance(x, int) else x for x in operation.operands))
