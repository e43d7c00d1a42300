"""What a grader can ask of an exercise. Each check returns None, or raises the Shortfall that the student reads.

A check compares a number for every node of every program: it iterates over what was asked, never over what
came back.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Self, TypeVar

import msgspec

from autograder.course import Exercise
from autograder.judging.cases import Subject, cases_of, from_root, in_views, untested
from autograder.judging.feedback import scalars as feedback
from autograder.judging.feedback.calls import headline as call_headline
from autograder.judging.feedback.calls import wrong_return
from autograder.judging.feedback.networks import wrong_listing, wrong_network
from autograder.judging.feedback.tensors import headline as tensor_headline
from autograder.judging.feedback.tensors import wrong_operands as wrong_tensor_operands
from autograder.judging.feedback.tensors import wrong_tensors
from autograder.judging.feedback.training import headline as training_headline
from autograder.judging.feedback.training import not_learned, wrong_losses, wrong_steps
from autograder.judging.feedback.unmasking import is_expression, wrong_expression
from autograder.judging.questions import REPLAYS, Find, OfPrograms, Question, sent
from autograder.judging.replay import calls, networks, tensors, unmasking
from autograder.judging.respondents.masks import Mask, masks, question
from autograder.judging.respondents.respondent import Respondent
from autograder.judging.wires import wire_of
from autograder.sandbox.messages import (
    Answer,
    Listed,
    Network,
    Order,
    Remembered,
    Replay,
    Returned,
    TensorReplay,
    Trained,
    Written,
)
from autograder.truth.calls import Call
from autograder.truth.central_differences import Case
from autograder.truth.networks import Sizes, network_case, shown
from autograder.truth.tensors import TensorCase
from autograder.truth.training import Training

A = TypeVar("A", bound=Answer)
FindTensors = Callable[[TensorCase, TensorReplay], str | None]


@dataclass(frozen=True)
class Check:
    """The checks of one exercise of one submission."""

    exercise: Exercise
    respondent: Respondent

    def of(self, symbol: str) -> Self:
        """The checks of another function that belongs to the exercise."""
        return replace(self, exercise=msgspec.structs.replace(self.exercise, symbol=symbol))

    def gradients(self, subject: Subject, *, at: Sequence[float] | None = None) -> None:
        """Values and gradients of each program are those of central differences, on every node."""
        cases = cases_of(subject, at)
        self._each("gradients", Replay, cases, feedback.wrong_replay, chosen=at is not None)

    def values(self, subject: Subject, *, at: Sequence[float] | None = None) -> None:
        """The value of each program is right on every node: the forward pass alone."""
        self._each("gradients", Replay, cases_of(subject, at), feedback.wrong_data, chosen=at is not None)

    def remembers(self, subject: Subject) -> None:
        """The result of each program's last operation remembers exactly its operands."""
        self._each("remembered", Remembered, list(untested(subject)), feedback.wrong_operands)

    def order(self, subject: Subject) -> None:
        """`topological_sort` lists each value that the root needs once, operands before results."""
        self._each("order", Order, in_views(list(untested(subject))), feedback.wrong_order)

    def backward(self, subject: Subject, *, at: Sequence[float] | None = None) -> None:
        """`backward(root)` leaves the right gradient on every node and calls each operation's closure once."""
        cases = in_views([from_root(case) for case in cases_of(subject, at)])
        self._each("backward", Replay, cases, feedback.wrong_calls, chosen=at is not None)

    def returns(self, *asked: Call) -> None:
        """Each call returns what is expected, leaves its arguments as they were, and asks for no more than it may."""
        symbol = self.exercise.symbol
        differences = sent([x.differences for x in asked if x.differences])
        self._put(
            Question(
                exercise=self.exercise,
                do="returned",
                kind=Returned,
                asked=asked,
                fields={"symbol": symbol, "calls": sent([x.wire() for x in asked]), "differences": differences},
                find=partial(wrong_return, symbol),
                headline=partial(call_headline, symbol),
                replay=partial(calls.returned, others=asked),
                fits=lambda _call, answer: answer.fits(),
            )
        )

    def tensors(self, *cases: TensorCase) -> None:
        """Values and gradients of each program of matrices are those of central differences, entry by entry."""
        self._tensors(wrong_tensors, cases)

    def remembers_tensors(self, *cases: TensorCase) -> None:
        """The result of each program's last operation remembers exactly its operands."""
        self._tensors(wrong_tensor_operands, cases)

    def _tensors(self, find: FindTensors, cases: Sequence[TensorCase]) -> None:
        self._put(
            Question(
                exercise=self.exercise,
                do="tensors",
                kind=TensorReplay,
                asked=cases,
                fields={"cases": sent([case.wire() for case in cases])},
                find=find,
                headline=tensor_headline,
                replay=tensors.replayed,
                fits=lambda case, answer: answer.fits(len(case.data)),
            )
        )

    def parameters(self, *sizes: Sizes) -> None:
        """`parameters()` of a network of these sizes holds each weight and each bias once."""
        self._put(
            Question(
                exercise=self.exercise,
                do="listed",
                kind=Listed,
                asked=sizes,
                fields={"cases": sent([{"sizes": each} for each in sizes])},
                find=wrong_listing,
                headline=shown,
                replay=networks.listed,
            )
        )

    def networks(self, *sizes: Sizes, kinds: Sequence[str] = ("",)) -> None:
        """Networks of these sizes answer what they should, and each parameter receives its gradient.

        `kinds` are kinds of numbers to ask with: see truth/networks.py.
        """
        cases = [network_case(x, kind) for kind in kinds for x in sizes]
        self._put(
            Question(
                exercise=self.exercise,
                do="networks",
                kind=Network,
                asked=cases,
                fields={"cases": sent([case.wire() for case in cases])},
                find=wrong_network,
                headline=lambda x: shown(x.sizes),
                replay=networks.network,
            )
        )

    def descends(self, *trainings: Training) -> None:
        """`train` leaves each parameter where exact gradient descent leaves it."""
        self._trained(wrong_steps, trainings)

    def losses(self, *trainings: Training) -> None:
        """`train` returns the loss before each step, as numbers."""
        self._trained(wrong_losses, trainings)

    def learns(self, *trainings: Training) -> None:
        """After `train` the model has the right sign at each example, and a small loss."""
        self._trained(not_learned, trainings)

    def unmasks(self, engine: int, *, fewest: bool = False) -> None:
        """On the exercise's expression of this number a masked engine is wrong; if `fewest`, on no smaller one."""
        exercise = msgspec.structs.replace(self.exercise, symbol=self.exercise.symbols[engine - 1])
        self._put(
            Question(
                exercise=exercise,
                do="written",
                kind=Written,
                asked=[Mask(engine, masks().fewest[engine - 1] if fewest else None)],
                fields={"symbol": exercise.symbol, **question()},
                find=wrong_expression,
                headline=lambda mask: mask.name,
                replay=unmasking.unmasked,
                fits=lambda _mask, answer: is_expression(answer),
            )
        )

    def _trained(self, find: Callable[[Training, Trained], str | None], trainings: Sequence[Training]) -> None:
        self._put(
            Question(
                exercise=self.exercise,
                do="trained",
                kind=Trained,
                asked=trainings,
                fields={"cases": sent([x.wire() for x in trainings])},
                find=find,
                headline=training_headline,
                replay=partial(networks.trained, learns=find is not_learned),
            )
        )

    def _each(self, do: str, kind: type[A], cases: Sequence[Case], find: Find, *, chosen: bool = False) -> None:
        """Ask for all cases in one request, the smallest first."""
        self._put(
            OfPrograms(
                exercise=self.exercise,
                do=do,
                kind=kind,
                asked=cases,
                fields={"cases": sent([wire_of(self.exercise, do, case) for case in cases])},
                find=find,
                replay=REPLAYS[do],
                chosen=chosen,
            )
        )

    def _put(self, question: Question[Any]) -> None:
        question.put(self.respondent)


@dataclass(frozen=True)
class Recorder(Check):
    """The checks of an exercise, which keep what they have asked."""

    questions: list[Question[Any]] = field(default_factory=list)

    def _put(self, question: Question[Any]) -> None:
        super()._put(question)
        self.questions.append(question)
