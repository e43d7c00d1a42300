"""The graph of a counterexample: which node is wrong first, what it has to receive, and how it is drawn."""

from base64 import b64decode
from itertools import pairwise
from xml.etree import ElementTree

import msgspec
import pytest

from autograder import language
from autograder.judging.counterexample import graph_of
from autograder.programs.trace import Tracer, trace
from autograder.render.graph import graph_image, graph_svg, graph_text, shares_text
from autograder.render.html import exercise_html, said
from autograder.render.layout import layout
from autograder.report import CheckResult, ExerciseResult, Graph
from autograder.sandbox.messages import Order, Replay
from autograder.truth.central_differences import case_at


@pytest.fixture(autouse=True)
def _english() -> None:
    language.use("en")


def _shared(a: Tracer, b: Tracer) -> Tracer:
    c = a * b
    d = c + a
    return (c * d) * (d + b)


def graph(**wrong: float | str) -> Graph:
    """The graph of `_shared` at (2, 0.5) with these gradients wrong, by the node's number."""
    case = case_at(trace(_shared), [2.0, 0.5], 1.0)
    gradients = [wrong.get(f"n{i}", x) for i, x in enumerate(case.low)]
    found = graph_of(case, Replay(data=case.data, gradients=tuple(gradients)))
    assert found is not None
    return found


def test_the_first_wrong_node_is_the_one_whose_results_are_all_right() -> None:
    assert graph(n0=3.0, n2=1.5).first == 2
    assert graph(n6=0.0, n5=0.0, n0=0.0).first == 6


def test_the_shares_add_up_to_what_is_expected() -> None:
    found = graph(n2=1.5)
    assert [(x.operation, x.place, round(x.upstream, 6), x.local) for x in found.shares] == [
        ("b = a + x", 0, 6.5, 1.0),
        ("a * b", 0, 3.5, 3.0),
    ]
    expected = found.nodes[2].expected
    assert isinstance(expected, float) and expected == pytest.approx(sum(x.upstream * x.local for x in found.shares))


def test_the_graph_is_drawn_in_lines() -> None:
    assert graph_text(graph(n0=3.0, n2=1.5)).splitlines() == [
        "                                 value  expected  yours",
        "  ┌────── x                          2        15      3  ✗",
        "┌─│────── y                        0.5        37     37",
        "├─┼───┬─▸ a = x * y                  1        17    1.5  ✗ ← first error",
        "│ └─┬─┼─▸ b = a + x                  3       6.5    6.5",
        "│ ┌─┼─┴─▸ a * b                      3       3.5    3.5",
        "└─│─┴─┬─▸ b + y                    3.5         3      3",
        "  └───┴─▸ L = (a * b) * (b + y)   10.5         1      1",
    ]


def test_long_labels_leave_room_for_the_numbers() -> None:
    long = graph(n2=1.5)
    nodes = tuple(msgspec.structs.replace(node, label=node.label * 9) for node in long.nodes)
    lines = graph_text(msgspec.structs.replace(long, nodes=nodes)).splitlines()
    assert max(map(len, lines)) <= 74 and "first error" in lines[3]


def test_what_the_first_wrong_node_has_to_receive_is_told_use_by_use() -> None:
    assert shares_text(graph(n2=1.5)).splitlines() == [
        "a receives upstream × local derivative:",
        "  left operand of b = a + x  6.5 × 1 = 6.5",
        "  left operand of a * b      3.5 × 3 = 10.5",
        "  total                      17  yours 1.5",
    ]
    assert shares_text(graph(n4="nan")).splitlines()[1:] == [
        "  left operand of L = (a * b) * (b + y)  1 × 3.5 = 3.5  yours nan"
    ]
    assert shares_text(graph(n6=0.0)) == ""


