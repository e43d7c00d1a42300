"""Seeded random programs, each with a point at which its gradients are certain: larger than can be enumerated.

Values are kept moderate while a program grows, and a program whose central differences are not certain is
drawn again, here and not while grading (a naive generator has 12 % of them).
"""

import operator
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from autograder.errors import KitError
from autograder.programs.operations import FUNCTIONS, PRIMITIVES, Operation, symbols
from autograder.programs.program import Program
from autograder.truth.central_differences import ATTEMPTS, Case, fair_case, local_derivatives

SMALLEST, LARGEST = 0.05, 6.0  # the size of every value on the way
STEEPEST = 8.0  # the size of every derivative on the way
RECENT = 6  # operands are mostly drawn from the last few nodes, so that graphs are deep
DRAWS = 8  # tries for each operation before a program stays as it is


@lru_cache(maxsize=64)
def random_cases(ops: str, *, count: int, operations: int, inputs: int = 3) -> tuple[Case, ...]:
    """`count` programs of `operations` operations out of `ops` ("+*", "+* relu"), with shared intermediate nodes.

    Raises KitError when no well-conditioned program can be drawn.
    """
    names = symbols(ops)
    written = "".join(name for name in names if PRIMITIVES[name].operator)
    rng = np.random.default_rng([count, operations, inputs, len(written) < len("".join(names)), *map(ord, written)])
    return tuple(_random_case(rng, names, operations, inputs) for _ in range(count))


def _random_case(rng: np.random.Generator, ops: Sequence[str], operations: int, inputs: int) -> Case:
    for _ in range(ATTEMPTS):
        point = (rng.uniform(0.3, 1.9, inputs) * rng.choice([-1.0, 1.0], inputs)).tolist()
        program = _grow(rng, ops, operations, point)
        if len(program.operations) < operations // 2 or not _has_shared_intermediate(program):
            continue
        if case := fair_case(program, point, lambda: float(rng.uniform(1.2, 2.5) * rng.choice([-1.0, 1.0]))):
            return case
    raise KitError(f"no well-conditioned program of {operations} operations")


def _grow(rng: np.random.Generator, ops: Sequence[str], operations: int, point: list[float]) -> Program:
    """Draw operations until there are enough, or until the values leave no fair one."""
    inputs = len(point)
    # Of each node its value, then its derivative by each input.
    duals = [[x, *(float(i == j) for j in range(inputs))] for i, x in enumerate(point)]
    chosen, unused = list[Operation](), set(range(inputs))
    for _ in range(DRAWS * operations):
        if len(chosen) == operations:
            break
        operation = _draw(rng, ops, inputs, len(duals), unused)
        operands = [duals[int(x)] for x in operation.operands]
        if not _in_domain(operation, operands):
            continue
        dual = _apply(operation, operands)
        if _is_moderate(operation, dual):
            chosen.append(operation)
            duals.append(dual)
            unused.difference_update(operation.operands)
            unused.add(len(duals) - 1)
    return Program(inputs, tuple(chosen)).without_dead_operations()


def _in_domain(operation: Operation, operands: list[list[float]]) -> bool:
    return PRIMITIVES[operation.op].takes(*(value for value, *_derivatives in operands))


def _is_moderate(operation: Operation, dual: list[float]) -> bool:
    """What bends at a kink is taken as it is: nothing comes through on one side."""
    if PRIMITIVES[operation.op].kinks:
        return True
    return SMALLEST < abs(dual[0]) < LARGEST and max(map(abs, dual[1:])) < STEEPEST


def _draw(rng: np.random.Generator, ops: Sequence[str], inputs: int, nodes: int, unused: set[int]) -> Operation:
    """An operation on the newest node or the oldest unused one, so that little dies, and on any other node.

    A product mostly takes an input as its other operand: its degree would double otherwise.
    """
    op = ops[int(rng.integers(len(ops)))]
    first = min(unused) if rng.random() < 0.4 else nodes - 1
    if PRIMITIVES[op].degree > 1 and nodes > 2 * RECENT and rng.random() < 0.8:
        second = int(rng.integers(inputs))
    else:
        second = int(rng.integers(max(0, nodes - RECENT), nodes) if rng.random() < 0.7 else rng.integers(nodes))
    return Operation(op, (first, second)[: PRIMITIVES[op].arity])


def _apply(operation: Operation, operands: list[list[float]]) -> list[float]:
    """The result's value and derivatives from those of its operands."""
    values, *derivatives = zip(*operands, strict=True)
    local = local_derivatives(operation.op, values)
    return [FUNCTIONS[operation.op](*values), *(sum(map(operator.mul, local, each)) for each in derivatives)]


def _has_shared_intermediate(program: Program) -> bool:
    return any(uses > 1 for uses in program.uses()[program.inputs : -1])
