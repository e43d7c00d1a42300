"""The judge's end of a zygote: start it, ask it for workers, end them."""

import atexit
import importlib.util
import json
import os
import select
import signal
import socket
import subprocess
import threading
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.errors import KitError
from autograder.sandbox.effort import Effort, effort_of
from autograder.sandbox.handle import Worker
from autograder.sandbox.rungs.process import FLAGS, environment, interpreter
from autograder.sandbox.watchdog import Watchdog

ZYGOTE = Path(__file__).parent / "zygote.py"
PATIENCE = 20.0  # seconds that a zygote may take to start, on a machine with much else to do


class ZygoteDied(KitError):
    """The process that starts workers is gone."""


class Zygote:
    """A process that forks confined workers; with numpy in them or without."""

    def __init__(self, *, numpy: bool) -> None:
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(PATIENCE)
        folders = {"msgspec": installed("msgspec"), "seccomp": installed("pyseccomp")}
        options = folders | {"numpy": installed("numpy") if numpy else None}
        with theirs:
            self._process = subprocess.Popen(
                [interpreter(), *FLAGS, str(ZYGOTE), json.dumps(options)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment(),
                start_new_session=True,
            )

    @cached_property
    def ready(self) -> dict[str, Any]:
        """What it said at its start: {"missing": {layer: why}, "reached": bool}. Raises ZygoteDied."""
        with self._lock:
            return self._receive()[0]

    def start(self) -> "Confined":
        """A new worker, confined already. Raises ZygoteDied, KitError when it could not be confined."""
        if missing := self.ready["missing"]:  # asked here, for its first message comes before all answers
            raise KitError(f"no worker can be confined here: {', '.join(missing)}")
        pipes = [os.pipe() for _ in range(3)]
        (their_requests, requests), (replies, their_replies), (output, their_output) = pipes
        theirs = [their_requests, their_replies, their_output]
        try:
            answer, handles = self._ask({"do": "start"}, theirs)
        except ZygoteDied:
            for descriptor in (requests, replies, output):
                os.close(descriptor)
            raise
        finally:
            for descriptor in theirs:
                os.close(descriptor)
        process = Confined(self, answer["pid"], handles[0], (requests, replies, output))
        if not os.read(replies, 1):
            process.close()
            if self._has_ended():
                raise ZygoteDied("the process that starts workers has ended")
            raise KitError("a worker could not be confined, though the machine had proven that it can")
        return process

    def _has_ended(self) -> bool:
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(timeout=0.1) is not None
        return False

    def reap(self, pid: int) -> int:
        """How a worker ended; it must have been killed, or have ended."""
        return int(self._ask({"do": "reap", "pid": pid}, [])[0]["status"])

    def close(self) -> None:
        """End it, and with it all its workers."""
        self._control.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1.0)
            return
        self._process.kill()
        self._process.wait()

    def forget(self) -> None:
        """Let go of it in a child of the judge: it is not the child's to end."""
        self._control.close()
        self._process.returncode = 0

    def _ask(self, request: dict[str, Any], descriptors: list[int]) -> tuple[dict[str, Any], list[int]]:
        with self._lock:
            try:
                socket.send_fds(self._control, [json.dumps(request).encode()], descriptors)
            except OSError as error:
                raise ZygoteDied(f"the process that starts workers is gone: {error}") from error
            return self._receive()

    def _receive(self) -> tuple[dict[str, Any], list[int]]:
        try:
            message, descriptors, _flags, _address = socket.recv_fds(self._control, 1 << 14, 1)
        except OSError as error:
            raise ZygoteDied(f"the process that starts workers does not answer: {error}") from error
        if not message:
            raise ZygoteDied("the process that starts workers has ended")
        return json.loads(message), descriptors


class Confined:
    """A confined worker's process. It is alone: the filter lets it start nothing."""

    def __init__(self, zygote: Zygote, pid: int, handle: int, pipes: tuple[int, int, int]) -> None:
        self.pid = pid
        self._zygote, self._handle = zygote, handle
        self.requests, self.replies, self.output = pipes
        self._status: int | None = None
        self._closed = False

    def kill(self) -> None:
        """End the process: by its descriptor, so never another one that has its number by now."""
        if not self._closed:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def effort(self) -> Effort | None:
        """How much processor time it has used; None where nobody knows."""
        return effort_of(self.pid)

    def status(self) -> int | None:
        """How it ended by itself (negative: a signal); None while it still runs."""
        if self._status is None and self._ended(200):
            self._reap()
        return self._status

    def close(self) -> None:
        """Kill, reap and close the pipes."""
        if self._closed:
            return
        self.kill()
        if self._status is None:
            self._reap()
        self._closed = True
        for descriptor in (self._handle, self.requests, self.replies, self.output):
            os.close(descriptor)

    def _reap(self) -> None:
        try:
            self._status = self._zygote.reap(self.pid)
        except ZygoteDied:  # and its workers with it
            self._status = -signal.SIGKILL

    def _ended(self, milliseconds: int) -> bool:
        poll = select.poll()
        poll.register(self._handle, select.POLLIN)
        return bool(poll.poll(milliseconds))


def installed(package: str) -> str | None:
    """The folder that a package is installed in."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    return str(Path(spec.origin).parents[1 if spec.submodule_search_locations else 0])


_zygotes: dict[bool, Zygote] = {}


def zygote(*, numpy: bool) -> Zygote:
    """This process's zygote, started when it is first asked for; it serves one submission after the other."""
    if numpy not in _zygotes:
        _zygotes[numpy] = Zygote(numpy=numpy)
    return _zygotes[numpy]


def start_confined(watchdog: Watchdog, *, numpy: bool) -> Worker:
    """A confined worker; a zygote that has died since the last one is replaced once."""
    try:
        return Worker(zygote(numpy=numpy).start(), watchdog)
    except ZygoteDied:
        _zygotes.pop(numpy).close()
        return Worker(zygote(numpy=numpy).start(), watchdog)


def close_zygotes() -> None:
    """End the zygotes of this process."""
    while _zygotes:
        _zygotes.popitem()[1].close()


def _forget() -> None:
    while _zygotes:
        _zygotes.popitem()[1].forget()


atexit.register(close_zygotes)
os.register_at_fork(after_in_child=_forget)
