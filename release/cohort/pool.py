"""Processes that take items and give results back in the items' order, and go on after one of them was killed."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Generic, TypeVar

from release.instructor.judges import process_pool

Item = TypeVar("Item")
Made = TypeVar("Made")
AHEAD = 4  # items that are begun for each process: memory does not grow with the class
DIED = "the process that judged it has ended before it had a verdict"


def in_order(
    function: Callable[[Item], Made], items: Iterable[Item], lost: Callable[[Item, str], Made], *, jobs: int = 0
) -> Iterator[Made]:
    """What the function makes of each item. Where its process dies over it twice, that is `lost(item, reason)`.

    `jobs` processes, one for each processor where it is 0. Raises KitError where none can be started.
    """
    begun = _Begun(function, jobs or os.cpu_count() or 1)
    try:
        for item in items:
            begun.begin(item)
            if begun.is_full():
                yield begun.oldest(lost)
        while begun:
            yield begun.oldest(lost)
    finally:
        begun.end()


class _Begun(Generic[Item, Made]):
    """The items that are being judged, in a pool that is replaced when a death has ended it."""

    def __init__(self, function: Callable[[Item], Made], jobs: int) -> None:
        self._function, self._jobs = function, jobs
        self._pool = process_pool(jobs)
        self._items: deque[tuple[Item, Future[Made]]] = deque()

    def __len__(self) -> int:
        return len(self._items)

    def is_full(self) -> bool:
        return len(self) >= AHEAD * self._jobs

    def begin(self, item: Item) -> None:
        try:
            self._items.append((item, self._pool.submit(self._function, item)))
        except BrokenProcessPool:
            self._again()
            self._items.append((item, self._pool.submit(self._function, item)))

    def oldest(self, lost: Callable[[Item, str], Made]) -> Made:
        """Wait for the item that was begun first."""
        item, future = self._items.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            self._again()
            return self._apart(item, lost)

    def end(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def _again(self) -> None:
        """Begin all that a death has ended once more: whose it was is found when each is waited for."""
        self.end()
        self._pool = process_pool(self._jobs)
        self._items = deque((x, self._pool.submit(self._function, x)) for x, _ in self._items)

    def _apart(self, item: Item, lost: Callable[[Item, str], Made]) -> Made:
        """Once more in a process of its own: the death may have been another item's, or one from outside."""
        with process_pool(1) as pool:
            try:
                return pool.submit(self._function, item).result()
            except BrokenProcessPool:
                return lost(item, DIED)
