"""One thread that kills whatever is past its deadline: a blocked read then ends by itself."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Watchdog:
    """Deadlines for any number of workers; one thread, started when it is first needed."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._deadlines: dict[object, tuple[float, Callable[[], None]]] = {}
        self._thread: threading.Thread | None = None

    @contextmanager
    def limit(self, seconds: float, kill: Callable[[], None]) -> Iterator["Alarm"]:
        """Call `kill` when the block takes longer; the alarm then says `rang`."""
        alarm = Alarm(kill)
        with self._condition:
            self._deadlines[alarm] = (time.monotonic() + seconds, alarm.ring)
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
                self._thread.start()
            elif len(self._deadlines) == 1:
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
                for alarm, (deadline, ring) in list(self._deadlines.items()):
                    if deadline <= now:
                        del self._deadlines[alarm]
                        ring()
                nearest = min((deadline for deadline, _ in self._deadlines.values()), default=None)
                # Short naps rather than a wake-up for every new deadline: a request costs microseconds.
                self._condition.wait(None if nearest is None else min(0.05, max(0.0, nearest - now)))


class Alarm:
    """Whether a deadline has passed."""

    def __init__(self, kill: Callable[[], None]) -> None:
        self._kill = kill
        self.rang = False

    def ring(self) -> None:
        """Remember, then kill."""
        self.rang = True
        self._kill()
