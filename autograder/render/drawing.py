"""The computation graph of a `Value` as a picture: layered from left to right, data and gradient on each node.

Needs the `notebook` extra (matplotlib, networkx); graders never draw.
"""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
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

from autograder.programs.operations import TABLE
from autograder.render.layout import Key, layout

LARGEST = 200  # nodes; beyond about 40 a picture is hard to read, beyond this nobody can
LEAF, RESULT, ROOT = "#f0e442", "#ffffff", "#56b4e9"  # Okabe and Ito; they also differ in grey
SIGNS = {f"__{row.operator}__": row.sign for row in TABLE if row.operator}  # by the method that makes a value
COLUMN, ROW = 1.6, 0.8  # inches


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
        return _named_alike(stream.getvalue())

    def __repr__(self) -> str:
        return "<Picture>"

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | FilePath) -> None:
        """Write .svg, .png or .pdf, by the name's ending."""
        self.figure.savefig(path, dpi=150)


def _named_alike(svg: str) -> str:
    """The same picture, its clip paths named by what it shows: matplotlib names some after a place in memory."""
    names = {name: f"{n}" for n, name in enumerate(dict.fromkeys(_CLIP.findall(svg)))}
    shown = sha256(_CLIP.sub(lambda name: names[name[0]], svg).encode()).hexdigest()[:10]
    return _CLIP.sub(lambda name: f"p{shown}-{names[name[0]]}", svg)


_CLIP = re.compile(r"\bp[0-9a-f]{10}\b")


class Step:
    """A node of a graph that was computed by hand: its gradient is not known."""

    def __init__(self, data: float, operands: Sequence["Step"] = (), operation: str = "") -> None:
        self.data = data
        self.operation = operation
        self._prev = operands


def draw(root: Any, names: Mapping[str, Any] | None = None) -> Picture:
    """The graph of all values that `root` depends on, operands to the left of their results.

    `names` gives values a name on the picture: `draw(f, {"x": x, "y": y})`. Raises ValueError for a graph of more
    than 200 nodes.
    """
    nodes = _in_order(_reachable(root))
    numbers = {id(node): number for number, node in enumerate(nodes)}
    downwards, ways = layout([[numbers[id(operand)] for operand in _operands(node)] for node in nodes])
    places = {key: (column, -row) for key, (column, row) in downwards.items()}
    axes = _axes(places)
    known = {id(value): name for name, value in (names or {}).items()}
    for way in ways:
        _arrow(axes, [places[step] for step in way])
    for number, node in enumerate(nodes):
        _box(axes, places[number], _label(node, known), _colour(node, root))
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
        for operand in _operands(stack.pop()):
            if id(operand) not in found:
                found[id(operand)] = operand
                stack.append(operand)
    if len(found) > LARGEST:
        raise ValueError(f"a graph of {len(found)} values is too large to draw (the limit is {LARGEST})")
    return list(found.values())


def _in_order(nodes: Sequence[Any]) -> list[Any]:
    """Operands before their results."""
    graph = nx.DiGraph([(id(operand), id(node)) for node in nodes for operand in _operands(node)])
    graph.add_nodes_from(id(node) for node in nodes)
    known = {id(node): node for node in nodes}
    return [known[key] for key in nx.topological_sort(graph)]


def _operands(node: Any) -> list[Any]:
    """Those that a value remembers; a set has another order in each run."""
    return sorted(set(node._prev), key=lambda value: value.data)


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
    shown = ("data", "grad") if hasattr(node, "grad") else ("data",)
    numbers = "\n".join(f"{name} {0.0 + getattr(node, name):.4g}" for name in shown)
    return f"{head}\n{numbers}" if head else numbers


def _operation(node: Any) -> str:
    """What made a value, read off its closure: `Value.__add__.<locals>._backward` is an addition."""
    if isinstance(node, Step):
        return node.operation
    if not node._prev:
        return ""
    maker = getattr(node._backward, "__qualname__", "").split(".<locals>")[0].rpartition(".")[2]
    return SIGNS.get(maker, "" if maker.startswith("<") else maker)


def _colour(node: Any, root: Any) -> str:
    return ROOT if node is root else RESULT if node._prev else LEAF
