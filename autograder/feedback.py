"""What a student reads about a number: what, where, yours, expected. Six digits, aligned."""

from collections.abc import Sequence

from autograder.counterexample import same
from autograder.gradcheck import Case
from autograder.language import _
from autograder.messages import Number, Order, Remembered, Replay


def digits(number: Number) -> str:
    """Six significant digits; a name stands as it is."""
    return number if isinstance(number, str) else f"{0.0 + number:.6g}"


def aligned(rows: Sequence[tuple[str, str, str]]) -> str:
    """Lines of `name   expected x   yours y`, in columns."""
    expected, yours = _("expected"), _("yours")
    widths = [max(len(row[i]) for row in rows) for i in range(2)]
    return "\n".join(
        f"  {name:<{widths[0]}}  {expected} {want:<{widths[1]}}  {yours} {got}" for name, want, got in rows
    )


def wrong_data(case: Case, replay: Replay) -> str | None:
    """The counterexample when a node's value is wrong, or None."""
    wrong = [i for i in range(case.program.nodes) if not same(case.data[i], replay.data[i])]
    return (
        headline(case) + "\n" + aligned([_row(case, i, case.data, replay.data, "{}") for i in wrong[:1]])
        if wrong
        else None
    )


def wrong_replay(case: Case, replay: Replay) -> str | None:
    """The counterexample of values, then of gradients, then of data that backward changed."""
    return wrong_data(case, replay) or wrong_gradients(case, replay) or changed_data(case, replay)


def changed_data(case: Case, replay: Replay) -> str | None:
    """The counterexample when `data` is another number after the backward pass, or None."""
    if replay.after is None:
        return None
    changed = [i for i, after in enumerate(replay.after[: case.program.nodes]) if not same(case.data[i], after)]
    rows = [_row(case, i, case.data, replay.after, "{}.data") for i in changed[:1]]
    return headline(case) + "\n" + aligned(rows) + "\n  " + _("backward must not change data") if rows else None


def wrong_operands(case: Case, answer: Remembered) -> str | None:
    """The counterexample when the result's `_prev` does not hold exactly its operands."""
    operands = case.program.operations[-1].operands
    expected = {x for x in operands if isinstance(x, int)}
    strangers = answer.operands.count(-1)
    if set(answer.operands) - {-1} == expected and strangers <= sum(isinstance(x, float) for x in operands):
        return None
    names = case.program.node_names()
    shown = [names[i] if 0 <= i < len(names) else _("another value") for i in answer.operands]
    row = ("y._prev", braces([names[i] for i in sorted(expected)]), braces(shown))
    return f"{case.program}\n" + aligned([row])


def wrong_order(case: Case, answer: Order) -> str | None:
    """What kind of fault an order has, or None: which one would depend on the order of a set."""
    nodes = {label: node for node, label in enumerate(case.program.labels)}
    order = [nodes.get(label, -1) for label in answer.labels]
    fault = fault_of_order(case, order)
    if fault is None:
        return None
    told = {
        "stranger": _("the list holds something that the root does not need"),
        "twice": _("a value is listed twice"),
        "missing": _("a value is missing: {count} of {needed} are listed"),
        "before": _("a result is listed before one of its operands"),
    }[fault]
    return f"{case.program}\n  " + told.format(count=len(order), needed=len(case.program.live))


def fault_of_order(case: Case, order: Sequence[int]) -> str | None:
    """What is wrong with an order of nodes, in one word: "stranger", "twice", "missing" or "before"; or None."""
    needed = case.program.live
    if -1 in order or not set(order) <= needed:
        return "stranger"
    if len(set(order)) < len(order):
        return "twice"
    if len(order) < len(needed):
        return "missing"
    places = {node: place for place, node in enumerate(order)}
    for k, operation in enumerate(case.program.operations, start=case.program.inputs):
        if any(isinstance(x, int) and places[x] > places[k] for x in operation.operands):
            return "before"
    return None


def wrong_calls(case: Case, replay: Replay) -> str | None:
    """The counterexample when a gradient is wrong after backward, or a closure was not called exactly once."""
    wrong = wrong_gradients(case, replay)
    counts = [(k, n) for k, n in enumerate(replay.calls, start=case.program.inputs) if n != 1]
    if not wrong and not counts:
        return None
    lines = [wrong or headline(case)]
    if counts:
        names = case.program.node_names()
        lines += [
            aligned([(_("calls of _backward of {node}").format(node=names[k]), "1", str(n)) for k, n in counts[-1:]])
        ]
    return "\n".join(lines)


def braces(names: Sequence[str]) -> str:
    """Names as a set."""
    return "{" + ", ".join(names) + "}"


def wrong_gradients(case: Case, replay: Replay) -> str | None:
    """The counterexample when a gradient is wrong, or None: the inputs', or else the first node's from the root."""
    wrong = [i for i in range(case.program.nodes) if not case.accepts(i, replay.gradients[i])]
    if not wrong:
        return None
    shown = [i for i in wrong if i < case.program.inputs] or wrong[-1:]
    return headline(case) + "\n" + aligned([_row(case, i, case.low, replay.gradients, "dy/d{}") for i in shown])


def headline(case: Case) -> str:
    """`y = a + a   at a = 3`, with the root's gradient where it is not 1."""
    names = case.program.input_names()
    point = ", ".join(f"{name} = {digits(x)}" for name, x in zip(names, case.point, strict=True))
    line = f"{case.program}   " + _("at {point}").format(point=point)
    if case.upstream != 1.0:
        line += "\n  " + _("upstream gradient y.grad = {upstream}").format(upstream=digits(case.upstream))
    return line


def _row(case: Case, node: int, expected: Sequence[float], got: Sequence[Number], form: str) -> tuple[str, str, str]:
    names = case.program.node_names()
    return form.format(names[node]), digits(expected[node]), digits(got[node])
