"""A Web Worker as a worker: the same requests and replies as of a process, by messages in place of pipes.

What is at the other end is `answering.py`. It has a clock on the wall only: nobody tells what a Web Worker computed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol, TypeVar

from autograder.sandbox import BadReply, Sandbox, Worker, WorkerDied, WorkerTimedOut
from autograder.sandbox.channel import LARGEST_REPLY, encode
from autograder.sandbox.handle import answer_in
from autograder.sandbox.messages import Answer

T = TypeVar("T")

PATIENCE = 4  # seconds on the wall for one of a processor: other things run in a browser, and on a laptop
DIED = 1  # the exit status of whatever ended by itself


class Reply(NamedTuple):
    """What came of a request: a `frame`, or none where the Web Worker is `late` or has ended; and all it printed."""

    frame: str | None
    late: bool
    printed: str


class Port(Protocol):
    """A Web Worker that answers one request after the other."""

    def ask(self, frame: str, seconds: float) -> Reply:
        """Send a request, and wait for what comes of it, once the Web Worker is ready, no longer than that."""

    def end(self) -> None:
        """Terminate it; asking twice is no mistake."""


StartPort = Callable[[bool], Port]  # a port to a Web Worker, with numpy or without


class TabWorker(Worker):
    """A Worker (sandbox/handle.py) whose other end is a port."""

    def __init__(self, port: Port) -> None:
        self._port, self._sequence, self._frame, self._printed = port, 0, "", ""
        self.closed = False

    def send(self, do: str, limit: float, **fields: Any) -> None:
        """Write a request down: it goes out when its answer is waited for."""
        self._sequence += 1
        self._frame = encode({"seq": self._sequence, "do": do, "with": fields}).decode()

    def receive(self, kind: type[T], limit: float) -> T | Answer:
        """The answer, or the failure that came in its place. Raises as the Worker of a process does."""
        reply = self._port.ask(self._frame, PATIENCE * limit)
        self._printed = reply.printed
        if reply.late:
            raise WorkerTimedOut(limit)
        if reply.frame is None:
            raise WorkerDied
        if len(reply.frame) > LARGEST_REPLY:
            raise BadReply(f"{len(reply.frame)} characters")
        return answer_in(reply.frame.encode(errors="replace"), kind, self._sequence)

    @property
    def output(self) -> str:
        """What the submission printed before its last reply."""
        return self._printed

    def status(self) -> int | None:
        """How it ended by itself."""
        return DIED

    def close(self) -> None:
        """Terminate the Web Worker."""
        self.closed = True
        self._port.end()


@dataclass
class Tab(Sandbox):
    """Starts Web Workers: `start_port` makes one, or hands over one that is warm already."""

    highest: str = "plain"
    start_port: StartPort = field(kw_only=True)

    @property
    def rung(self) -> str:
        """A Web Worker is as far from the page as the browser keeps it."""
        return "tab"

    def start(self, *, numpy: bool = False) -> Worker:
        """A new worker; numpy is in it where it is asked for and the page has it."""
        return TabWorker(self.start_port(numpy))
