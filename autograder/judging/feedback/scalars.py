"""What a student reads about a number: what, where, yours, expected. Six digits, aligned."""

from collections.abc import Sequence

import msgspec

from autograder.judging.feedback.words import aligned, braces, numbers
from autograder.language import _, digits
from autograder.report import Number
from autograder.sandbox.messages import Order, Remembered, Replay
from autograder.truth.central_differences import Case, same
from autograder.truth.orders import fault_of_order

LISTED = 12  # values of a student's list that are shown


def wrong_data(case: Case, replay: Replay) -> str | None:
    """The counterexample when a node's value is wrong, or None."""
    wrong = [i for i in range(case.program.nodes) if not same(case.data[i], replay.data[i])]
    return (
        headline(case) + "\n" + numbers([_row(case, i, case.data, replay.data, "{}") for i in wrong[:1]])
        if wrong
        else None
    )


def wrong_replay(case: Case, replay: Replay) -> str | None:
    """The counterexample of values, then of gradients, then of data that backward changed."""
    first = wrong_data(case, replay) or wrong_gradients(case, replay)
    return first or _wrong_again(case, replay) or changed_data(case, replay)


def _wrong_again(case: Case, replay: Replay) -> str | None:
    """The counterexample when only a second walk over the same graph, from gradients of 0, goes wrong, or None."""
    if case.again is None or replay.again is None:
        return None
    found = wrong_gradients(case.again, msgspec.structs.replace(replay, gradients=replay.again))
    return found and found + "\n  " + _("the same graph, walked back a second time: the first time it was right")


def changed_data(case: Case, replay: Replay) -> str | None:
    """The counterexample when `data` is another number after the backward pass, or None."""
    if replay.after is None:
        return None
    changed = [i for i, after in enumerate(replay.after[: case.program.nodes]) if not same(case.data[i], after)]
    rows = [_row(case, i, case.data, replay.after, "{}.data") for i in changed[:1]]
    return headline(case) + "\n" + numbers(rows) + "\n  " + _("backward must not change data") if rows else None


def wrong_operands(case: Case, answer: Remembered) -> str | None:
    """The counterexample when the result's `_prev` does not hold exactly its operands."""
    operands = case.program.operations[-1].operands
    expected = {x for x in operands if isinstance(x, int)}
    strangers = answer.operands.count(-1)
    if set(answer.operands) - {-1} == expected and strangers <= sum(isinstance(x, float) for x in operands):
        return None
    names = case.program.node_names()
    shown = [names[i] if 0 <= i < len(names) else _("another value") for i in answer.operands]
    row = ("L._prev", braces([names[i] for i in sorted(expected)]), braces(shown))
    return f"{case.program}\n" + aligned([row])


def wrong_order(case: Case, answer: Order) -> str | None:
    """What kind of fault an order has, or None: which one would depend on the order of a set."""
    nodes = {label: node for node, label in enumerate(case.program.labels)}
    order = [nodes.get(label, -1) for label in answer.labels]
    fault = fault_of_order(case, order)
    if fault is None and not answer.listed and not case.program.operations:
        return f"{case.program}\n  " + _(
            "`topological_sort` has to return a list, and returns another kind of sequence"
        )
    if fault is None:
        return _wrong_order_again(case, answer)
    told = {
        "stranger": _("the list holds something that the root does not need"),
        "twice": _("a value is listed twice"),
        "missing": _("a value is missing: {count} of {needed} are listed"),
        "before": _("a result is listed before one of its operands"),
    }[fault]
    told_of_all = told.format(count=len(order), needed=len(case.program.live))
    return f"{case.program}\n  {told_of_all}\n  {_your_list(case, order)}"


def _your_list(case: Case, order: Sequence[int]) -> str:
    """The student's list, each value as the program writes it."""
    names = [name[1:-1] if name.startswith("(") else name for name in case.program.node_names()]
    shown = [names[node] if node >= 0 else _("another value") for node in order[:LISTED]]
    return _("your list: {values}").format(values=", ".join(shown) + (", …" if len(order) > LISTED else "") or "[]")


def _wrong_order_again(case: Case, answer: Order) -> str | None:
    """What is wrong when the graph is sorted a second time, or with what is left behind; or None."""
    if not answer.unchanged:
        return f"{case.program}\n  " + _("sorting has to leave the values as they are: data, grad and _prev")
    if set(answer.again) == set(answer.labels) and len(answer.again) == len(answer.labels):
        nodes = {label: node for node, label in enumerate(case.program.labels)}
        if fault_of_order(case, [nodes.get(label, -1) for label in answer.again]) is None:
            return None
    text = _("sorted a second time, the same graph gives another answer: {count} values of {needed}")
    return f"{case.program}\n  " + text.format(count=len(answer.again), needed=len(case.program.live))


def wrong_calls(case: Case, replay: Replay) -> str | None:
    """The counterexample when a gradient is wrong after backward, or a closure was not called exactly once."""
    wrong = wrong_gradients(case, replay) or _wrong_again(case, replay)
    if not wrong and not replay.kept:
        return headline(case) + "\n  " + _("the gradients change once `backward` has been called on another graph")
    counts = [(k, n) for k, n in enumerate(replay.calls, start=case.program.inputs) if n != 1]
    if not wrong and not counts:
        return None
    lines = [wrong or headline(case)]
    if counts:
        names = case.program.node_names()
        lines += [
            aligned([(_("calls to _backward of {node}").format(node=names[k]), "1", str(n)) for k, n in counts[-1:]])
        ]
    return "\n".join(lines)


def wrong_gradients(case: Case, replay: Replay) -> str | None:
    """The counterexample when a gradient is wrong, or None: the inputs', or else the first node's from the root."""
    wrong = [i for i in range(case.program.nodes) if not case.accepts(i, replay.gradients[i])]
    if not wrong:
        return None
    shown = [i for i in wrong if i < case.program.inputs] or wrong[-1:]
    return headline(case) + "\n" + numbers([_row(case, i, case.low, replay.gradients, "dL/d{}") for i in shown])


def headline(case: Case) -> str:
    """`L = x + x   at x = 3`, with the root's gradient where it is not 1."""
    names = case.program.input_names()
    point = ", ".join(f"{name} = {digits(x)}" for name, x in zip(names, case.point, strict=True))
    line = f"{case.program}   " + _("at {point}").format(point=point)
    if case.upstream != 1.0:
        line += "\n  " + _("upstream gradient L.grad = {upstream}").format(upstream=digits(case.upstream))
    if case.received:
        line += "\n  " + _("each input has received {gradient} before").format(gradient=digits(case.received))
    return line


def _row(
    case: Case, node: int, expected: Sequence[float], got: Sequence[Number], form: str
) -> tuple[str, Number, Number]:
    names = case.program.node_names()
    return form.format(names[node]), expected[node], got[node]
