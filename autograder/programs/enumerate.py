"""All small programs, each graph once, smallest first."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import permutations, product

from autograder.programs.operations import OPERATORS, PRIMITIVES, Operation, symbols
from autograder.programs.program import Program, renumbered


@cache
def enumerate_programs(ops: str = OPERATORS, inputs: int = 2, operations: int = 3) -> tuple[Program, ...]:
    """All distinct programs of one up to `operations` operations out of `ops` ("+*", "+ relu"), smallest first.

    Two programs are the same when they are one graph written down in two orders; an operation that the root
    does not need makes a program dead. Of the 4,760 orderings of up to three `+`/`*` on two inputs 1,336 remain.
    """
    return tuple(
        Program(inputs, steps)
        for size in range(1, operations + 1)
        for steps in _orderings(symbols(ops), inputs, size)
        if _is_alive(steps, inputs) and _is_canonical(steps, inputs)
    )


def canonical(program: Program) -> Program:
    """The same graph in the order in which it is enumerated."""
    return Program(program.inputs, min(_reorderings(program.operations, program.inputs)))


Steps = tuple[Operation, ...]


def _orderings(ops: Sequence[str], inputs: int, size: int) -> Iterator[Steps]:
    return product(*(list(_steps(ops, inputs + k)) for k in range(size)))


def _steps(ops: Sequence[str], nodes: int) -> Iterator[Operation]:
    """Every operation on that many nodes."""
    for op in ops:
        yield from (Operation(op, chosen) for chosen in product(range(nodes), repeat=PRIMITIVES[op].arity))


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
        moved = tuple(renumbered(steps[old], place) for old in order)
        if all(max(step.operands) < inputs + k for k, step in enumerate(moved)):
            yield moved
