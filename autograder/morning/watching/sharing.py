"""What `watch` tells the teacher where the student asks for it: reports under a made-up name, and never any code.

A thread of its own sends what has changed, at most once a second. Nothing that the network does is waited for: where
the teacher's page does not answer, what is known is sent when it does.
"""

import secrets
import threading
import time
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from typing import Annotated
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from autograder.errors import UsageError
from autograder.language import _, in_use
from autograder.morning.memory import keep, recall
from autograder.report import CheckResult, Diagnosis, ExerciseResult, Graph, Report, Timing

EVERY = 1.0  # seconds between two messages
TIMEOUT = 2.0  # seconds
LONGEST_WAIT = 30.0  # seconds until the next try, where the last ones failed
NODES = 30  # of a graph that is shown on a board
REFUSED = (403, 404)  # the key is another room's
# Two words and a number: who is called so knows it, nobody else does.
ANIMALS = {
    "fr": "belette castor chamois cigale colvert furet hermine lièvre loir loutre lynx merle mulot panda pinson renard",
    "en": "badger beaver cricket curlew ferret finch fox hare heron ibex lynx marten otter panda raven stoat",
}
PLANTS = {
    "fr": "anis bambou cerise citron fougère genêt houx lilas melon menthe mûre olive prune sauge thym tilleul",
    "en": "almond anise bamboo cherry clover fern holly lemon lilac maple mint olive plum sage thyme willow",
}


class Shared(msgspec.Struct):
    """One message: who it is from, and what is known of some exercises. Only whoever made it knows the `token`."""

    token: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
    name: Annotated[str, Meta(pattern=r"^[\w-]{1,40}\Z")]
    report: Report


class Sharing:
    """Sends what watch finds. Nothing here raises or waits but the thread."""

    def __init__(self, url: str) -> None:
        """Raises UsageError for what is no address of a room."""
        self._host, self._port, self._path = _address(url)
        memory = recall()
        if not memory.called:
            memory.called, memory.token = made_up(in_use()), secrets.token_hex(16)
            keep(memory)
        self.name, self._token = memory.called, memory.token
        self._news: dict[str, ExerciseResult] = {}
        self._report: Report | None = None
        self._lock, self._more = threading.Lock(), threading.Event()
        self._status = 0  # of the last answer; 0 before there is one, -1 where there was none
        threading.Thread(target=self._send_forever, name="sharing", daemon=True).start()

    def tell(self, report: Report) -> None:
        """Let this be known as soon as it can be."""
        with self._lock:
            self._report = report
            self._news |= {x.name: bare(x) for x in report.exercises}
        self._more.set()

    def note(self) -> str:
        """How it stands, for the student."""
        if self._status in REFUSED:
            return _("not shared: the teacher's page does not know this address")
        if self._status == -1:
            return _("not shared for now: the teacher's page does not answer")
        return _("shared as {name}: points and mistakes, no code").format(name=self.name)

    def _send_forever(self) -> None:
        wait = EVERY
        while self._status not in REFUSED:
            self._more.wait()
            wait = EVERY if self._sent() else min(2 * wait, LONGEST_WAIT)
            time.sleep(wait)

    def _sent(self) -> bool:
        with self._lock:
            self._more.clear()
            report, news = self._report, self._news
            self._news = {}
        if report is None:
            return True
        body = msgspec.json.encode(Shared(self._token, self.name, _whole(report, news)))
        self._status = self._post(body)
        if self._status == 204:
            return True
        with self._lock:
            self._news = news | self._news
        self._more.set()
        return False

    def _post(self, body: bytes) -> int:
        connection = HTTPConnection(self._host, self._port, timeout=TIMEOUT)
        try:
            connection.request("POST", f"{self._path}/report", body, {"Content-Type": "application/json"})
            return connection.getresponse().status
        except (OSError, HTTPException):
            return -1
        finally:
            connection.close()


def made_up(language: str) -> str:
    """A name that says nothing of who has it."""
    animal, plant = (secrets.choice(words[language].split()) for words in (ANIMALS, PLANTS))
    return f"{animal}-{plant}-{secrets.randbelow(90) + 10}"


def bare(exercise: ExerciseResult) -> ExerciseResult:
    """An exercise's result without anything that the student wrote or printed: outcomes, numbers, the idea by its id.

    A message is replaced by a mark of it: the same mistakes have the same mark. One graph is kept, to be drawn.
    """
    failing = [x for x in exercise.checks if x.outcome != "passed" and x.weight and x.graph]
    told = failing[0] if failing else None
    found = exercise.diagnosis
    return msgspec.structs.replace(
        exercise,
        title="",
        checks=tuple(_bare(x, keep_graph=x is told) for x in exercise.checks),
        diagnosis=Diagnosis(found.misconception, "", "", "") if found and found.misconception else None,
        printed="",
    )


def _bare(check: CheckResult, *, keep_graph: bool) -> CheckResult:
    graph = check.graph if keep_graph else None
    graph = _small(graph) if graph and len(graph.nodes) <= NODES else None
    return CheckResult("", check.visible, check.outcome, _mark(check), None, check.weight, graph)


def _mark(check: CheckResult) -> str:
    """The same for the same wrong numbers; six digits, for the last ones depend on the order of a sum."""
    if check.outcome == "passed":
        return ""
    nodes = check.graph.nodes if check.graph else ()
    answer: object = [(x.label, x.yours if isinstance(x.yours, str) else f"{x.yours:.6g}", x.ranks) for x in nodes]
    return sha256(msgspec.json.encode(answer or check.message)).hexdigest()[:16]


def _small(graph: Graph) -> Graph:
    return msgspec.structs.replace(graph, shares=(), steps=(), marked=None)


def _whole(report: Report, news: dict[str, ExerciseResult]) -> Report:
    """What is new as a report that names no file."""
    return msgspec.structs.replace(
        report,
        submission="",
        exercises=tuple(news.values()),
        read=(),
        ignored=(),
        warnings=(),
        hints={},
        timing=Timing(),
    )


def _address(url: str) -> tuple[str, int, str]:
    try:
        parts = urlsplit(url)
        port = parts.port or 80
    except ValueError:
        parts, port = urlsplit(""), 0
    if parts.scheme != "http" or not parts.hostname or len(parts.path) < 2:
        raise UsageError(
            _("{url} is not an address to share with; one looks like http://192.168.1.10:8765/KEY").format(url=url)
        )
    return parts.hostname, port, parts.path.rstrip("/")
