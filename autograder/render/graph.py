"""The graph of a counterexample, as text for a terminal and as SVG for a page."""

from base64 import b64encode
from collections.abc import Sequence
from html import escape

from autograder.language import _, digits
from autograder.render.layout import layout
from autograder.report import Graph, Node, Share

BOX, GAP, ROW = (150, 70), 46, 92  # the size of a node, the space between columns, the height of a row
RIGHT, WRONG, INK = "#8c959f", "#b3261e", "#24292f"


# Text: one line for each node, and a rail from each value to the results that it goes into


def graph_text(graph: Graph, width: int = 74) -> str:
    """The graph in lines of columns, labels cut to what `width` leaves for them; the first wrong node is marked."""
    rails = _rails([node.operands for node in graph.nodes])
    rows = [_head(graph), *(_cells(graph, i) for i in range(len(graph.nodes)))]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    room = width - len(rails[0]) - sum(2 + x for x in widths[1:])
    label = min(widths[0], max(room, 8))
    lines = [
        rail + "  ".join([_cut(row[0], label).ljust(label), *map(str.rjust, row[1:-1], widths[1:-1]), *row[-1:]])
        for rail, row in zip([" " * len(rails[0]), *rails], rows, strict=True)
    ]
    return "\n".join(line.rstrip() for line in lines)


def _head(graph: Graph) -> list[str]:
    if graph.about == "order":
        return ["", _("place"), ""]
    if graph.about == "held":
        return ["", _("value"), _("gradient"), ""]
    return ["", *[_("value")] * (graph.about == "gradient"), _("expected"), _("yours"), ""]


def _cells(graph: Graph, i: int) -> list[str]:
    node = graph.nodes[i]
    if graph.about == "order":
        return [node.label, _ranks(node), _mark(graph, i)]
    if graph.about == "held":
        return [node.label, digits(node.data), digits(node.yours), ""]
    value = [digits(node.data)] if graph.about == "gradient" else []
    return [node.label, *value, digits(node.expected), digits(node.yours), _mark(graph, i)]


def _cut(label: str, width: int) -> str:
    return label if len(label) <= width else label[: width - 1] + "…"


def _ranks(node: Node) -> str:
    return ", ".join(map(str, node.ranks)) or "–"


def _out_of_place(graph: Graph, node: Node) -> str:
    if len(node.ranks) != 1:
        return _("listed twice") if node.ranks else _("missing")
    operand = graph.nodes[graph.edge[0]].label.partition(" = ")[0] if graph.edge else ""
    return _("listed before its operand {operand}").format(operand=operand)


def _mark(graph: Graph, i: int) -> str:
    if i == graph.first and graph.about == "order":
        return "✗ ← " + _out_of_place(graph, graph.nodes[i])
    if i == graph.first:
        return "✗ ← " + _("first error")
    return "" if graph.nodes[i].right else "✗"


def _rails(operands: Sequence[Sequence[int]]) -> list[str]:
    """The drawing to the left of the labels: `┌` a value sets out, `├` and `└` a result takes it, `│` it passes by."""
    users = [[k for k, of in enumerate(operands) if node in of] for node in range(len(operands))]
    lanes = _lanes(users)
    return [_rail(row, bool(operands[row]), users, lanes) for row in range(len(operands))]


def _lanes(users: Sequence[Sequence[int]]) -> list[list[int]]:
    """Which values share a vertical line, the shortest ways nearest to the labels; from left to right."""
    lanes: list[list[int]] = []
    for node in sorted((x for x in range(len(users)) if users[x]), key=lambda x: users[x][-1] - x):
        free = (lane for lane in lanes if all(users[x][-1] < node or users[node][-1] < x for x in lane))
        lane = next(free, None)
        if lane is None:
            lanes.append(lane := [])
        lane.append(node)
    return lanes[::-1]


def _rail(row: int, is_result: bool, users: Sequence[Sequence[int]], lanes: Sequence[Sequence[int]]) -> str:
    drawn, joined = "", False
    for lane in lanes:
        node = next((x for x in lane if x <= row <= users[x][-1]), None)
        if node is None:
            drawn += "──" if joined else "  "
        elif row != node and row not in users[node]:
            drawn += "│─" if joined else "│ "
        else:
            corner = "┌┬" if row == node else "└┴" if row == users[node][-1] else "├┼"
            drawn += corner[joined] + "─"
            joined = True
    return drawn + ("▸ " if is_result and joined else "─ " if joined else "  ")


