"""Where the nodes of a graph stand in a picture: in layers from left to right, so that few arrows cross."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

SWEEPS = 8

Key = int | tuple[int, int]  # a node, or where an arrow crosses a column
Place = tuple[float, float]


def layout(operands: Sequence[Sequence[int]]) -> tuple[dict[Key, Place], list[list[Key]]]:
    """Column and row of each node and of each station, and the stations of each arrow.

    `operands` are those of each node, which come before it.
    """
    layers = _layers(operands)
    ways = _ways(operands, layers)
    return _places(layers, ways), ways


def _layers(operands: Sequence[Sequence[int]]) -> dict[Key, int]:
    """Each node's column: the longest way from a leaf; a leaf stands just left of its first use."""
    columns: list[int] = []
    for of in operands:
        columns.append(1 + max((columns[x] for x in of), default=-1))
    first_use: dict[int, int] = {}
    for node, of in enumerate(operands):
        for x in of:
            first_use[x] = min(columns[node], first_use.get(x, columns[node]))
    return {node: column if operands[node] else first_use.get(node, 1) - 1 for node, column in enumerate(columns)}


def _ways(operands: Sequence[Sequence[int]], layers: dict[Key, int]) -> list[list[Key]]:
    """The stations of each arrow: one in every column that it crosses, so that it goes around the boxes there."""
    ways = []
    for node, of in enumerate(operands):
        for operand in dict.fromkeys(of):
            between = range(layers[operand] + 1, layers[node])
            stations: list[Key] = [(operand, column) for column in between]  # shared by all arrows of a node
            layers.update(zip(stations, between, strict=True))
            ways.append([operand, *stations, node])
    return ways


def _places(layers: Mapping[Key, int], ways: Sequence[Sequence[Key]]) -> dict[Key, Place]:
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
    return {key: (float(layers[key]), rows[key]) for key in layers}
