"""Where a submission runs: a worker process under the strongest isolation that the machine has.

Imported by judging and the doors; knows nothing of either. Read `handle.py` first (the judge's end), then `worker.py`
(the submission's), which imports nothing of the kit but its probes.
"""

import os
import signal
import sys
from dataclasses import dataclass, field
from functools import cached_property

from autograder.sandbox.channel import BadReply
from autograder.sandbox.handle import Worker, WorkerDied, WorkerTimedOut
from autograder.sandbox.rungs.process import start_limited, start_plain
from autograder.sandbox.watchdog import Watchdog

__all__ = ["RUNGS", "BadReply", "Sandbox", "Worker", "WorkerDied", "WorkerTimedOut", "open_sandbox"]

RUNGS = ("plain", "limits", "confined")  # weakest first
OUTSIDE = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGKILL, signal.SIGTERM) if os.name == "posix" else ()


@dataclass
class Sandbox:
    """Starts workers on one rung of the ladder: the strongest that the machine proves to have, at most `highest`."""

    highest: str = RUNGS[-1]
    watchdog: Watchdog = field(default_factory=Watchdog)

    @cached_property
    def missing(self) -> dict[str, str]:
        """The layers that keep this machine below the highest rung, and why."""
        if self.highest != "confined":
            return {}
        if sys.platform != "linux":
            return {"linux": sys.platform}
        from autograder.sandbox.rungs.confined import zygote

        return dict(zygote(numpy=False).ready["missing"])

    @cached_property
    def rung(self) -> str:
        """The rung that workers are started on."""
        rungs = RUNGS[: RUNGS.index(self.highest) + 1]
        if os.name != "posix":
            return "plain"
        return rungs[-1] if not self.missing else "limits"

    @property
    def reaches_library(self) -> bool:
        """Whether confined workers read the standard library by its path: not so under a private folder of root's."""
        from autograder.sandbox.rungs.confined import zygote

        return bool(zygote(numpy=False).ready["reached"])

    def died_from_outside(self, status: int | None) -> bool:
        """Whether a worker ended by a signal that it cannot have sent to itself: the kernel out of memory, an operator.

        Below `confined` it can send any, so there it is never told.
        """
        return self.rung == "confined" and status is not None and -status in OUTSIDE

    @property
    def forks(self) -> bool:
        """Whether a worker is cheap, so that there is no need to start it before it is asked for."""
        return self.highest == "confined" and sys.platform == "linux"

    def launch(self, *, numpy: bool) -> None:
        """Let what starts workers become ready, without waiting for it."""
        if self.forks:
            from autograder.sandbox.rungs.confined import zygote

            for kind in {False, numpy}:
                zygote(numpy=kind)

    def start(self, *, numpy: bool = False) -> Worker:
        """A new worker, its process perhaps not yet ready: the first request waits for it.

        `numpy` says whether it will be imported: a confined worker then has it from the start.
        """
        if self.rung == "plain":
            return start_plain(self.watchdog)
        if self.rung == "limits":
            return start_limited(self.watchdog)
        from autograder.sandbox.rungs.confined import start_confined

        return start_confined(self.watchdog, numpy=numpy)


def open_sandbox() -> Sandbox:
    """The strongest rung that this machine has; it is found out while other things are done."""
    sandbox = Sandbox()
    sandbox.launch(numpy=False)
    return sandbox
