"""What an exercise does on a few small programs, as plain facts: the same for all who made the same mistake.

A fact is a number, or a word where there is none (the cause of an exception, "nan"). What would name a student's own
class, function or variable is no fact.
"""

import builtins
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from autograder.sandbox.causes import cause_of
from autograder.sandbox.messages import Answer, Order, Raised, Replay
from autograder.truth.central_differences import Case
from autograder.truth.orders import fault_of_order

Fact = float | str
Facts = tuple[Fact, ...]
NUMBERS = {"int": "float", "float64": "float"}  # types that a student chooses without a thought
CLOSURE = re.compile(r"\.<locals>\.(?!<)")  # of a function inside a function, not of a comprehension


@dataclass(frozen=True)
class Symptom:
    """The facts of one program; `program` is what a student reads, `wrong` whether the answer is.

    `observed` is the program with its truth, and the gradients that came back, where there are some.
    """

    program: str
    wrong: bool
    facts: Facts
    observed: tuple[Case, Replay] | None = None


def facts_of(answer: Answer) -> Facts:
    """Every number of an answer; of a failure what it says of its cause, where Python's own words say it."""
    if answer.raised:
        return ("raised", _known_type(answer.raised.type, "Exception"), *_cause(answer.raised))
    if answer.malformed:
        return answer.malformed.what, _known_type(answer.malformed.got, "object")
    fields = msgspec.to_builtins(answer)
    return tuple(_flat([fields[name] for name in fields if name not in Answer.__struct_fields__]))


def is_telling(facts: Facts) -> bool:
    """Whether facts say what went wrong: more than an exception's kind, an outcome, or a name that is not there."""
    if facts[:1] == ("raised",):
        return len(facts) > 2
    return facts[:1] != ("name",) and not (len(facts) == 1 and isinstance(facts[0], str))


def _cause(raised: Raised) -> Facts:
    """Which fault, of which types, and whether the inner function was running; nothing where the text is unknown."""
    cause = cause_of(raised)
    if not cause.kind:
        return ()
    place = raised.frames[-1][2] if raised.frames else "nowhere"
    where = "closure" if CLOSURE.search(place) else place.rpartition(".")[2]
    words = [NUMBERS.get(word, word.rpartition(".")[2]) for word in cause.words]
    if cause.kind in ("compared", "operands"):  # a > b and b < a are one fault
        words.sort()
    return (cause.kind, *words, where if where in ("closure", "nowhere", "__init__") else "function")


def order_facts(case: Case, answer: Order) -> Facts:
    """The kind of fault; for each node how often it is listed and first where; for each operand if it comes before."""
    nodes = {label: node for node, label in enumerate(case.program.labels)}
    order = [nodes.get(label, -1) for label in answer.labels]
    first = {node: order.index(node) for node in set(order)}
    places = [(float(order.count(node)), float(first.get(node, -1))) for node in range(-1, case.program.nodes)]
    edges = [
        float(first.get(x, -1) < first.get(k, -1))
        for k, operation in enumerate(case.program.operations, start=case.program.inputs)
        for x in operation.operands
        if isinstance(x, int)
    ]
    return (fault_of_order(case, order) or "", float(len(order)), *(x for place in places for x in place), *edges)


def _flat(answer: Any) -> Iterator[Fact]:
    if isinstance(answer, dict):  # an array
        answer = list(answer.values())
    if isinstance(answer, (list, tuple)):
        for x in answer:
            yield from _flat(x)
    else:
        yield answer if isinstance(answer, str) else "" if answer is None else float(answer)


def _known_type(name: str, otherwise: str) -> str:
    return name if isinstance(getattr(builtins, name, None), type) or name == "NoneType" else otherwise
