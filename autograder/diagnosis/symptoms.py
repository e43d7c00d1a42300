"""What an exercise does on a few small programs, as plain facts: the same for all who made the same mistake.

A fact is a number, or a word where there is none (the kind of an exception, "nan"). Exception texts, and what would
name a student's class, are no facts.
"""

import builtins
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec

from autograder.calls import Call, wrong_return
from autograder.check import Check, Find, FindTensors, require_fit
from autograder.errors import Crashed, Shortfall
from autograder.feedback import fault_of_order
from autograder.gradcheck import Case
from autograder.messages import Answer, Listed, Network, Order, Returned, TensorReplay, Trained
from autograder.networks import Sizes, network_case, shown, wrong_listing, wrong_network
from autograder.tensors import TensorCase
from autograder.training import Training, wrong_losses, wrong_steps

Fact = float | str
Facts = tuple[Fact, ...]


@dataclass(frozen=True)
class Symptom:
    """The facts of one program; `program` is what a student reads, `wrong` whether the answer is."""

    program: str
    wrong: bool
    facts: Facts


@dataclass(frozen=True)
class _Asked:
    """One program on its way: how it is sent, shown, judged, and turned into facts."""

    wire: Any
    program: str
    is_wrong: Callable[[Any], object]
    facts: Callable[[Any], Facts]


@dataclass(frozen=True)
class Observer(Check):
    """The checks of an exercise, asked to the end instead of judged: what comes back is kept."""

    symptoms: list[Symptom] = field(default_factory=list)

    def returns(self, *calls: Call) -> None:
        symbol = self.exercise.symbol
        asked = [_Asked(x.wire(), x.headline(symbol), partial(_wrong_return, symbol, x), facts_of) for x in calls]
        self._observe("returned", Returned, "calls", asked, symbol=symbol)

    def _tensors(self, find: FindTensors, cases: Sequence[TensorCase]) -> None:
        asked = [_Asked(x.wire(), x.program.text, partial(_wrong_tensors, find, x), facts_of) for x in cases]
        self._observe("tensors", TensorReplay, "cases", asked)

    def parameters(self, *sizes: Sizes) -> None:
        asked = [_Asked({"sizes": x}, shown(x), partial(wrong_listing, x), facts_of) for x in sizes]
        self._observe("listed", Listed, "cases", asked)

    def networks(self, *sizes: Sizes) -> None:
        cases = map(network_case, sizes)
        asked = [_Asked(x.wire(), shown(x.sizes), partial(wrong_network, x), facts_of) for x in cases]
        self._observe("networks", Network, "cases", asked)

    def descends(self, *trainings: Training) -> None:
        asked = [_Asked(x.wire(), str(x.model), partial(_wrong_training, x), facts_of) for x in trainings]
        self._observe("trained", Trained, "cases", asked)

    def _each(self, do: str, kind: type[Any], cases: Sequence[Case], find: Find) -> None:
        asked = [_Asked(self._wire(x), str(x.program), partial(_wrong, find, x), partial(_facts, x)) for x in cases]
        self._observe(do, kind, "cases", asked)

    def _observe(self, do: str, kind: type[Any], name: str, asked: list[_Asked], **fields: Any) -> None:
        """Ask for all; a worker stops at the first that raises, so that what is left is asked again."""
        while asked:
            wires = {name: [x.wire for x in asked]}
            answers: Any = self.grading.probe(self.exercise, do, list[kind], **fields, **wires)  # type: ignore[valid-type]
            if isinstance(answers, Answer):  # not even the function is there: no program would say more
                answers, asked = [answers], asked[:1]
            if not answers:
                raise Crashed("")
            for one, answer in zip(asked, answers, strict=False):
                failed = bool(answer.raised or answer.malformed)
                self.symptoms.append(Symptom(one.program, failed or bool(one.is_wrong(answer)), one.facts(answer)))
            asked = asked[len(answers) :]


def observe(observer: Observer, programs: Callable[[Check], None]) -> tuple[Symptom, ...]:
    """The symptoms of an exercise; a hang, a crash or a module that does not load is the last of them."""
    try:
        programs(observer)
    except Shortfall as shortfall:
        observer.symptoms.append(Symptom("", True, (shortfall.outcome,)))
    return tuple(observer.symptoms)


def facts_of(answer: Answer) -> Facts:
    """Every number of an answer; of a failure its kind."""
    if answer.raised:
        return "raised", _known_type(answer.raised.type, "Exception")
    if answer.malformed:
        return answer.malformed.what, _known_type(answer.malformed.got, "object")
    fields = msgspec.to_builtins(answer)
    return tuple(_flat([fields[name] for name in fields if name not in Answer.__struct_fields__]))


def _facts(case: Case, answer: Any) -> Facts:
    if isinstance(answer, Order) and not (answer.raised or answer.malformed):
        return _order_facts(case, answer)
    return facts_of(answer)


def _order_facts(case: Case, answer: Order) -> Facts:
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


def _wrong(find: Find, case: Case, answer: Any) -> object:
    require_fit(case, answer)
    return find(case, answer)


def _wrong_return(symbol: str, call: Call, answer: Returned) -> object:
    if not answer.fits():
        raise Crashed("")
    return wrong_return(symbol, call, answer)


def _wrong_tensors(find: FindTensors, case: TensorCase, answer: TensorReplay) -> object:
    if not answer.fits(len(case.data)):
        raise Crashed("")
    return find(case, answer)


def _wrong_training(of: Training, answer: Trained) -> object:
    return wrong_steps(of, answer) or wrong_losses(of, answer)
