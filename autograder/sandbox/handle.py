"""The judge's end of a worker: ask, wait no longer than the limit, believe nothing beyond its type."""

import os
import select
import threading
from typing import Any, Protocol, TypeVar

from autograder.sandbox.channel import BadReply, ChannelClosed, decode, encode, read_frame, write_frame
from autograder.sandbox.effort import Effort
from autograder.sandbox.messages import Answer, Reply
from autograder.sandbox.watchdog import Watchdog

OUTPUT_KEPT = 16 << 10  # bytes of a submission's own output; the rest is read and dropped
READS = 50  # of what lies in the pipe, at most, when it is asked for: a thread of a submission may print for ever

T = TypeVar("T")


class Process(Protocol):
    """What starts a worker hands over: descriptors for requests, replies and output, and how to end it."""

    requests: int
    replies: int
    output: int

    def kill(self) -> None:
        """End it and all that it started."""

    def effort(self) -> Effort | None:
        """How much processor time it has used; None where nobody knows."""

    def status(self) -> int | None:
        """How it ended by itself (negative: a signal); None while it still runs."""

    def close(self) -> None:
        """End it and close its descriptors."""


class WorkerDied(Exception):
    """The worker ended before it answered."""


class WorkerTimedOut(Exception):
    """The worker did not answer within its limit, and was killed."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def answer_in(frame: bytes, kind: type[T], sequence: int) -> T | Answer:
    """What a reply says to the request of this number. Raises BadReply for what is no answer to it."""
    reply: Reply[T] = decode(frame, Reply[kind])  # type: ignore[valid-type]
    if reply.seq != sequence:
        raise BadReply(f"number {reply.seq} instead of {sequence}")
    if reply.ok is not None:
        return reply.ok
    if reply.raised is None and reply.malformed is None:
        raise BadReply("nothing in it")
    return reply


class Worker:
    """One process that answers requests in order. After any exception it is dead: close it."""

    def __init__(self, process: Process, watchdog: Watchdog) -> None:
        self._process, self._watchdog = process, watchdog
        self._sequence = 0
        self._output, self._reading = bytearray(), threading.Lock()
        self.closed = False
        self._abandoned = False
        self._reader = threading.Thread(target=self._drain, name="output", daemon=True)
        self._reader.start()

    def send(self, do: str, limit: float, **fields: Any) -> None:
        """Ask for something. Raises WorkerDied, or WorkerTimedOut when the worker does not even read."""
        self._sequence += 1
        frame = encode({"seq": self._sequence, "do": do, "with": fields})
        with self._watchdog.limit(limit, self._process.kill, self._process.effort) as alarm:
            try:
                write_frame(self._process.requests, frame)
            except ChannelClosed:
                raise (WorkerTimedOut(limit) if alarm.rang else WorkerDied()) from None

    def receive(self, kind: type[T], limit: float) -> T | Answer:
        """The answer, or the failure that came in its place.

        Raises WorkerDied, WorkerTimedOut, or BadReply for what is no answer to the last request.
        """
        with self._watchdog.limit(limit, self._process.kill, self._process.effort) as alarm:
            try:
                frame = read_frame(self._process.replies)
            except ChannelClosed:
                raise (WorkerTimedOut(limit) if alarm.rang else WorkerDied()) from None
        return answer_in(frame, kind, self._sequence)

    @property
    def output(self) -> str:
        """What the submission printed, up to a limit; all that it printed before its last reply."""
        with self._reading:
            for _ in range(READS if os.name == "posix" and not self.closed else 0):
                if not (self._has_printed(wait=False) and self._take()):
                    break
            return bytes(self._output).decode(errors="replace")

    def _drain(self) -> None:
        if os.name != "posix":  # a pipe cannot be waited for there
            while self._take():
                pass
            return
        while self._has_printed(wait=True) and not self._abandoned:
            with self._reading:  # whoever asks sees what was read, or reads it: nothing is in between
                if self._has_printed(wait=False) and not self._take():
                    return

    def _has_printed(self, *, wait: bool) -> bool:
        """Whether something lies in the pipe, or its end."""
        poll = select.poll()
        poll.register(self._process.output, select.POLLIN)
        return bool(poll.poll(None if wait else 0))

    def _take(self) -> bool:
        """Read what lies in the pipe; whether it goes on."""
        try:
            part = os.read(self._process.output, 1 << 16)
        except OSError:
            return False
        self._output += part[: max(0, OUTPUT_KEPT - len(self._output))]
        return bool(part)

    def status(self) -> int | None:
        """How the process ended by itself (negative: a signal); None while it still runs."""
        return self._process.status()

    def close(self) -> None:
        """End the worker; asking twice is no mistake."""
        if not self.closed:
            self.closed = True
            self._process.kill()
            self._reader.join(timeout=1.0)
            # On a weak rung what the submission left behind may hold the pipe for ever. The number of its descriptor
            # will be another worker's: the reader must not read from it once more.
            self._abandoned = True
            self._process.close()
