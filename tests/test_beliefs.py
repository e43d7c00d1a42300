"""A beginner's mistake has its name in whatever shape it is written; what two beliefs could explain has none."""

from pathlib import Path

import pytest

from release.proof.known_good import Stranger
from tests.submissions import grade, reference

SORTED_WALK = """
def topological_sort(root):
    seen, queue = [], [root]
    while queue:
        value = queue.pop(0)
        if value not in seen:
            seen.append(value)
            queue.extend(value._prev)
    return sorted(seen, key=lambda value: value.data)
"""
SORTED_RECURSION = """
def topological_sort(root):
    order = []

    def visit(value):
        if value not in order:
            for operand in value._prev:
                visit(operand)
            order.append(value)

    visit(root)
    order.sort(key=lambda value: value.data)
    return order
"""
RELU = """
def relu(x):
    out = Value(x.data if x.data > 0 else 0.0, (x,))

    def _backward():
        if {passes}:
            x.grad += out.grad

    out._backward = _backward
    return out
"""

NAMED = [
    ("backward", SORTED_WALK, "topological_sort.sorted_by_data"),
    ("backward", SORTED_RECURSION, "topological_sort.sorted_by_data"),
]
UNNAMED = [
    ("relu", RELU.format(passes="x.grad >= 0"), "relu"),
]


def names(folder: Path, module: str, code: str, exercise: str) -> tuple[str, ...]:
    """What one exercise is named whose module has these definitions; it has to lose points."""
    text = Stranger("", exercise, module, "", code).text(reference(module))
    report = grade(folder, {module: text}, exercises=[exercise])
    assert report.points < report.max_points
    return report.misconceptions


@pytest.mark.parametrize(("module", "code", "name"), NAMED)
def test_a_mistake_has_its_name_in_another_shape(tmp_path: Path, module: str, code: str, name: str) -> None:
    assert names(tmp_path, module, code, name.partition(".")[0]) == (name,)


@pytest.mark.parametrize(("module", "code", "exercise"), UNNAMED)
def test_what_is_like_a_mistake_without_being_it_has_no_name(
    tmp_path: Path, module: str, code: str, exercise: str
) -> None:
    assert names(tmp_path, module, code, exercise) == ()
