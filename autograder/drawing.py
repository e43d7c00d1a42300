"""The computation graph of a `Value` as a picture: layered from left to right, data and gradient on each node.

Needs the `notebook` extra (matplotlib, networkx); graders never draw.
"""

from collections.abc import Mapping, Sequence
from io import StringIO
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Any

import networkx as nx
from matplotlib import rc_context
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch
from matplotlib.path import Path

LARGEST = 200  # nodes; beyond about 40 a picture is hard to read, beyond this nobody can
LEAF, RESULT, ROOT = "#f0e442", "#ffffff", "#56b4e9"  # Okabe and Ito; they also differ in grey
SYMBOLS = {"__add__": "+", "__mul__": "×"}
COLUMN, ROW = 1.6, 0.8  # inches
SWEEPS = 8

Key = int | tuple[int, int]  # a value by its id, or where an arrow crosses a column


class Picture:
    """A drawing that Jupyter shows and that can be saved. `figure` is matplotlib's."""

    def __init__(self, figure: Figure) -> None:
        self.figure = figure

    @property
    def svg(self) -> str:
        """The picture as SVG text, the same in every run."""
        stream = StringIO()
        with rc_context({"svg.hashsalt": "autograd"}):
            FigureCanvasSVG(self.figure).print_svg(stream, metadata={"Date": None})  # type: ignore[no-untyped-call]
        return stream.getvalue()

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | FilePath) -> None:
        """Write .svg, .png or .pdf, by the name's ending."""
        self.figure.savefig(path, dpi=150)


def draw(root: Any, names: Mapping[str, Any] | None = None) -> Picture:
    """The graph of all values that `root` depends on, operands to the left of their results.

    `names` gives values a name on the picture: `draw(f, {"x": x, "y": y})`. Raises ValueError for a graph of more
    than 200 nodes.
    """
    nodes = _reachable(root)
    layers = _layers(nodes)
    ways = _ways(nodes, layers)
    places = _places(layers, ways)
    axes = _axes(places)
    known = {id(value): name for name, value in (names or {}).items()}
    for way in ways:
        _arrow(axes, [places[step] for step in way])
    for node in nodes:
        _box(axes, places[id(node)], _label(node, known), _colour(node, root))
    return Picture(axes.figure)


def _axes(places: Mapping[Key, tuple[float, float]]) -> Any:
    """Axes that fill a figure just large enough for all boxes, one unit for each column and row."""
    columns, rows = zip(*places.values(), strict=True)
    left, right = min(columns) - 0.55, max(columns) + 0.55
    bottom, top = min(rows) - 0.6, max(rows) + 0.6
    figure = Figure(figsize=((right - left) * COLUMN, (top - bottom) * ROW))
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(left, right), ylim=(bottom, top))
    axes.set_axis_off()
    return axes


def _reachable(root: Any) -> list[Any]:
    """Each value once, found without recursion."""
    found, stack = {id(root): root}, [root]
    while stack:
        for operand in sorted(stack.pop()._prev, key=lambda value: value.data):  # a set has another order in each run
            if id(operand) not in found:
                found[id(operand)] = operand
                stack.append(operand)
    if len(found) > LARGEST:
        raise ValueError(f"a graph of {len(found)} values is too large to draw (the limit is {LARGEST})")
    return list(found.values())


def _layers(nodes: Sequence[Any]) -> dict[Key, int]:
    """Each value's column: the longest way from a leaf; a leaf stands just left of its first use."""
    graph = nx.DiGraph([(id(operand), id(node)) for node in nodes for operand in node._prev])
    graph.add_nodes_from(id(node) for node in nodes)
    order = list(nx.topological_sort(graph))
    columns: dict[Key, int] = {}
    for key in order:
        columns[key] = 1 + max((columns[x] for x in graph.predecessors(key)), default=-1)
    for key in order:
        if not graph.in_degree(key):
            columns[key] = min((columns[x] for x in graph.successors(key)), default=1) - 1
    return columns


def _ways(nodes: Sequence[Any], layers: dict[Key, int]) -> list[list[Key]]:
    """The stations of each arrow: one in every column that it crosses, so that it goes around the boxes there."""
    ways = []
    for node in nodes:
        for operand in sorted(set(node._prev), key=lambda value: value.data):
            between = range(layers[id(operand)] + 1, layers[id(node)])
            stations: list[Key] = [(id(operand), column) for column in between]  # shared by all arrows of a value
            layers.update(zip(stations, between, strict=True))
            ways.append([id(operand), *stations, id(node)])
    return ways


def _places(layers: Mapping[Key, int], ways: Sequence[Sequence[Key]]) -> dict[Key, tuple[float, float]]:
    """Rows by the middle of the neighbours, swept a few times to and fro, so that few arrows cross."""
    columns = [[key for key in layers if layers[key] == column] for column in range(max(layers.values()) + 1)]
    neighbours: dict[Key, set[Key]] = {key: set() for key in layers}
    for way in ways:
        for one, other in pairwise(way):
            neighbours[one].add(other)
            neighbours[other].add(one)
    rows = {key: float(row) for members in columns for row, key in enumerate(members)}
    for sweep in range(SWEEPS):
        for members in columns if sweep % 2 == 0 else reversed(columns):
            middle = {key: sum(rows[x] for x in neighbours[key]) / max(1, len(neighbours[key])) for key in members}
            members.sort(key=middle.__getitem__)
            rows.update({key: place - (len(members) - 1) / 2 for place, key in enumerate(members)})
    return {key: (float(layers[key]), -rows[key]) for key in layers}


def _arrow(axes: Any, stations: Sequence[tuple[float, float]]) -> None:
    """A curve through all stations, level at each of them, that ends with a head just before the last box."""
    points = [(stations[0][0] + 0.2, stations[0][1]), *stations[1:-1], (stations[-1][0] - 0.26, stations[-1][1])]
    path, codes = [points[0]], [Path.MOVETO]
    for (x, y), (next_x, next_y) in pairwise(points):
        path += [((x + next_x) / 2, y), ((x + next_x) / 2, next_y), (next_x, next_y)]
        codes += [Path.CURVE4] * 3
    axes.add_patch(
        FancyArrowPatch(path=Path(path, codes), arrowstyle="-|>", mutation_scale=11, color="#555555", linewidth=1.1)
    )


def _box(axes: Any, place: tuple[float, float], label: str, colour: str) -> None:
    box = {"boxstyle": "round,pad=0.35", "facecolor": colour, "edgecolor": "#222222"}
    axes.text(*place, label, ha="center", va="center", fontsize=9, family="monospace", bbox=box)


def _label(node: Any, names: Mapping[int, str]) -> str:
    head = " ".join(part for part in (names.get(id(node), ""), _operation(node)) if part)
    numbers = f"data {0.0 + node.data:.4g}\ngrad {0.0 + node.grad:.4g}"
    return f"{head}\n{numbers}" if head else numbers


def _operation(node: Any) -> str:
    """What made a value, read off its closure: `Value.__add__.<locals>._backward` is an addition."""
    if not node._prev:
        return ""
    maker = getattr(node._backward, "__qualname__", "").split(".<locals>")[0].rpartition(".")[2]
    return SYMBOLS.get(maker, "" if maker.startswith("<") else maker)


def _colour(node: Any, root: Any) -> str:
    return ROOT if node is root else RESULT if node._prev else LEAF
