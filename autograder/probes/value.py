"""`Value.__add__` and `Value.__mul__`, driven in tape order, so that neither needs a backward pass."""

import operator
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.worker import Malformed

from . import nodes

APPLY = {"+": operator.add, "*": operator.mul}


def usable(module: Any) -> bool:
    """Whether other exercises can build their graphs with this module's `Value`."""
    return nodes.usable(getattr(module, "Value", None))


def gradients(module: Any, cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Data and gradients of each case."""
    return nodes.gradients(_value(module), cases, APPLY)


def remembered(module: Any, cases: Sequence[Mapping[str, Any]]) -> list[Any]:
    """The operands that each root remembers."""
    return nodes.remembered(_value(module), cases, APPLY)


def _value(module: Any) -> Any:
    value = getattr(module, "Value", None)
    if not isinstance(value, type):
        raise Malformed("name", "Value", value)
    return value
