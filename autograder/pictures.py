"""The course's pictures, besides the graph: half-planes, ReLU, costs, losses, decision surfaces.

Needs the `notebook` extra. Every picture reads in grey: what a colour says, a marker, a hatch or a line says too.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from autograder.drawing import Picture
from autograder.language import _

XOR_POINTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_TARGETS = np.array([-1.0, 1.0, 1.0, -1.0])
BLUE, ORANGE, DARK = "#0072b2", "#e69f00", "#222222"  # Okabe and Ito
MARKERS = {-1.0: ("o", ORANGE), 1.0: ("^", BLUE)}
GRID = np.linspace(-0.6, 1.6, 121)


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


def relu_and_derivative() -> Picture:
    """ReLU and its derivative between -3 and 3; at 0 any slope between 0 and 1 is one."""
    figure = Figure(figsize=(6.4, 2.6), layout="constrained")
    left, right = figure.subplots(1, 2, sharex=True)
    x = np.linspace(-3, 3, 121)
    left.plot(x, np.maximum(x, 0), color=BLUE, linewidth=2)
    left.set_title("relu(x)")
    for side in (x[x < 0], x[x > 0]):
        right.plot(side, (side > 0).astype(float), color=ORANGE, linewidth=2)
    right.plot([0, 0], [0, 1], color=DARK, linestyle=":")
    right.set_title("d relu / dx")
    for axes in (left, right):
        axes.axhline(0, color=DARK, linewidth=0.6)
        axes.axvline(0, color=DARK, linewidth=0.6)
    return Picture(figure)


def cost_of_gradients(largest: int = 1000) -> Picture:
    """Forward passes for all gradients of N weights: 2N by central differences, one pass and its return by backward."""
    weights = np.unique(np.logspace(0, np.log10(largest), 60).astype(int))
    figure = Figure(figsize=(5.4, 3.2), layout="constrained")
    axes = figure.subplots()
    axes.loglog(weights, 2 * weights, color=ORANGE, linestyle="--", label=_("central differences: 2N passes"))
    axes.loglog(weights, np.full(len(weights), 2), color=BLUE, label=_("one forward, one backward pass"))
    axes.set_xlabel(_("weights N"))
    axes.set_ylabel(_("passes"))
    axes.legend()
    return Picture(figure)


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


def fold(hidden: Callable[[Any], Any]) -> Picture:
    """How the hidden layer folds the plane: XOR's points and a grid before and after it.

    `hidden` takes points of shape (n, 2) and returns at least two activations for each, shape (n, 2 or more); the two
    that vary most are shown.
    """
    figure = Figure(figsize=(7.2, 3.6), layout="constrained")
    left, right = figure.subplots(1, 2)
    lines = [np.column_stack(pair) for x in np.linspace(0, 1, 6) for pair in _grid_lines(x)]
    activations = np.asarray(hidden(np.concatenate(lines)), dtype=float)
    shown = np.argsort(-activations.std(axis=0), kind="stable")[:2]
    for line in lines:
        left.plot(*line.T, color="#999999", linewidth=0.7)
        right.plot(*np.asarray(hidden(line))[:, shown].T, color="#999999", linewidth=0.7)
    _xor(left)
    _xor(right, np.asarray(hidden(XOR_POINTS))[:, shown])
    left.set_title(_("the plane"))
    right.set_title(_("as the hidden layer sees it"))
    return Picture(figure)


def _grid_lines(x: float) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    along = np.linspace(0, 1, 21)
    return (along, np.full_like(along, x)), (np.full_like(along, x), along)


def _square() -> tuple[Figure, Any]:
    figure = Figure(figsize=(4.0, 4.0), layout="constrained")
    axes = figure.subplots()
    axes.set_aspect("equal")
    return figure, axes


def _sides(axes: Any, model: Callable[[Any], Any]) -> None:
    """The plane in two classes, told apart by lightness and by a hatch, and the border between them."""
    x, y = np.meshgrid(GRID, GRID)
    values = np.asarray(model(np.column_stack([x.ravel(), y.ravel()])), dtype=float).reshape(x.shape)
    if values.min() < 0 < values.max():
        axes.contour(x, y, values, levels=[0], colors=DARK, linewidths=1.5)
    axes.contourf(x, y, np.sign(values), levels=[-2, 0, 2], colors=["#fdf0cf", "#cfe3f3"], hatches=["", "//"])


def _xor(axes: Any, points: Any = XOR_POINTS) -> None:
    for target, (marker, colour) in MARKERS.items():
        chosen = np.asarray(points)[target == XOR_TARGETS]
        axes.scatter(*chosen.T, marker=marker, s=130, color=colour, edgecolors=DARK, label=f"{target:+.0f}", zorder=3)
    if not axes.figure.legends:
        axes.figure.legend(loc="outside lower center", ncols=2)
