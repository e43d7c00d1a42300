"""`python -m tests.gauntlet RUNG [NAME …]`: grades hostile submissions on one rung, JSON before and after each.

A program of its own, so that tests/test_hostile.py can run it as another user, notice the submission that stopped it,
and go on after that one.
"""

import argparse
import ctypes
import importlib.util
import json
import os
import re
import resource
import signal
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from autograder import language
from autograder.course import load_course
from autograder.errors import UsageError
from autograder.judging.grade import grade_session
from autograder.judging.respondents import modules
from autograder.judging.session import open_session
from autograder.render.console import render
from autograder.report import Report
from autograder.sandbox import RUNGS, Sandbox
from autograder.sandbox.rungs.confine import USERS
from release.pages.student import Marks, student_page
from tests.submissions import reference, skeleton, write

HOSTILE = sorted((Path(__file__).parent / "hostile").glob("*.py"))
EXERCISES = ("add", "mul")
FULL = float(sum(load_course().exercise(name).points for name in EXERCISES))
HEAD = re.compile(r"# (on the skeleton of value\.py|on the reference value\.py|builds a submission): (all|0|refused)\b")
ONLY_CONFINED = "\n# only confined stops it"
PORTS = range(47_100, 47_200)  # where a hostile submission listens
SET_CHILD_SUBREAPER = 36  # prctl
# What a hostile submission says when it did what it must not, an answer, and graders.
NOT_TO_BE_SHOWN = ("kit-hostile succeeded", "other.grad += 1.0 * out.grad", "def test_", "check.gradients")
MARKUP = ("<script", "<img", "<b>")
OWN_IMAGE = re.compile(
    r'<img alt="[^"<>]*" src="data:image/svg\+xml;base64,[A-Za-z0-9+/=]*">'
)  # a counterexample's graph
LOAD_LIMIT, ANSWER_LIMIT = 1.5, 1.0  # seconds, shorter than a student's: what never ends is told from what does


@dataclass
class Record:
    """What came of one hostile submission. `points` is None where it was refused; `following` are the next one's."""

    name: str
    honest: float | None
    only_confined: bool
    points: float | None = None
    following: float = 0.0
    seconds: float = 0.0
    left: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)  # what no report may show
    stopped: str = ""  # the error of a grader that could not go on


def announced(path: Path) -> Record:
    """What the head of a hostile file says of it."""
    text = path.read_text(encoding="utf-8")
    match = HEAD.match(text)
    assert match, f"{path.name}: its first line does not say whether it deserves all points, 0, or to be refused"
    honest = {"all": FULL, "0": 0.0, "refused": None}[match[2]]
    return Record(path.stem, honest, ONLY_CONFINED in text[:300])


def submission(path: Path, folder: Path) -> Path:
    """The hostile file as a submission: after a value.py, or what its `build` makes of an empty folder."""
    text = path.read_text(encoding="utf-8")
    if text.startswith("# builds"):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        folder.mkdir()
        return Path(module.build(folder))
    return write(folder, {"value": value_of(path)})


def value_of(path: Path) -> str:
    """A hostile file that is no builder, after the value.py that it names."""
    text = path.read_text(encoding="utf-8")
    base = (skeleton if text.startswith("# on the skeleton") else reference)("value")
    return f"{base}\n\n{text}"


def run(path: Path, sandbox: Sandbox) -> Record:
    """Grade one, then a right one; look at what was left behind and at what the reports show."""
    record = announced(path)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="gauntlet-") as name:
        folder = Path(name)
        try:
            with suppress(UsageError):
                record.points = _graded(submission(path, folder / "hostile"), sandbox, record.shown)
        except Exception as error:
            record.stopped = f"{type(error).__name__}: {error}"
        record.seconds = time.monotonic() - began
        record.left = [*processes_left(), *ports_left(), *files_left(folder)]
        with suppress(Exception):
            record.following = _graded(write(folder / "next", {"value": reference("value")}), sandbox, [])
    return record


def _graded(path: Path, sandbox: Sandbox, shown: list[str]) -> float:
    report = grade_session(open_session(path, exercises=EXERCISES, sandbox=sandbox), language="en")
    shown += unfit(report)
    return report.points


def unfit(report: Report) -> list[str]:
    """What of a report would reach a terminal or a browser, or says too much."""
    nobody = Marks("", "", report.points, report.max_points, 0.0, {})
    texts = {"console": render(report), "html": student_page(report, nobody).decode()}
    found = [f"{kind}: {len(text)} characters" for kind, text in texts.items() if len(text) > 60_000]
    for kind, text in texts.items():
        controls = {x for x in text if unicodedata.category(x)[0] == "C" and x != "\n"}
        found += [f"{kind}: {x!r}" for x in controls] + [f"{kind}: {x}" for x in NOT_TO_BE_SHOWN if x in text]
    theirs = OWN_IMAGE.sub("", texts["html"])
    return found + [f"html: {x}" for x in MARKUP if x in theirs]


