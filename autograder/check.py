"""What a grader can ask of an exercise. Each check returns None, or raises the Shortfall that the student reads.

A check compares a number for every node of every program: it iterates over what was asked, never over what
came back.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any, TypeVar

from autograder import feedback
from autograder.calls import Call, wrong_return
from autograder.counterexample import graph_of
from autograder.course import Exercise
from autograder.errors import Failed, KitError, Shortfall
from autograder.gradcheck import Case, case_at, fair_cases, local_derivatives
from autograder.grading import Grading
from autograder.messages import Answer, Listed, Network, Order, Remembered, Replay, Returned, TensorReplay, Trained
from autograder.networks import Sizes, network_case, shown, wrong_listing, wrong_network
from autograder.program import Program, Tracer, trace
from autograder.shortfalls import no_answer
from autograder.tensors import TensorCase, wrong_tensors
from autograder.tensors import headline as tensor_headline
from autograder.tensors import wrong_operands as wrong_tensor_operands
from autograder.training import Training, not_learned, wrong_losses, wrong_steps

# What can be asked for: a function of scalars, a recorded program, a program with its point, or many of them.
Subject = Callable[..., Tracer] | Program | Case | Iterable[Program] | Iterable[Case]

# Points a student can compute with in their head, tried when a counterexample is to be shown.
FRIENDLY = (3.0, -2.0, 5.0, 0.5)
UPSTREAMS = (1.0, 2.0)
SMALL = 12  # nodes: a larger program is no easier to read at friendly numbers

A = TypeVar("A", bound=Answer)
T = TypeVar("T")
Find = Callable[[Case, Any], str | None]
FindTensors = Callable[[TensorCase, TensorReplay], str | None]


@dataclass(frozen=True)
class Check:
    """The checks of one exercise of one submission."""

    exercise: Exercise
    grading: Grading
    under_grading: frozenset[str]

    def gradients(self, subject: Subject, *, at: Sequence[float] | None = None) -> None:
        """Values and gradients of each program are those of central differences, on every node."""
        cases = _cases(subject, at)
        self._each("gradients", Replay, cases, feedback.wrong_replay)

    def values(self, subject: Subject, *, at: Sequence[float] | None = None) -> None:
        """The value of each program is right on every node: the forward pass alone."""
        self._each("gradients", Replay, _cases(subject, at), feedback.wrong_data)

    def remembers(self, subject: Subject) -> None:
        """The result of each program's last operation remembers exactly its operands."""
        self._each("remembered", Remembered, list(_untested(subject)), feedback.wrong_operands)

    def order(self, subject: Subject) -> None:
        """`topological_sort` lists each value that the root needs once, operands before results."""
        self._each("order", Order, list(_untested(subject)), feedback.wrong_order)

    def backward(self, subject: Subject, *, at: Sequence[float] | None = None) -> None:
        """`backward(root)` leaves the right gradient on every node and calls each operation's closure once."""
        cases = [_from_root(case) for case in _cases(subject, at)]
        self._each("backward", Replay, cases, feedback.wrong_calls)

    def returns(self, *calls: Call) -> None:
        """Each call returns what is expected, leaves its arguments as they were, and asks for no more than it may."""
        symbol = self.exercise.symbol
        for call, answer in self._answers("returned", Returned, calls, symbol=symbol, calls=[x.wire() for x in calls]):
            if not answer.fits():
                raise no_answer()
            self._judge(wrong_return(symbol, call, answer))

    def tensors(self, *cases: TensorCase) -> None:
        """Values and gradients of each program of matrices are those of central differences, entry by entry."""
        self._tensors(wrong_tensors, cases)

    def remembers_tensors(self, *cases: TensorCase) -> None:
        """The result of each program's last operation remembers exactly its operands."""
        self._tensors(wrong_tensor_operands, cases)

    def _tensors(self, find: FindTensors, cases: Sequence[TensorCase]) -> None:
        wires = [case.wire() for case in cases]
        for case, answer in self._answers("tensors", TensorReplay, cases, tensor_headline, cases=wires):
            if not answer.fits(len(case.data)):
                raise no_answer()
            self._judge(find(case, answer))

    def parameters(self, *sizes: Sizes) -> None:
        """`parameters()` of a network of these sizes holds each weight and each bias once."""
        wires = [{"sizes": each} for each in sizes]
        for each, answer in self._answers("listed", Listed, sizes, shown, cases=wires):
            self._judge(wrong_listing(each, answer))

    def networks(self, *sizes: Sizes) -> None:
        """Networks of these sizes answer what they should, and each parameter receives its gradient."""
        cases = [network_case(x) for x in sizes]
        wires = [case.wire() for case in cases]
        for case, answer in self._answers("networks", Network, cases, lambda x: shown(x.sizes), cases=wires):
            self._judge(wrong_network(case, answer))

    def descends(self, *trainings: Training) -> None:
        """`train` leaves each parameter where exact gradient descent leaves it."""
        for each, answer in self._trained(trainings):
            self._judge(wrong_steps(each, answer))

    def losses(self, *trainings: Training) -> None:
        """`train` returns the loss before each step, as numbers."""
        for each, answer in self._trained(trainings):
            self._judge(wrong_losses(each, answer))

    def learns(self, *trainings: Training) -> None:
        """After `train` the model has the right sign at each example, and a small loss."""
        for each, answer in self._trained(trainings):
            self._judge(not_learned(each, answer))

    def _trained(self, trainings: Sequence[Training]) -> Iterator[tuple[Training, Trained]]:
        return self._answers("trained", Trained, trainings, cases=[x.wire() for x in trainings])

    def _judge(self, counterexample: str | None) -> None:
        if counterexample:
            raise Failed(counterexample, self.grading.where(self.exercise))

    def _answers(
        self, do: str, kind: type[A], asked: Sequence[T], headline: Callable[[T], str] | None = None, **fields: Any
    ) -> Iterator[tuple[T, A]]:
        """Ask for all in one request; each with its answer. Raises for the first that came to no answer."""
        if not asked:
            raise KitError("a check that asks nothing proves nothing")
        answers: list[A] = self.grading.ask(self.exercise, do, list[kind], **fields)  # type: ignore[valid-type]
        for each, answer in zip(asked, answers, strict=False):
            if answer.raised or answer.malformed:
                shortfall = self.grading.explain(self.exercise, answer)
                raise _under(headline(each), shortfall) if headline else shortfall
            yield each, answer
        if len(answers) < len(asked):
            raise no_answer()

    def _each(self, do: str, kind: type[A], cases: Sequence[Case], find: Find) -> None:
        """Ask for all cases in one request, and raise for the first that is wrong: the smallest."""
        if not cases:
            raise KitError("a check without a program proves nothing")
        answers = self._ask(do, kind, cases)
        for case, answer in zip(cases, answers, strict=False):
            if answer.raised or answer.malformed:
                raise _under(str(case.program), self.grading.explain(self.exercise, answer))
            if find(case, answer):
                raise self._counterexample(do, kind, case, answer, find)
        if len(answers) < len(cases):
            raise no_answer()

    def _ask(self, do: str, kind: type[A], cases: Sequence[Case]) -> list[A]:
        wires = [self._wire(case) for case in cases]
        answers: list[A] = self.grading.ask(self.exercise, do, list[kind], cases=wires)  # type: ignore[valid-type]
        for case, answer in zip(cases, answers, strict=False):
            require_fit(case, answer)
        return answers

    def _counterexample(self, do: str, kind: type[A], case: Case, answer: A, find: Find) -> Failed:
        """The failure, at friendly numbers where it shows there too."""
        for friendly in _friendly(case):
            try:
                [again] = self._ask(do, kind, [friendly])
            except (Shortfall, ValueError):
                break
            if not (again.raised or again.malformed) and (text := find(friendly, again)):
                return Failed(text, self.grading.where(self.exercise), graph_of(friendly, again))
        return Failed(find(case, answer) or "", self.grading.where(self.exercise), graph_of(case, answer))

    def _wire(self, case: Case) -> dict[str, Any]:
        """A case as the worker needs it: no expected value but the local derivatives of what is built by hand."""
        program = case.program
        operations = [
            operation if operation.op in self.under_grading else _by_hand(case, k)
            for k, operation in enumerate(program.operations)
        ]
        wire = {"point": case.point, "upstream": case.upstream, "operations": operations}
        return wire if case.low else wire | {"labels": program.labels}  # an order is all that is asked for


