"""Many programs of one shape evaluated at once, as arrays."""

from collections.abc import Sequence
from math import isinf

import numpy as np
from numpy.typing import NDArray

from autograder.programs.kinks import Instead
from autograder.programs.operations import TABLE, Operation, Primitive
from autograder.programs.program import Program

Array = NDArray[np.float64]
CODES = {row.symbol: code for code, row in enumerate(TABLE)}
MOST_OPERANDS = max(row.arity for row in TABLE)


def shape_of(program: Program) -> tuple[int, int, int]:
    """Inputs, operations, constants: those that are evaluated together have these in common."""
    return program.inputs, len(program.operations), sum(_constants(operation) for operation in program.operations)


def _constants(operation: Operation) -> int:
    return sum(isinstance(operand, float) for operand in operation.operands)


def evaluate(
    programs: Sequence[Program], points: Array, nudges: Array, *, instead: Instead
) -> tuple[Array, NDArray[np.bool_], NDArray[np.bool_]]:
    """Every node's value while each node in turn is moved by each of the nudges, and none: (nodes, programs, nodes + 1,
    nudges). Points have the shape (programs, inputs).

    And of each program whether it is near a kink, and whether an operand is outside of its domain. Constants are
    leaves here, so that programs of one shape are index arrays.
    """
    count, inputs = points.shape
    codes, operands, constants = _as_arrays(programs)
    nodes, rows = programs[0].nodes, np.arange(count)
    leaves = np.concatenate([points.T, constants.T])  # (inputs + constants, programs)
    values = np.empty((len(leaves) + codes.shape[1], count, nodes + 1, len(nudges)))
    values[: len(leaves)] = leaves[:, :, None, None]
    nudge = np.zeros((nodes, nodes + 1, len(nudges)))
    nudge[np.arange(nodes), np.arange(nodes)] = nudges
    values[:inputs] += nudge[:inputs, None]
    kinked, outside = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    for k in range(codes.shape[1]):
        chosen = [values[operands[:, k, side], rows] for side in range(MOST_OPERANDS)]
        result = values[len(leaves) + k]
        for code in np.unique(codes[:, k]):
            row, which = TABLE[code], codes[:, k] == code
            with np.errstate(over="ignore", invalid="ignore"):
                found = instead.get(k, row.function)(*chosen[: row.arity])
            np.copyto(result, found, where=which[:, None, None])
            if k not in instead:
                kinked |= which & _near_a_kink(row, chosen[: row.arity])
                outside |= which & _outside(row, chosen[: row.arity])
        result += nudge[inputs + k]
    return np.concatenate([values[:inputs], values[len(leaves) :]]), kinked, outside


def _near_a_kink(row: Primitive, operands: Sequence[Array]) -> NDArray[np.bool_]:
    """Of which programs an operand is moved over a kink, or onto one."""
    near = np.zeros(len(operands[0]), dtype=bool)
    for kink in row.kinks:
        for x in operands:
            near |= (x.min(axis=(1, 2)) <= kink) & (x.max(axis=(1, 2)) >= kink)
    return near


def _outside(row: Primitive, operands: Sequence[Array]) -> NDArray[np.bool_]:
    """Of which programs an operand is where the operation's derivative does not show."""
    outside, (low, high) = np.zeros(len(operands[0]), dtype=bool), row.domain
    if not (isinf(low) and isinf(high)):
        for x in operands:
            outside |= (x.min(axis=(1, 2)) < low) | (x.max(axis=(1, 2)) > high)
    return outside


def _as_arrays(programs: Sequence[Program]) -> tuple[NDArray[np.int64], NDArray[np.int64], Array]:
    """Operation codes (programs, operations), operand indices (programs, operations, MOST_OPERANDS), constants."""
    size = len(programs[0].operations)
    codes = np.zeros((len(programs), size), dtype=np.int64)
    operands = np.zeros((len(programs), size, MOST_OPERANDS), dtype=np.int64)
    shift = shape_of(programs[0])[2]
    constants = np.zeros((len(programs), shift))
    for p, program in enumerate(programs):
        seen = 0
        for k, (op, chosen) in enumerate(program.operations):
            codes[p, k] = CODES[op]
            for side, operand in enumerate(chosen):
                if isinstance(operand, int):
                    operands[p, k, side] = operand if operand < program.inputs else operand + shift
                else:
                    operands[p, k, side] = program.inputs + seen
                    constants[p, seen] = operand
                    seen += 1
    return codes, operands, constants