# What a submission left behind


def adopt_orphans() -> None:
    """Whatever loses its parent becomes a child of this process: a daemon cannot get out of sight (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def processes_left(patience: float = 2.0) -> list[str]:
    """The descendants of this process but its zygotes; they are ended."""
    until = time.monotonic() + patience
    while (left := _descendants()) and time.monotonic() < until:
        time.sleep(0.01)
        _reap()
    for _ in range(20):  # some start others meanwhile
        if not (alive := _descendants()):
            break
        for pid in alive:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
        _reap()
    return [f"process {name}" for name in left.values()]


def _reap() -> None:
    for pid in _descendants():
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)


def _descendants() -> dict[int, str]:
    if sys.platform != "linux":
        return {}
    from autograder.sandbox.rungs.confined import _zygotes
    from autograder.submission.bounded import _running

    children: dict[int, list[tuple[int, str]]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            head, _, tail = stat.read_text(errors="replace").rpartition(")")
            children.setdefault(int(tail.split()[1]), []).append((int(stat.parent.name), head.partition("(")[2]))
    found: dict[int, str] = {}
    queue = [os.getpid()]
    while queue:
        for pid, name in children.get(queue.pop(), ()):
            queue.append(pid)
            found[pid] = name
    for ours in (*_zygotes.values(), *_running):
        found.pop(ours._process.pid, None)
    return found


def ports_left() -> list[str]:
    """Ports of the hostile range on which somebody listens who could be a submission of ours."""
    found = []
    for table in ("tcp", "tcp6"):
        with suppress(OSError):
            for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
                local, state, user = line.split()[1], line.split()[3], int(line.split()[7])
                port = int(local.rpartition(":")[2], 16)
                if state == "0A" and port in PORTS and _is_ours(user):
                    found.append(f"port {port}")
    return found


def files_left(folder: Path) -> list[str]:
    """Files that a hostile submission wrote, anywhere that it tries; they are removed."""
    places = [Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), Path.home(), Path.cwd(), folder, folder / "hostile"]
    found = {str(path) for place in places if place.is_dir() for path in place.glob("kit-hostile*") if _mine(path)}
    for name in found:
        with suppress(OSError):
            (Path(name).rmdir if Path(name).is_dir() and not Path(name).is_symlink() else Path(name).unlink)()
    return [f"file {name}" for name in sorted(found)]


def _mine(path: Path) -> bool:
    with suppress(OSError):
        return _is_ours(path.lstat().st_uid)
    return False


def _is_ours(user: int) -> bool:
    return user == os.geteuid() or (os.geteuid() == 0 and any(first <= user < first + n for first, n in USERS))


def bound() -> None:
    """Keep what a weak rung does not stop from harming the machine: only for a user that has nothing else here."""
    resource.setrlimit(resource.RLIMIT_NPROC, (100, 100))
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 26, 1 << 26))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def chosen(names: list[str], rung: str, *, bounded: bool) -> Iterator[Path]:
    """The files of these names, all where there is none; without bounds a weak rung is spared what it does not stop."""
    for path in HOSTILE:
        if (not names or path.stem in names) and (bounded or rung == RUNGS[-1] or not announced(path).only_confined):
            yield path


def main(say: Callable[[object], None]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rung", choices=RUNGS)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--bounded", action="store_true", help="under limits, so that everything can be tried")
    options = parser.parse_args()
    if options.bounded:
        bound()
    adopt_orphans()
    language.use("en")
    modules.LOAD_LIMIT, modules.ANSWER_LIMIT = LOAD_LIMIT, ANSWER_LIMIT
    sandbox = Sandbox(options.rung)
    if sandbox.rung != options.rung:
        say({"missing": sandbox.missing or {"platform": sys.platform}})
        return
    limits = _limits()
    for path in chosen(options.names, options.rung, bounded=options.bounded):
        say({"begins": path.stem})
        record = run(path, sandbox)
        if _limits() != limits:
            parser.exit(1, f"{path.stem} changed the limits of its grader\n")
        say(asdict(record))


def _limits() -> list[tuple[int, int]]:
    return [resource.getrlimit(which) for which in (resource.RLIMIT_CPU, resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE)]


if __name__ == "__main__":
    main(lambda what: print(json.dumps(what), flush=True))
