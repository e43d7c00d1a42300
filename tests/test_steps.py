"""The backward pass step by step: the marked step is the one in which the judge's first wrong node goes wrong."""

import re
from pathlib import Path

import pytest

from autograder.errors import UsageError
from autograder.render.steps import frames_text, steps_page
from autograder.render.walked import walked
from autograder.report import CheckResult, Graph
from release.sources.misconceptions import exercise_of, patched
from tests.bank import bank
from tests.test_replay import MODULES, failures

# Entries that leave gradients as they are, or answer with an exception, have no steps.
EXERCISES = ("add", "mul", "relu", "backward")
ENTRIES = [identity for identity in sorted(bank()[1]) if identity.partition(".")[0] in EXERCISES]


def stepped(folder: Path, identity: str) -> list[CheckResult]:
    """The failures of an entry that change a gradient."""
    sources, entries = bank()
    exercise = exercise_of(sources, entries[identity])
    modules = MODULES | {exercise.module: patched(sources, entries[identity])}
    found = failures(folder, modules, exercise.name)
    return [check for check in found if check.graph and check.graph.about == "gradient"]


@pytest.mark.parametrize("identity", ENTRIES)
def test_the_marked_step_is_where_the_first_wrong_node_goes_wrong(tmp_path: Path, identity: str) -> None:
    for check in stepped(tmp_path, identity):
        graph = check.graph
        assert graph and graph.steps and graph.marked is not None and graph.first is not None
        off = [abs(_number(step.held[graph.first]) - step.due[graph.first]) > 1e-5 for step in graph.steps]
        assert not any(off[: graph.marked]) and (off[graph.marked] or graph.marked == len(graph.steps) - 1)
        assert graph.steps[-1].held == tuple(node.yours for node in graph.nodes)
        never_called = not off[graph.marked]
        if never_called:  # nothing went wrong on the way: what is missing was never passed on
            users = {k for k, node in enumerate(graph.nodes) if graph.first in node.operands}
            assert users - {step.caller for step in graph.steps}


def test_a_whole_walk_that_is_right_is_due_to_the_end(tmp_path: Path) -> None:
    """Test the tester: at the end of a walk in which each closure was called, what is due is the truth."""
    [check, *_more] = stepped(tmp_path, "add.replaced_in_both")
    assert check.graph and check.graph.first is not None
    end = check.graph.steps[-1]
    assert [f"{x:.6f}" for x in end.due] == [f"{node.expected:.6f}" for node in check.graph.nodes]


def _number(x: float | str) -> float:
    return float(x) if isinstance(x, (int, float)) else float("inf")


def _graph(folder: Path) -> Graph:
    [check, *_more] = stepped(folder, "add.replaced_in_both")
    assert check.graph
    return check.graph


def test_frames_say_who_passes_on_what_and_mark_one_moment(tmp_path: Path) -> None:
    frames = frames_text(_graph(tmp_path))
    assert len(frames) == 2 and "x receives 1 × 2 = 2   yours 1" in frames[1]
    assert [frame.count("✗ the first error") for frame in frames] == [0, 1]
    assert max(len(line) for frame in frames for line in frame.splitlines()) <= 80


def test_the_page_needs_nothing_and_is_readable_without_its_script(tmp_path: Path) -> None:
    page = steps_page(_graph(tmp_path), "add: <claim>")
    text = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    assert text.count("<section") == 2 and text.count('role="img" aria-label=') == 2
    assert "&lt;claim&gt;" in text and "<claim>" not in text and "x receives 1 × 2 = 2" in text
    assert not re.search(r"(src|href)=|url\((?!#)|@import|https?://(?!www\.w3\.org/2000/svg)", page)
    identities = re.findall(r' id="([^"]+)"', page)
    assert len(identities) == len(set(identities))


class _Value:
    def __init__(self, data: float, _children: tuple["_Value", ...] = ()) -> None:
        self.data, self.grad, self._prev = data, 0.25, set(_children)
        self._backward = lambda: None


def test_an_expression_of_ones_own_is_walked_and_left_as_it_was() -> None:
    a, b = _Value(2.0), _Value(-3.0)
    c = _Value(-6.0, (a, b))

    def _backward() -> None:
        a.grad += b.data * c.grad
        b.grad += a.data * c.grad

    c._backward = _backward
    graph = walked(c, {"a": a, "b": b, "c": c})
    assert [step.caller for step in graph.steps] == [-1, 2] and dict(zip("ba", graph.steps[-1].held, strict=False))
    text = "\n".join(frames_text(graph))
    assert "a receives 1 × -3 = -3" in text and "b receives 1 × 2 = 2" in text and "expected" not in text
    assert (a.grad, b.grad, c.grad) == (0.25, 0.25, 0.25)
    with pytest.raises(UsageError, match="given: int"):
        walked(3, {})
