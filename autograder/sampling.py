"""Seeded random programs, each with a point at which its gradients are certain: larger than can be enumerated.

Values are kept moderate while a program grows, and a program whose central differences are not certain is
drawn again, here and not while grading (a naive generator has 12 % of them).
"""

import operator
from functools import lru_cache

import numpy as np

from autograder.errors import KitError
from autograder.gradcheck import ATTEMPTS, Case, fair_case, local_derivatives
from autograder.program import BINARY, Operation, Program

SMALLEST, LARGEST = 0.05, 6.0  # the size of every value on the way
STEEPEST = 8.0  # the size of every derivative on the way
RECENT = 6  # operands are mostly drawn from the last few nodes, so that graphs are deep
DRAWS = 8  # tries for each operation before a program stays as it is


@lru_cache(maxsize=64)
def random_cases(ops: str, *, count: int, operations: int, inputs: int = 3, relu: bool = False) -> tuple[Case, ...]:
    """`count` programs of `operations` operations out of `ops` (and relu), with shared intermediate nodes.

    Raises KitError when no well-conditioned program can be drawn.
    """
    rng = np.random.default_rng([count, operations, inputs, relu, *map(ord, ops)])
    names = [*ops, "relu"] if relu else list(ops)
    return tuple(_random_case(rng, names, operations, inputs) for _ in range(count))


def _random_case(rng: np.random.Generator, ops: list[str], operations: int, inputs: int) -> Case:
    for _ in range(ATTEMPTS):
        point = (rng.uniform(0.3, 1.9, inputs) * rng.choice([-1.0, 1.0], inputs)).tolist()
        program = _grow(rng, ops, operations, point)
        if len(program.operations) < operations // 2 or not _has_shared_intermediate(program):
            continue
        if case := fair_case(program, point, lambda: float(rng.uniform(1.2, 2.5) * rng.choice([-1.0, 1.0]))):
            return case
    raise KitError(f"no well-conditioned program of {operations} operations")


def _grow(rng: np.random.Generator, ops: list[str], operations: int, point: list[float]) -> Program:
    """Draw operations until there are enough, or until the values leave no fair one."""
    inputs = len(point)
    # Of each node its value, then its derivative by each input.
    duals = [[x, *(float(i == j) for j in range(inputs))] for i, x in enumerate(point)]
    chosen, unused = list[Operation](), set(range(inputs))
    for _ in range(DRAWS * operations):
        if len(chosen) == operations:
            break
        operation = _draw(rng, ops, inputs, len(duals), unused)
        dual = _apply(operation, [duals[int(x)] for x in operation.operands])
        if operation.op == "relu" or (SMALLEST < abs(dual[0]) < LARGEST and max(map(abs, dual[1:])) < STEEPEST):
            chosen.append(operation)
            duals.append(dual)
            unused.difference_update(operation.operands)
            unused.add(len(duals) - 1)
    return Program(inputs, tuple(chosen)).without_dead_operations()


def _draw(rng: np.random.Generator, ops: list[str], inputs: int, nodes: int, unused: set[int]) -> Operation:
    """An operation on the newest node or the oldest unused one, so that little dies, and on any other node.

    A product mostly takes an input as its other operand: its degree would double otherwise.
    """
    op = ops[rng.integers(len(ops))]
    first = min(unused) if rng.random() < 0.4 else nodes - 1
    if op == "*" and nodes > 2 * RECENT and rng.random() < 0.8:
        second = int(rng.integers(inputs))
    else:
        second = int(rng.integers(max(0, nodes - RECENT), nodes) if rng.random() < 0.7 else rng.integers(nodes))
    return Operation(op, (first,) if op == "relu" else (first, second))


def _apply(operation: Operation, operands: list[list[float]]) -> list[float]:
    """The result's value and derivatives from those of its operands."""
    values, *derivatives = zip(*operands, strict=True)
    local = local_derivatives(operation.op, values)
    value = max(values[0], 0.0) if operation.op == "relu" else BINARY[operation.op](*values)
    return [value, *(sum(map(operator.mul, local, each)) for each in derivatives)]


def _has_shared_intermediate(program: Program) -> bool:
    return any(uses > 1 for uses in program.uses()[program.inputs : -1])
