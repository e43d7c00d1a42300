"""The portable rungs: a worker as a process of its own, `plain` anywhere, `limits` on POSIX."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import msgspec

from autograder.sandbox.effort import Effort, effort_of
from autograder.sandbox.handle import Worker
from autograder.sandbox.watchdog import Watchdog

# `-I`, but that the hash seed is heard: all other variables of Python's are kept away by `environment`.
FLAGS = ("-s", "-P", "-S", "-B")
WORKER = Path(__file__).parent.parent / "worker.py"
LIMITS = {
    "RLIMIT_CPU": 60,  # seconds; the watchdog is stricter, this outlives it
    "RLIMIT_AS": 1 << 30,  # bytes
    "RLIMIT_FSIZE": 0,  # nothing is written
    "RLIMIT_NOFILE": 64,
    "RLIMIT_CORE": 0,
}


def interpreter() -> str:
    """The real interpreter: in an environment on Windows `sys.executable` only launches it, and outlives a kill."""
    return str(getattr(sys, "_base_executable", sys.executable))


def start_plain(watchdog: Watchdog) -> Worker:
    """A worker with private pipes and a watchdog that kills it."""
    return _start([], watchdog, session=False)


def start_limited(watchdog: Watchdog) -> Worker:
    """A worker in a session of its own, under resource limits; what the grader holds is not for it to read."""
    if sys.platform == "linux":
        from autograder.sandbox.rungs.confine import hide_memory

        hide_memory()
    limits = dict(LIMITS)
    if os.geteuid() != 0:
        limits["RLIMIT_NPROC"] = 0  # counted for each user: as root it would be everybody's
    return _start([msgspec.json.encode(limits).decode()], watchdog, session=True)


def _start(arguments: list[str], watchdog: Watchdog, *, session: bool) -> Worker:
    process = subprocess.Popen(
        [interpreter(), *FLAGS, str(WORKER), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=session,
    )
    return Worker(Started(process, session=session), watchdog)


def environment() -> dict[str, str]:
    """Nothing of the grader's, but what Windows needs to start a program.

    One thread for linear algebra; and one order of sets of texts: one program has one verdict.
    """
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    one_thread = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    return kept | one_thread | {"PYTHONHASHSEED": "0"}


class Started:
    """A worker's process: its three pipes, and how it is ended."""

    def __init__(self, process: subprocess.Popen[bytes], *, session: bool) -> None:
        self._process, self._session = process, session
        assert process.stdin and process.stdout and process.stderr
        self.requests, self.replies, self.output = (
            process.stdin.fileno(),
            process.stdout.fileno(),
            process.stderr.fileno(),
        )

    def kill(self) -> None:
        """End the process, and on POSIX all that it started in its session."""
        if self._session:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()

    def effort(self) -> Effort | None:
        """How much processor time it has used; None where nobody knows."""
        return effort_of(self._process.pid)

    def status(self) -> int | None:
        """How it ended by itself (negative: a signal); None while it still runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(timeout=0.2)
        return None

    def close(self) -> None:
        """Kill, reap and close the pipes."""
        self.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
