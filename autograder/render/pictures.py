"""The course's pictures, besides the graph: half-planes, an operation and its slope, costs, losses, decision surfaces.

Needs the `notebook` extra. Every picture reads in grey: what a colour says, a marker, a hatch or a line says too.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from autograder.language import _
from autograder.programs.operations import TABLE, Primitive
from autograder.render.drawing import SIGNS, Picture, Step, draw

XOR_POINTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_TARGETS = np.array([-1.0, 1.0, 1.0, -1.0])
BLUE, ORANGE, DARK, HATCH = "#0072b2", "#e69f00", "#222222", "#8fb0c6"  # the first two are Okabe and Ito's
MARKERS = {-1.0: ("o", ORANGE), 1.0: ("^", BLUE)}
FUNCTIONS = tuple(row for row in TABLE if not row.operator)  # that have a picture
GRID = np.linspace(-0.6, 1.6, 45)  # a student's network is asked at each of its crossings


def half_planes(w: ArrayLike, b: float) -> Picture:
    """XOR's four points, the line w·x + b = 0 (w of shape (2,)), its half-planes, and a ring around what it misses."""
    weights = np.asarray(w, dtype=float)
    figure, axes = _square()
    _sides(axes, lambda points: points @ weights + b)
    _xor(axes)
    wrong = np.where(XOR_POINTS @ weights + b >= 0, 1.0, -1.0) != XOR_TARGETS
    axes.scatter(*XOR_POINTS[wrong].T, s=500, facecolors="none", edgecolors=DARK, linewidths=2)
    axes.set_title(_("best line: {right} of 4 points right").format(right=4 - int(wrong.sum())))
    return Picture(figure)


def function_and_derivative(row: Primitive) -> Picture:
    """A function of the table and its derivative between -3 and 3; at a kink any slope between its two is one."""
    figure = Figure(figsize=(6.4, 2.6), layout="constrained")
    left, right = figure.subplots(1, 2, sharex=True)
    x = np.linspace(-3, 3, 121)
    left.plot(x, row.function(x), color=BLUE, linewidth=2)
    left.set_title(f"{row.symbol}(x)")
    ends = [-np.inf, *sorted(row.kinks), np.inf]
    for low, high in pairwise(ends):
        side = x[(low < x) & (x < high)]
        right.plot(side, row.slopes(side)[0], color=ORANGE, linewidth=2)
    for kink, slopes in row.kinks.items():
        right.plot([kink, kink], slopes, color=DARK, linestyle=":")
    right.set_title(f"d {row.symbol} / dx")
    for axes in (left, right):
        axes.axhline(0, color=DARK, linewidth=0.6)
        axes.axvline(0, color=DARK, linewidth=0.6)
    return Picture(figure)


def graph_by_hand(x: float, y: float, a: float, b: float) -> Picture:
    """The slides' graph of (x + y) × y after the forward pass: a is the sum and b the product."""
    leaves = Step(x), Step(y)
    total = Step(a, leaves, SIGNS["__add__"])
    product = Step(b, (total, leaves[1]), SIGNS["__mul__"])
    return draw(product, {"x": leaves[0], "y": leaves[1], "a": total, "b": product})


def loss_curve(losses: Sequence[float]) -> Picture:
    """The loss after each step of training."""
    figure = Figure(figsize=(5.4, 3.0), layout="constrained")
    axes = figure.subplots()
    axes.semilogy(range(1, len(losses) + 1), losses, color=BLUE)
    axes.set_xlabel(_("step"))
    axes.set_ylabel(_("loss"))
    return Picture(figure)


def decision_surface(before: Callable[[Any], Any], after: Callable[[Any], Any]) -> Picture:
    """What a network says of each point of the plane, before and after training.

    Both are functions of points of shape (n, 2) that return n numbers; above 0 is one class.
    """
    figure = Figure(figsize=(7.2, 3.6), layout="constrained")
    for axes, model, title in zip(figure.subplots(1, 2), (before, after), (_("before"), _("after")), strict=True):
        axes.set_aspect("equal")
        _sides(axes, model)
        _xor(axes)
        axes.set_title(title)
    return Picture(figure)


