"""One thread that kills whatever is past its limit: a blocked read then ends by itself.

A limit is one of processor time, where the system tells it: on a loaded machine a worker waits, and that is not its
fault. The clock on the wall is asked where nothing else is known, or as a backstop far behind the limit.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from autograder.sandbox.effort import Effort

BACKSTOP = 10  # times the limit: so much time on the wall is enough on any machine
GLANCE, GLANCES = 0.1, 5  # past its limit, a worker that is seen waiting so often, seconds apart, waits for nothing
NAP = 0.05  # seconds: naps rather than a wake-up for every new deadline, for a request costs microseconds
REST = 1.0  # seconds without a deadline, after which it sleeps until there is one

Ask = Callable[[], Effort | None]


class Watchdog:
    """Limits for any number of workers; one thread, started when it is first needed."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._deadlines: dict[Alarm, float] = {}
        self._thread: threading.Thread | None = None
        self._sleeps, self._last = False, 0.0  # whether it has to be woken; when there was a deadline

    @contextmanager
    def limit(self, seconds: float, kill: Callable[[], None], effort: Ask = lambda: None) -> Iterator["Alarm"]:
        """Call `kill` when the block takes longer; the alarm then says `rang`. `effort` is asked for the process's."""
        alarm = Alarm(seconds, kill, effort)
        with self._condition:
            self._deadlines[alarm] = alarm.began + seconds
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
                self._thread.start()
            elif self._sleeps:
                self._condition.notify()
        try:
            yield alarm
        finally:
            with self._condition:
                self._deadlines.pop(alarm, None)

    def _watch(self) -> None:
        with self._condition:
            while True:
                now = time.monotonic()
                for alarm in [alarm for alarm, deadline in self._deadlines.items() if deadline <= now]:
                    if more := alarm.patience(now):
                        self._deadlines[alarm] = now + more
                    else:
                        del self._deadlines[alarm]
                        alarm.ring()
                nearest = min(self._deadlines.values(), default=None)
                self._last = now if self._deadlines else self._last
                self._sleeps = nearest is None and now - self._last > REST
                nap = NAP if nearest is None else min(NAP, max(0.0, nearest - now))
                self._condition.wait(None if self._sleeps else nap)


class Alarm:
    """Whether a limit has passed."""

    def __init__(self, seconds: float, kill: Callable[[], None], effort: Ask) -> None:
        self._seconds, self._kill, self._effort = seconds, kill, effort
        self.began, self._before = time.monotonic(), effort()
        self._glances = 0
        self.rang = False

    def patience(self, now: float) -> float:
        """How many seconds more the clock on the wall may go on; 0 when the limit has passed."""
        effort = self._effort() if self._before and now < self.began + BACKSTOP * self._seconds else None
        if effort is None or self._before is None:
            return 0.0
        left = self._seconds - (effort.seconds - self._before.seconds)
        self._glances = self._glances + 1 if effort.waits else 0
        if left <= 0 or self._glances >= GLANCES:
            return 0.0
        return GLANCE if effort.waits else max(GLANCE, left)

    def ring(self) -> None:
        """Remember, then kill."""
        self.rang = True
        self._kill()