def require_fit(case: Case, answer: Answer) -> None:
    """Raises Crashed for an answer that has not a number for each node."""
    if isinstance(answer, Replay) and not answer.fits(case.program.nodes, len(case.program.operations)):
        raise no_answer()


def _under(headline: str, shortfall: Shortfall) -> Shortfall:
    """An exception is shown with the program in which it was raised; a stub needs none."""
    if shortfall.outcome in ("error", "failed"):
        return type(shortfall)(f"{headline}\n  {shortfall.message}", shortfall.where)
    return shortfall


def _by_hand(case: Case, k: int) -> tuple[float, tuple[int | float, ...], tuple[float, ...]]:
    op, operands = case.program.operations[k]
    if not case.low:  # nobody will ask for a gradient
        return case.data[case.program.inputs + k], operands, (0.0,) * len(operands)
    values = [case.data[x] if isinstance(x, int) else x for x in operands]
    return case.data[case.program.inputs + k], operands, local_derivatives(op, values)


def _cases(subject: Subject, at: Sequence[float] | None) -> tuple[Case, ...]:
    if isinstance(subject, Case):
        return (subject,)
    if isinstance(subject, Program) or callable(subject):
        program = subject if isinstance(subject, Program) else trace(subject)
        return (case_at(program, at, upstream=1.5),) if at is not None else fair_cases((program,))
    items = tuple(subject)
    if items and isinstance(items[0], Case):
        return items  # type: ignore[return-value]
    return fair_cases(items)


def _untested(subject: Subject) -> Iterable[Case]:
    """Programs whose gradients do not matter, for graphs of any size: some with differing, some with equal data.

    Sums of FRIENDLY numbers are not in ascending order, and equal data tells identity from equality. A single
    program is asked with both, many programs in turn.
    """
    programs = [trace(subject)] * 2 if callable(subject) and not isinstance(subject, Program) else subject
    for program, numbers in zip([programs] if isinstance(programs, Program) else programs, cycle((FRIENDLY, (2.0,)))):  # type: ignore[arg-type]
        assert isinstance(program, Program)
        point = tuple(islice(cycle(numbers), program.inputs))
        yield Case(program, point, 1.0, tuple(program.evaluate(point)), (), (), 0.0)


def _from_root(case: Case) -> Case:
    """The same case with the gradient that `backward` starts from: 1 at the root."""
    return case if case.upstream == 1.0 else case.with_upstream(1.0)


def _friendly(case: Case) -> Iterable[Case]:
    """The same program at numbers that a student can compute with; nothing where the numbers do not matter."""
    if not case.low or case.program.nodes > SMALL:
        return
    point = tuple(islice(cycle(FRIENDLY), case.program.inputs))
    for upstream in UPSTREAMS if case.upstream != 1.0 else (1.0,):
        try:
            yield case_at(case.program, point, upstream)
        except KitError:
            return
