"""`relu`, between nodes that are built by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

from autograder.worker import Malformed

from . import nodes


def gradients(module: Any, cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Data and gradients of each case."""
    return nodes.gradients(nodes.sibling_value(module), cases, {"relu": _relu(module)})


def remembered(module: Any, cases: Sequence[Mapping[str, Any]]) -> list[Any]:
    """The operands that each root remembers."""
    return nodes.remembered(nodes.sibling_value(module), cases, {"relu": _relu(module)})


def _relu(module: Any) -> Any:
    relu = getattr(module, "relu", None)
    if not callable(relu):
        raise Malformed("name", "relu", relu)
    return relu
