"""Pictures: drawn from any `Value`, the same in every run, readable in grey."""

import random
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.render import pictures
from autograder.render.drawing import Picture, draw
from solutions.backward import backward
from solutions.relu import relu
from solutions.value import Value


def _example() -> tuple[Value, dict[str, Any]]:
    x, y = Value(2.0), Value(-3.0)
    a = x + y
    f = a * y
    backward(f)
    return f, {"x": x, "y": y, "a": a, "f": f}


def test_the_slides_graph_shows_names_operations_data_and_gradients() -> None:
    f, names = _example()
    picture = draw(f, names)
    texts = [text.get_text() for text in picture.figure.axes[0].texts]
    assert sorted(texts) == [
        "a +\ndata -1\ngrad -3",
        "f ×\ndata 3\ngrad 1",
        "x\ndata 2\ngrad -3",
        "y\ndata -3\ngrad -4",
    ]


def test_operands_stand_left_of_their_results() -> None:
    f, _ = _example()
    columns = {text.get_text().splitlines()[-2]: text.get_position()[0] for text in draw(f).figure.axes[0].texts}
    assert columns["data 2"] < columns["data -1"] < columns["data 3"]


def test_forty_nodes_do_not_overlap() -> None:
    random.seed(1)
    nodes = [Value(random.uniform(-2, 2)) for _ in range(4)]
    for i in range(30):
        one, other = random.choice(nodes[-6:]), random.choice(nodes)
        nodes.append(relu(one) if i % 5 == 4 else one + other if i % 2 else one * other)
    places = [text.get_position() for text in draw(nodes[-1]).figure.axes[0].texts]
    assert len(set(places)) == len(places) > 15
    gaps = [abs(y - v) for x, y in places for u, v in places if x == u and y != v]
    assert min(gaps) >= 1.0


def test_a_picture_is_the_same_in_every_run_and_jupyter_shows_it() -> None:
    (f, names), (g, others) = _example(), _example()
    assert draw(f, names).svg == draw(g, others)._repr_svg_()
    assert draw(f).svg.lstrip().startswith("<?xml")


def test_a_single_value_and_a_square_are_drawn() -> None:
    assert len(draw(Value(3.0)).figure.axes[0].texts) == 1
    a = Value(3.0)
    assert len(draw(a * a).figure.axes[0].texts) == 2


def test_a_graph_too_large_to_read_is_refused() -> None:
    total = Value(0.0)
    for _ in range(300):
        total = total + Value(1.0)
    with pytest.raises(ValueError, match="too large to draw"):
        draw(total)


def _fold(points: Any) -> Any:
    x = np.asarray(points)
    return np.maximum(np.column_stack([x.sum(axis=1), x.sum(axis=1) - 1]), 0)


PICTURES = {
    "half_planes": lambda: pictures.half_planes([1.0, 1.0], -0.5),
    **{row.symbol: partial(pictures.function_and_derivative, row) for row in pictures.FUNCTIONS},
    "by hand": lambda: pictures.graph_by_hand(2.0, -3.0, -1.0, 3.0),
    "losses": lambda: pictures.loss_curve([1.0, 0.5, 0.1, 0.01]),
    "surface": lambda: pictures.decision_surface(lambda p: p[:, 0] - 2, lambda p: np.abs(p.sum(axis=1) - 1) * -1 + 0.5),
    "fold": lambda: pictures.fold(_fold, lambda h: h @ [2.0, -4.0] - 1),
}


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_can_be_saved(name: str, tmp_path: Path) -> None:
    picture = PICTURES[name]()
    assert isinstance(picture, Picture)
    picture.save(tmp_path / "picture.png")
    assert (tmp_path / "picture.png").stat().st_size > 5000


def test_the_best_line_misses_one_point_of_xor() -> None:
    title = pictures.half_planes([1.0, 1.0], -0.5).figure.axes[0].get_title()
    assert "3" in title and "4" in title