def test_a_wrong_value_is_first_where_it_was_computed() -> None:
    case = case_at(trace(_shared), [2.0, 0.5], 1.0)
    data = (*case.data[:3], 9.0, *case.data[4:6], 7.0)
    found = graph_of(case, Replay(data=data, gradients=case.low))
    assert found is not None and (found.about, found.first, found.shares) == ("data", 3, ())
    changed = graph_of(case, Replay(data=case.data, gradients=case.low, after=data))
    assert changed is not None and (changed.about, changed.first) == ("data", 3)
    assert graph_of(case, Replay(data=case.data, gradients=case.low)) is None


def order(*nodes: int) -> Graph:
    """The graph of (x + y) * y with these nodes listed: x, y, x + y, L are 0 to 3."""
    case = case_at(trace(lambda a, b: (a + b) * b), [2.0, 0.5], 1.0)
    found = graph_of(case, Order(labels=tuple(case.program.labels[node] for node in nodes)))
    assert found is not None
    return found


def test_an_order_is_drawn_with_the_place_of_each_value() -> None:
    assert graph_text(order(0, 2, 3, 1)).splitlines() == [
        "                         place",
        "  ┌──── x                    1",
        "┌─│──── y                    4",
        "├─┴─┬─▸ x + y                2  ✗ ← listed before its operand y",
        "└───┴─▸ L = (x + y) * y      3",
    ]


def test_what_is_out_of_place_in_an_order_is_marked() -> None:
    assert "2, 4  ✗ ← listed twice" in graph_text(order(0, 1, 2, 1, 3))
    assert "–  ✗ ← missing" in graph_text(order(0, 2, 3))
    assert "✗" not in graph_text(order(0, 1, 2, 3))


def test_the_svg_shows_the_places_and_the_arrow_that_is_out_of_order() -> None:
    root = ElementTree.fromstring(graph_svg(order(0, 2, 3, 1)))
    texts = [x.text or "" for x in root.iter() if x.tag.endswith("text")]
    arrows = [x for x in root.iter() if x.tag.endswith("path") and x.get("stroke-width") == "2.4"]
    assert "place 4" in texts and len(arrows) == 1
    assert not [
        x for x in ElementTree.fromstring(graph_svg(order(0, 1, 2, 3))).iter() if x.get("stroke-width") == "2.4"
    ]


def test_the_svg_marks_the_first_wrong_node_and_holds_no_markup_of_others() -> None:
    found = graph(n0="<script>", n2=1.5)
    root = ElementTree.fromstring(graph_svg(found))
    boxes = [x for x in root.iter() if x.tag.endswith("rect")][1:]
    assert [x.get("stroke-width") for x in boxes].count("3") == 1 and boxes[2].get("stroke-width") == "3"
    texts = [x.text or "" for x in root.iter() if x.tag.endswith("text")]
    assert "✗ a = x * y" in texts and any("<script>" in text for text in texts)
    image = graph_image(found)
    assert "<script>" not in image and b64decode(image.split("base64,")[1][:-2]).decode() == graph_svg(found)


def test_no_box_of_the_svg_lies_on_another() -> None:
    places, ways = layout([node.operands for node in graph(n2=1.5).nodes])
    assert len(set(places.values())) == len(places)
    assert all(places[one][0] < places[other][0] for way in ways for one, other in pairwise(way))


def test_the_page_shows_the_graph_beside_the_claim() -> None:
    check = CheckResult("claim", True, "failed", "<b>", graph=graph(n2=1.5))
    html = exercise_html(ExerciseResult("add", "value", "title", 0.0, 1.0, 0.0, "failed", (check,)))
    assert "data:image/svg+xml;base64," in html and "&lt;b&gt;" in html and "<b>" not in html


def test_what_stands_between_backticks_is_code_in_a_page_and_everything_else_is_text() -> None:
    assert said("`a < b` or <b>`c`</b>, 5 ` 6") == ("<code>a &lt; b</code> or &lt;b&gt;<code>c</code>&lt;/b&gt;, 5 ` 6")
