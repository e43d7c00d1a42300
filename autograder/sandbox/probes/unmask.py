"""Expressions that are written down instead of computed: what a function makes of two inputs that know no number."""

import importlib
from collections.abc import Callable, Mapping
from typing import Any

from autograder.sandbox.worker import Malformed

SHOWN = 8  # operations; a longer expression is only counted


class Expression:
    """An input, or an operation on expressions; operations have numbers."""

    def __init__(self, op: int = -1, *operands: Any) -> None:
        for operand in operands:
            if not isinstance(operand, Expression):
                raise Malformed("operand", "", operand)
        self.op, self.operands = op, operands

    def _refused(self, *_others: object) -> Any:
        raise Malformed("operator")

    __neg__ = __sub__ = __rsub__ = __truediv__ = __rtruediv__ = __pow__ = __matmul__ = _refused


def written(
    module: Any, symbol: str, *, inputs: int, operators: Mapping[str, int], functions: Mapping[str, int]
) -> list[dict[str, Any]]:
    """What the function returns for that many inputs: how many operations, and the first of them.

    Operands come before results. Operations have the numbers that come with the request, by Python's name ("add") or by
    the path of a function ("exercises.relu.relu").
    """
    for name, op in operators.items():
        setattr(Expression, f"__{name}__", lambda self, other, op=op: Expression(op, self, other))
        setattr(Expression, f"__r{name}__", lambda self, other, op=op: Expression(op, other, self))
    for path, op in functions.items():
        _stand_in(module, path, lambda *operands, op=op: Expression(op, *operands))
    leaves = [Expression() for _ in range(inputs)]
    root = getattr(module, symbol)(*leaves)
    if not isinstance(root, Expression):
        raise Malformed("expression", symbol, root)
    return [_operations(root, leaves)]


def _stand_in(module: Any, path: str, function: Callable[..., Any]) -> None:
    """Put a function in the place of one of the submission's, wherever that is imported."""
    home, _, name = path.rpartition(".")
    for place in (module, importlib.import_module(home)):
        setattr(place, name, function)


def _operations(root: Expression, leaves: list[Expression]) -> dict[str, Any]:
    """All that the root needs, each once, in an order in which operands come before results."""
    numbers: dict[int, int] = {id(leaf): number for number, leaf in enumerate(leaves)}
    operations: list[Any] = []
    stack = [root]
    while stack:
        node = stack[-1]
        if id(node) not in numbers and (missing := [x for x in node.operands if id(x) not in numbers]):
            stack += missing
            continue
        stack.pop()
        if id(node) not in numbers:
            operations.append([node.op, [numbers[id(x)] for x in node.operands]])
            numbers[id(node)] = len(numbers)
    return {"count": len(operations), "operations": operations[:SHOWN]}
