"""An operation on `Value`, driven in tape order, so that it needs no backward pass; the request says what to call."""

from collections.abc import Mapping, Sequence
from typing import Any

from . import nodes


def usable(module: Any) -> bool:
    """Whether other exercises can build their graphs with this module: a question to the one that holds `Value`."""
    return module.__name__ != nodes.HOME or nodes.usable(getattr(module, "Value", None))


def gradients(module: Any, cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Data and gradients of each case."""
    return nodes.gradients(nodes.sibling_value(module), cases)


def remembered(module: Any, cases: Sequence[Mapping[str, Any]]) -> list[Any]:
    """The operands that each root remembers."""
    return nodes.remembered(nodes.sibling_value(module), cases)
