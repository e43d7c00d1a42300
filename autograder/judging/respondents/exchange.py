"""Requests to one module's worker: under a limit of time, and of a death who is to blame for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Generic, TypeVar

from autograder.errors import KitError
from autograder.judging.shortfalls import TimedOut, died, no_answer, timed_out
from autograder.language import _
from autograder.sandbox import BadReply, Sandbox, Worker, WorkerDied, WorkerTimedOut
from autograder.sandbox.messages import Answer

SUBMISSION_LIMIT = 45.0  # seconds for all requests to one submission together, whatever it does

T = TypeVar("T")


class _DiedFromOutside(Exception):
    """Neither the worker, nor its limits, nor the watchdog sent the signal that ended it."""

    def __init__(self, status: int | None) -> None:
        super().__init__(status)
        self.signal = -(status or 0)


@dataclass
class Spent:
    """The time that all requests to a submission have taken, whichever of its versions was asked."""

    seconds: float = 0.0


@dataclass(frozen=True)
class Request(Generic[T]):
    """What is asked of a worker: a probe by name, the type of its answer, seconds of processor time, and its fields."""

    do: str
    kind: type[T]
    limit: float
    fields: Mapping[str, Any]


class Exchange:
    """A module's worker, whichever it is at the moment: started when it is asked, and gone when it died.

    `start` starts one, and `load` imports the module in a fresh one.
    """

    def __init__(self, sandbox: Sandbox, spent: Spent, start: Callable[[], Worker], load: Callable[[], object]) -> None:
        self._sandbox, self._spent, self._new_worker, self._load = sandbox, spent, start, load
        self._worker: Worker | None = None
        self._printed = ""
        self.undisturbed = True  # until a worker was lost, whoever's fault that was, or there was no time left

    @property
    def is_alive(self) -> bool:
        """Whether there is a worker."""
        return self._worker is not None

    def start(self) -> Worker:
        """The worker, started now where there is none."""
        if self._worker is None:
            self._worker = self._new_worker()
        return self._worker

    def ask(self, request: Request[T]) -> T | Answer:
        """The worker's answer; where it died from outside, that of a fresh one, which is asked once.

        Raises a Shortfall, or KitError where the second died so too.
        """
        try:
            return self._ask_once(request)
        except _DiedFromOutside:
            self.close()
        if request.do != "load":
            self._load()
        try:
            return self._ask_once(request)
        except _DiedFromOutside as died_again:
            self.close()
            raise KitError(
                _("a worker was stopped twice by signal {signal}, which neither it nor the kit sent").format(
                    signal=died_again.signal
                )
            ) from None

    def _ask_once(self, request: Request[T]) -> T | Answer:
        left = SUBMISSION_LIMIT - self._spent.seconds
        if left <= 0:
            self.undisturbed = False
            raise TimedOut(_("the whole submission took more than {seconds:g} s").format(seconds=SUBMISSION_LIMIT))
        began, undisturbed, self.undisturbed = perf_counter(), self.undisturbed, False
        try:
            worker, limit = self.start(), min(request.limit, left)
            worker.send(request.do, limit, **request.fields)
            answer = worker.receive(request.kind, limit)
            self.undisturbed = undisturbed
            return answer
        except WorkerTimedOut:
            self.close()
            raise timed_out(request.do, request.limit) from None
        except WorkerDied:
            status = worker.status()
            if self._sandbox.died_from_outside(status):
                raise _DiedFromOutside(status) from None
            self.close()
            raise died(status) from None
        except BadReply:
            self.close()
            raise no_answer() from None
        finally:
            self._spent.seconds += perf_counter() - began

    @property
    def output(self) -> str:
        """What was printed so far."""
        return self._printed + (self._worker.output if self._worker else "")

    def close(self) -> None:
        """End the worker, and keep what it printed."""
        if self._worker:
            self._worker.close()
            self._printed += self._worker.output
            self._worker = None
