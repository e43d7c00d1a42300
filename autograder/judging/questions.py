"""A question: what is sent for all cases of a check, and what is said of the answers.

It depends on the course and not on a submission, so that it is made and encoded once, and then put to one after the
other. Answers that were found right are remembered: a submission that gives the same ones is right too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from autograder.course import Exercise
from autograder.judging.cases import friendlier
from autograder.judging.counterexample import graph_of
from autograder.judging.replay import graphs
from autograder.judging.respondents.respondent import Respondent
from autograder.judging.shortfalls import Failed, Shortfall, no_answer, question_of_nothing, unwritten
from autograder.judging.steps import with_steps
from autograder.judging.wires import wire_of
from autograder.language import _
from autograder.report import Graph
from autograder.sandbox.channel import encode
from autograder.sandbox.messages import Answer, Order, Replay, Returned
from autograder.truth.central_differences import Case

A = TypeVar("A", bound=Answer)
Replayed = Callable[[Exercise, Any, Any], str]  # the lines that meet a case again, given its answer
Find = Callable[[Any, Any], str | None]

REPLAYS: Mapping[str, Replayed] = {
    "gradients": graphs.replayed,
    "remembered": graphs.remembered,
    "order": graphs.ordered,
    "backward": graphs.walked_back,
}


class Wrong(NamedTuple):
    """A case, its answer, and the counterexample that it is."""

    counterexample: str
    case: Any
    answer: Any


@dataclass(kw_only=True)
class Question(Generic[A]):
    """What is asked of a worker and how the answers are judged, in the order of the cases.

    `find` tells what is wrong with an answer, `headline` shows a case, `replay` meets it again, and `fits` says whether
    an answer has as many numbers as its case asks for.
    """

    exercise: Exercise
    do: str
    kind: type[A]
    asked: Sequence[Any]
    fields: Mapping[str, Any]
    find: Find
    headline: Callable[[Any], str] = lambda case: str(case.program)
    replay: Replayed
    fits: Callable[[Any, A], bool] = lambda _case, _answer: True
    _right: list[A] | None = None

    def put(self, respondent: Respondent) -> None:
        """Ask for all cases in one request. Raises the Shortfall of the first that is wrong."""
        if not self.asked:
            raise unwritten()
        answers: list[A] = respondent.ask(self.exercise, self.do, list[self.kind], **self.fields)  # type: ignore[name-defined]
        if answers != self._right:
            self._judge(respondent, answers)
            self._right = answers

    def _judge(self, respondent: Respondent, answers: Sequence[A]) -> None:
        for case, answer in zip(self.asked, answers, strict=False):
            self._require_answer(respondent, case, answer)
            if not self.fits(case, answer):
                raise no_answer()
            if wrong := self.find(case, answer):
                raise self._failed(respondent, Wrong(wrong, case, answer))
        if len(answers) < len(self.asked):
            raise no_answer()

    def _require_answer(self, respondent: Respondent, case: Any, answer: A) -> None:
        """Raises the Shortfall of an answer that is a failure."""
        if answer.raised or answer.malformed:
            replay = partial(self.replay, self.exercise, case, answer)
            raise _under(self.headline(case), respondent.explain(self.exercise, answer), replay)

    def _failed(self, respondent: Respondent, wrong: Wrong, graph: Graph | None = None) -> Failed:
        question = _question_of(wrong)
        failed = Failed(wrong.counterexample, respondent.where(self.exercise), graph, question=question)
        failed.replay = self.replay(self.exercise, wrong.case, wrong.answer)
        return failed


def _question_of(wrong: Wrong) -> str:
    """What to think about where an exercise's hint would not lead on; empty where it does."""
    answer = wrong.answer
    if isinstance(answer, Returned) and answer.shape == () and answer.data[:1] == ("NoneType",):
        return question_of_nothing()
    if isinstance(answer, Order) and set(answer.labels) - set(wrong.case.program.labels):
        return _("Is the list empty when your function begins? And when it is called a second time?")
    return ""


@dataclass(kw_only=True)
class OfPrograms(Question[A]):
    """Of programs at points, whose counterexample is a graph.

    A point that the grader has `chosen` is part of its claim, and stays in the counterexample.
    """

    chosen: bool = False

    def _judge(self, respondent: Respondent, answers: Sequence[A]) -> None:
        for case, answer in zip(self.asked, answers, strict=False):
            require_fit(case, answer)
        super()._judge(respondent, answers)

    def _failed(self, respondent: Respondent, wrong: Wrong, graph: Graph | None = None) -> Failed:
        """The failure, at friendly numbers where it shows there too."""
        if not self.chosen:
            wrong = self._friendlier(respondent, wrong.case) or wrong
        graph = graph_of(wrong.case, wrong.answer)
        if graph and graph.about == "gradient":
            graph = self._stepped(respondent, wrong.case, graph)
        return super()._failed(respondent, wrong, graph)

    def _friendlier(self, respondent: Respondent, case: Case) -> Wrong | None:
        for friendly in friendlier(case):
            try:
                [again] = self._once_more(respondent, friendly, self.kind)
            except (Shortfall, ValueError):
                break
            if not (again.raised or again.malformed) and (counterexample := self.find(friendly, again)):
                return Wrong(counterexample, friendly, again)
        return None

    def _stepped(self, respondent: Respondent, case: Case, graph: Graph) -> Graph:
        """The graph with the steps of its backward pass, where the submission walks it once more."""
        try:
            [answer] = self._once_more(respondent, case, Replay, steps=True)
        except (Shortfall, ValueError):
            return graph
        return with_steps(graph, case, answer) if not (answer.raised or answer.malformed) else graph

    def _once_more(self, respondent: Respondent, case: Case, kind: type[Any], **more: bool) -> list[Any]:
        wire = wire_of(self.exercise, self.do, case) | more
        answers: list[Any] = respondent.ask(self.exercise, self.do, list[kind], cases=[wire])  # type: ignore[valid-type]
        for answer in answers[:1]:
            require_fit(case, answer)
        return answers


def sent(wires: Sequence[Any]) -> msgspec.Raw:
    """What is sent for some cases, encoded once. Raises KitError for what cannot be."""
    return msgspec.Raw(encode(wires))


def require_fit(case: Case, answer: Answer) -> None:
    """Raises Crashed for an answer that has not a number for each node."""
    if isinstance(answer, Replay) and not answer.fits(case.program.nodes, len(case.program.operations)):
        raise no_answer()


def _under(headline: str, shortfall: Shortfall, replay: Callable[[], str]) -> Shortfall:
    """An exception is shown with the program in which it was raised; a stub needs none."""
    if shortfall.outcome in ("error", "failed"):
        lines = "\n  ".join([headline, *shortfall.message.split("\n")])
        shortfall = type(shortfall)(lines, shortfall.where, question=shortfall.question)
        shortfall.replay = replay()
    return shortfall
