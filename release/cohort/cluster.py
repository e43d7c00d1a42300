"""The same grading on other machines, through Dask: submissions by content and in chunks, results in their order.

A worker that is lost has its chunks done by another one; that is Dask's. A chunk over which several workers have died
is done again one submission at a time, so that the one that kills is listed and the others are graded. Each worker
proves where submissions would run before it takes any; where that is not `confined`, the run is refused.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from autograder.errors import KitError, UsageError
from release.cohort.grading import Item, Rules, grade_item
from release.cohort.pool import DIED
from release.cohort.results import Result
from release.nbgrader_plugin.verdicts import kit_version, sandbox_for_others

if TYPE_CHECKING:
    from distributed import Client, Future

CHUNK = 4  # submissions: a quarter of a second of overhead is little beside one, and nobody waits for a long tail
AHEAD = 3  # chunks begun for each worker: the memory here does not grow with the class
PATIENCE = 30.0  # seconds until the scheduler has to answer
WORKERS = 120.0  # seconds until the first worker has to be there


@dataclass(frozen=True)
class Sent:
    """A submission by its content: the files with their paths, each under the root that it was handed in as."""

    item: Item
    files: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class Proof:
    """What a worker says of itself."""

    rung: str
    kit: str


def on_cluster(rules: Rules, items: Iterable[Item], *, address: str) -> Iterator[Result]:
    """The result of each item, in their order, from the workers of the scheduler at this address.

    Raises UsageError where there is no such scheduler, or where a worker cannot confine what it would run; KitError
    where a worker has another kit.
    """
    from distributed import Client

    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError(f"no scheduler answers at {address}: {error}") from None
    with client:
        begun, left = _Begun(client, rules), iter(items)
        while chunk := tuple(islice(left, CHUNK)):
            begun.begin(chunk)
            if begun.is_full():
                yield from begun.oldest()
        while begun:
            yield from begun.oldest()


class _Begun:
    """The chunks that are being judged, the oldest first."""

    def __init__(self, client: "Client", rules: Rules) -> None:
        self._client, self._rules = client, rules
        self._workers = _proven(client, rules)
        self._chunks: deque[tuple[tuple[Item, ...], Future[list[Result]]]] = deque()

    def __len__(self) -> int:
        return len(self._chunks)

    def is_full(self) -> bool:
        return len(self) >= AHEAD * self._workers

    def begin(self, items: tuple[Item, ...]) -> None:
        self._chunks.append((items, self._submitted(items)))

    def oldest(self) -> list[Result]:
        items, future = self._chunks.popleft()
        return self._results(items, future)

    def _submitted(self, items: tuple[Item, ...]) -> "Future[list[Result]]":
        sent = [_sent(x) for x in items]
        return self._client.submit(grade_chunk, replace(self._rules, verdicts=Path()), sent, kit_version(), pure=False)

    def _results(self, items: tuple[Item, ...], future: "Future[list[Result]]") -> list[Result]:
        """What a chunk came to; where it has killed its workers, each submission by itself, one after the other."""
        from distributed import KilledWorker

        try:
            return list(future.result())
        except KilledWorker:
            if len(items) == 1:
                return [Result(x.student, x.shown, "", fault=DIED) for x in items]
            return [result for x in items for result in self._results((x,), self._submitted((x,)))]


def _proven(client: "Client", rules: Rules) -> int:
    """How many workers there are, each of which has proved its rung, and has this very kit."""
    try:
        client.wait_for_workers(1, timeout=WORKERS)
    except TimeoutError:
        raise UsageError(f"the scheduler has no worker after {WORKERS:g} s") from None
    proofs: dict[str, Any] = client.run(partial(prove, unsafe=rules.unsafe), on_error="return")
    here = {worker: x for worker, x in proofs.items() if not isinstance(x, OSError)}  # the others are gone
    for worker, proof in here.items():
        if isinstance(proof, KitError):
            raise type(proof)(f"the worker {worker}: {proof}")
        if isinstance(proof, BaseException):
            raise KitError(f"the worker {worker} cannot grade: {type(proof).__name__}: {proof}")
        if proof.kit != kit_version():
            raise KitError(f"the worker {worker} has another kit: install the same on each machine")
    return max(1, len(here))


# On a worker


def prove(*, unsafe: bool) -> Proof:
    """Where submissions run on this machine. Raises UsageError where others' work cannot be confined."""
    return Proof(sandbox_for_others(unsafe=unsafe).rung, kit_version())


def grade_chunk(rules: Rules, chunk: Sequence[Sent], kit: str) -> list[Result]:
    """The results of some submissions. Raises UsageError, KitError: a worker that came late proves itself too."""
    if prove(unsafe=rules.unsafe).kit != kit:
        raise KitError("a worker has another kit: install the same on each machine")
    return [_graded(rules, x) for x in chunk]


def _graded(rules: Rules, sent: Sent) -> Result:
    with TemporaryDirectory(prefix="cohort-") as folder:
        roots = []
        for number, path in enumerate(sent.item.paths):
            roots.append(Path(folder) / str(number) / path.name)
        for place, content in sent.files:
            path = Path(folder) / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        own = replace(rules, verdicts=Path(folder) / "verdicts")
        return grade_item(own, replace(sent.item, paths=tuple(roots)))


def _sent(item: Item) -> Sent:
    """Read what was handed in: names below its root, and no link."""
    files = []
    for number, root in enumerate(item.paths):
        for path in [root] if root.is_file() else sorted(root.rglob("*")):
            if path.is_file() and not path.is_symlink():
                place = Path(str(number)) / path.relative_to(root.parent)
                files.append((place.as_posix(), path.read_bytes()))
    return Sent(replace(item, paths=tuple(Path(x.name) for x in item.paths)), tuple(files))
