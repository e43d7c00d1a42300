"""What an exercise does on the programs of the diagnosis: asked to the end instead of judged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from autograder.diagnosis.programs import PROGRAMS
from autograder.diagnosis.signatures import known_signatures
from autograder.diagnosis.symptoms import Facts, Symptom, facts_of, order_facts
from autograder.judging.check import Check, FindTensors
from autograder.judging.feedback.calls import headline as call_headline
from autograder.judging.feedback.calls import wrong_return
from autograder.judging.feedback.networks import wrong_listing, wrong_network
from autograder.judging.feedback.training import wrong_losses, wrong_steps
from autograder.judging.questions import Find, require_fit
from autograder.judging.session import Session
from autograder.judging.shortfalls import Crashed, Shortfall
from autograder.judging.wires import wire_of
from autograder.sandbox.messages import Answer, Listed, Network, Order, Replay, Returned, TensorReplay, Trained
from autograder.truth.calls import Call
from autograder.truth.central_differences import Case
from autograder.truth.networks import Sizes, network_case, shown
from autograder.truth.tensors import TensorCase
from autograder.truth.training import Training


@dataclass(frozen=True)
class _Asked:
    """One program on its way: how it is sent, shown, judged, and turned into facts."""

    wire: Any
    program: str
    is_wrong: Callable[[Any], object]
    facts: Callable[[Any], Facts]
    case: Case | None = None


@dataclass(frozen=True)
class Observer(Check):
    """The checks of an exercise, asked to the end instead of judged: what comes back is kept."""

    symptoms: list[Symptom] = field(default_factory=list)

    def returns(self, *calls: Call) -> None:
        """What each call returns, and whether it changed an argument."""
        symbol = self.exercise.symbol
        asked = [_Asked(x.wire(), call_headline(symbol, x), partial(_wrong_return, symbol, x), facts_of) for x in calls]
        differences = [x.differences for x in calls if x.differences]
        self._observe("returned", Returned, "calls", asked, symbol=symbol, differences=differences)

    def _tensors(self, find: FindTensors, cases: Sequence[TensorCase]) -> None:
        asked = [_Asked(x.wire(), x.program.text, partial(_wrong_tensors, find, x), facts_of) for x in cases]
        self._observe("tensors", TensorReplay, "cases", asked)

    def parameters(self, *sizes: Sizes) -> None:
        """What networks of these sizes list as their parameters."""
        asked = [_Asked({"sizes": x}, shown(x), partial(wrong_listing, x), facts_of) for x in sizes]
        self._observe("listed", Listed, "cases", asked)

    def networks(self, *sizes: Sizes, kinds: Sequence[str] = ("",)) -> None:
        """What networks of these sizes answer, and what each parameter receives."""
        cases = [network_case(x, kind) for kind in kinds for x in sizes]
        asked = [_Asked(x.wire(), shown(x.sizes), partial(wrong_network, x), facts_of) for x in cases]
        self._observe("networks", Network, "cases", asked)

    def descends(self, *trainings: Training) -> None:
        """Where each training leaves the parameters."""
        asked = [
            _Asked(x.wire(), x.model.written(x.names, "o"), partial(_wrong_training, x), facts_of) for x in trainings
        ]
        self._observe("trained", Trained, "cases", asked)

    def _each(self, do: str, kind: type[Any], cases: Sequence[Case], find: Find, *, chosen: bool = False) -> None:
        asked = [
            _Asked(wire_of(self.exercise, do, x), str(x.program), partial(_wrong, find, x), partial(_facts, x), x)
            for x in cases
        ]
        self._observe(do, kind, "cases", asked)

    def _observe(self, do: str, kind: type[Any], name: str, asked: list[_Asked], **fields: Any) -> None:
        """Ask for all; a worker stops at the first that raises, so that what is left is asked again."""
        while asked:
            wires = {name: [x.wire for x in asked]}
            answers: Any = self.respondent.probe(self.exercise, do, list[kind], **fields, **wires)  # type: ignore[valid-type]
            if isinstance(answers, Answer):  # not even the function is there: no program would say more
                answers, asked = [answers], asked[:1]
            if not answers:
                raise Crashed("")
            for one, answer in zip(asked, answers, strict=False):
                failed = bool(answer.raised or answer.malformed)
                wrong = failed or bool(one.is_wrong(answer))
                observed = (one.case, answer) if one.case and isinstance(answer, Replay) and not failed else None
                self.symptoms.append(Symptom(one.program, wrong, one.facts(answer), observed))
            asked = asked[len(answers) :]


def observe(observer: Observer, programs: Callable[[Any], None]) -> tuple[Symptom, ...]:
    """The symptoms of an exercise; a hang, a crash or a module that does not load is the last of them."""
    try:
        programs(observer)
    except Shortfall as shortfall:
        observer.symptoms.append(Symptom("", True, (shortfall.outcome,)))
    return tuple(observer.symptoms)


def _facts(case: Case, answer: Any) -> Facts:
    if isinstance(answer, Order) and not (answer.raised or answer.malformed):
        return order_facts(case, answer)
    return facts_of(answer)


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


def symptoms_of(session: Session, name: str) -> tuple[Symptom, ...]:
    """What the submission's exercise does on the programs of the diagnosis; nothing where no signature is known."""
    if not known_signatures(name):
        return ()
    check = session.check(name)
    return observe(Observer(check.exercise, check.respondent), PROGRAMS[name])
