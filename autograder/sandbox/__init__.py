"""Where a submission runs: a worker process under the strongest isolation that the machine has."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from autograder.sandbox.channel import BadReply
from autograder.sandbox.process import start_limited, start_plain
from autograder.sandbox.watchdog import Watchdog
from autograder.sandbox.worker import Worker, WorkerDied, WorkerTimedOut

__all__ = ["BadReply", "Sandbox", "Worker", "WorkerDied", "WorkerTimedOut", "open_sandbox"]

RUNGS: Mapping[str, Callable[[Watchdog], Worker]] = {"plain": start_plain, "limits": start_limited}


@dataclass
class Sandbox:
    """Starts workers on one rung of the ladder."""

    rung: str
    watchdog: Watchdog = field(default_factory=Watchdog)

    def start(self) -> Worker:
        """A new worker, its process perhaps not yet ready: the first request waits for it."""
        return RUNGS[self.rung](self.watchdog)


def open_sandbox() -> Sandbox:
    """The strongest rung that this machine has."""
    return Sandbox("limits" if os.name == "posix" else "plain")