def fold(hidden: Callable[[Any], Any], output: Callable[[Any], Any]) -> Picture:
    """How two hidden neurons fold the plane: what the network says of its points, where they are and where they land.

    `hidden` takes points of shape (n, 2) to activations of shape (n, 2), `output` takes these to n numbers. Raises
    ValueError where there are not two hidden neurons.
    """
    dots = np.array([(x, y) for x in np.linspace(-0.5, 1.5, 11) for y in np.linspace(-0.5, 1.5, 11)])
    landed, corners = np.asarray(hidden(dots)), np.asarray(hidden(XOR_POINTS))
    if landed.shape != dots.shape:
        raise ValueError(_("the fold is drawn for two hidden neurons"))
    figure = Figure(figsize=(7.2, 3.9), layout="constrained")
    left, right = figure.subplots(1, 2)
    _sides(left, lambda points: output(np.asarray(hidden(points))))
    _sides(right, output, np.linspace(-0.2, float(landed.max()) + 0.2, len(GRID)))
    for axes, places, xor in ((left, dots, XOR_POINTS), (right, landed, corners)):
        axes.set_aspect("equal")
        axes.scatter(*places.T, s=9, color=DARK)
        _xor(axes, xor)
        _named(axes, xor)
    left.set_title(_("the plane"))
    right.set_title(_("as the hidden layer sees it"))
    return Picture(figure)


def by_hand(rows: ArrayLike) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    """Two hidden neurons and an output, three rows of two weights and a bias, as functions of points."""
    weights, biases = np.asarray(rows, dtype=float)[:, :2], np.asarray(rows, dtype=float)[:, 2]
    return lambda points: np.maximum(points @ weights[:2].T + biases[:2], 0.0), lambda h: h @ weights[2] + biases[2]


def _named(axes: Any, places: Any) -> None:
    """Which of XOR's points is where; two that land on each other share a label."""
    names: dict[tuple[float, ...], list[str]] = {}
    for point, place in zip(XOR_POINTS, places, strict=True):
        names.setdefault(tuple(np.round(place, 1)), []).append(f"({point[0]:g}, {point[1]:g})")
    for place, shared in names.items():
        label = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"}
        axes.annotate("  ".join(shared), place, (9, 9), textcoords="offset points", fontsize=8, bbox=label, zorder=4)


def _square() -> tuple[Figure, Any]:
    figure = Figure(figsize=(4.0, 4.0), layout="constrained")
    axes = figure.subplots()
    axes.set_aspect("equal")
    return figure, axes


def _sides(axes: Any, model: Callable[[Any], Any], grid: Any = GRID) -> None:
    """The plane in two classes, told apart by lightness and by a hatch, and the border between them."""
    x, y = np.meshgrid(grid, grid)
    values = np.asarray(model(np.column_stack([x.ravel(), y.ravel()])), dtype=float).reshape(x.shape)
    if values.min() < 0 < values.max():
        axes.contour(x, y, values, levels=[0], colors=DARK, linewidths=1.5)
    levels = [min(values.min(), 0) - 1, 0, max(values.max(), 0) + 1]
    sides = axes.contourf(x, y, values, levels=levels, colors=["#fdf0cf", "#cfe3f3"], hatches=["", "//"])
    sides.set(edgecolor=HATCH, linewidth=0)


def _xor(axes: Any, points: Any = XOR_POINTS) -> None:
    for target, (marker, colour) in MARKERS.items():
        chosen = np.asarray(points)[target == XOR_TARGETS]
        label = f"{target:+.0f}".replace("-", "−")
        axes.scatter(*chosen.T, marker=marker, s=130, color=colour, edgecolors=DARK, label=label, zorder=3)
    if not axes.figure.legends:
        axes.figure.legend(loc="outside lower center", ncols=2)