def shares_text(graph: Graph) -> str:
    """What the first wrong node has to receive: upstream × local derivative for each of its uses; empty at the root."""
    if graph.first is None or not graph.shares:
        return ""
    node = graph.nodes[graph.first]
    name = node.label.partition(" = ")[0]
    rows = [(_use(share), _product(share)) for share in graph.shares]
    yours = f"{_('yours')} {digits(node.yours)}"
    if len(rows) == 1:
        rows = [(rows[0][0], f"{rows[0][1]}  {yours}")]
    else:
        rows.append((_("total"), f"{digits(node.expected)}  {yours}"))
    width = max(len(use) for use, _product in rows)
    title = _("{name} receives upstream × local derivative:").format(name=name)
    return "\n".join([title, *(f"  {use:<{width}}  {product}" for use, product in rows)])


def _use(share: Share) -> str:
    names = [_("left operand of {operation}"), _("right operand of {operation}")]
    return (names[share.place] if share.of == 2 else _("operand of {operation}")).format(operation=share.operation)


def _product(share: Share) -> str:
    return f"{digits(share.upstream)} × {digits(share.local)} = {digits(share.upstream * share.local)}"


# SVG: boxes in layers, operands to the left of their results


def graph_image(graph: Graph) -> str:
    """The graph as an HTML image that holds its SVG: as an image it can run nothing, wherever it is shown."""
    source = b64encode(graph_svg(graph).encode()).decode()
    return f'<img alt="{escape(graph_text(graph))}" src="data:image/svg+xml;base64,{source}">'


def graph_svg(graph: Graph) -> str:
    """The graph as SVG."""
    places, ways = layout([node.operands for node in graph.nodes])
    left, top = min(x for x, _y in places.values()), min(y for _x, y in places.values())
    at = {key: ((x - left) * (BOX[0] + GAP) + 8, (y - top) * ROW + 8) for key, (x, y) in places.items()}
    width, height = (int(max(point[i] for point in at.values())) + BOX[i] + 8 for i in range(2))
    arrows = "".join(_arrow([at[step] for step in way], wrong=(way[0], way[-1]) == graph.edge) for way in ways)
    boxes = "".join(_box(graph, i, at[i]) for i in range(len(graph.nodes)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' font-family="monospace" font-size="12"><defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4"'
        f' markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="{RIGHT}"/></marker></defs>'
        f'<rect width="{width}" height="{height}" fill="white"/>{arrows}{boxes}</svg>'
    )


def _arrow(stations: Sequence[tuple[float, float]], *, wrong: bool) -> str:
    """A curve from the right side of the first box through the middles of the stations to the left side of the last."""
    middle, half = BOX[1] / 2, GAP / 2
    x, y = stations[0][0] + BOX[0], stations[0][1] + middle
    path = f"M{x:g} {y:g}"
    for k, (left, top) in enumerate(stations[1:], start=2):
        row = top + middle
        path += f"C{x + half:g} {y:g} {left - half:g} {row:g} {left:g} {row:g}"
        x, y = left, row
        if k < len(stations):
            x = left + BOX[0]
            path += f"H{x:g}"
    ink, width = (WRONG, 2.4) if wrong else (RIGHT, 1.4)
    return f'<path d="{path}" fill="none" stroke="{ink}" stroke-width="{width}" marker-end="url(#head)"/>'


def _box(graph: Graph, i: int, place: tuple[float, float]) -> str:
    node = graph.nodes[i]
    color, stroke = (RIGHT, 1) if node.right else (WRONG, 3 if i == graph.first else 1)
    x, y = place
    lines = "".join(
        f'<text x="{x + 10:g}" y="{y + 17 + 15 * k:g}" fill="{ink}">{_svg_text(line)}</text>'
        for k, (line, ink) in enumerate(_box_lines(graph, node, i))
    )
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{BOX[0]}" height="{BOX[1]}" rx="6" fill="white" stroke="{color}"'
        f' stroke-width="{stroke}"/>{lines}'
    )


def _box_lines(graph: Graph, node: Node, i: int) -> list[tuple[str, str]]:
    mark = "✗ " if i == graph.first else ""
    head = (f"{mark}{node.label}", WRONG if mark else INK)
    if graph.about == "order":
        return [head, (f"{_('place')} {_ranks(node)}", INK if node.right else WRONG)]
    if graph.about == "held":
        return [head, (f"= {digits(node.data)}", INK), (f"{_('gradient')} {digits(node.yours)}", INK)]
    numbers = [(f"{_('expected')} {digits(node.expected)}", INK)]
    numbers.append((f"{_('yours')} {digits(node.yours)}", INK if node.right else WRONG))
    return [head, *[(f"= {digits(node.data)}", INK)] * (graph.about == "gradient"), *numbers]


def _svg_text(text: str) -> str:
    return escape(_cut(text, 18))
