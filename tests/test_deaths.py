"""A worker that dies from outside costs a student nothing: it is asked again once, and then the kit is at fault."""

import signal
import sys
import time
from pathlib import Path

import pytest

from autograder import language
from autograder.course import load_course
from autograder.errors import KitError
from autograder.judging.grade import grade_session
from autograder.judging.respondents import exchange, modules
from autograder.judging.session import Session, open_session
from autograder.report import Report
from autograder.sandbox import Sandbox, Worker
from autograder.sandbox.rungs import confined
from tests.submissions import grade, reference, skeleton, write

pytestmark = pytest.mark.skipif(sys.platform != "linux" or Sandbox().rung != "confined", reason="needs confinement")

EXERCISES = ("add", "mul")
FULL = float(sum(load_course().exercise(name).points for name in EXERCISES))
SLOW = "\nimport time\ntime.sleep(30)\n"


def opened(folder: Path, value: str) -> Session:
    return open_session(write(folder / "theirs", {"value": value}), exercises=EXERCISES)


def graded(session: Session) -> Report:
    language.use("en")
    return grade_session(session, language="en")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("which", [1, 2])
def test_one_death_from_outside_changes_no_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, which: int
) -> None:
    """`which` request meets a worker that an operator has just ended: the import, or the first question."""
    asked = []
    receive = Worker.receive

    def receive_or_die(self: Worker, kind: type[object], limit: float) -> object:
        asked.append(kind)
        if len(asked) == which:
            signal.pidfd_send_signal(self._process._handle, number)  # type: ignore[attr-defined]
            self._process._ended(5000)  # type: ignore[attr-defined]
        return receive(self, kind, limit)

    monkeypatch.setattr(Worker, "receive", receive_or_die)
    assert graded(opened(tmp_path, reference("value"))).points == FULL


def test_two_deaths_are_the_kits_fault_and_no_verdict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start = Sandbox.start

    def start_dying(self: Sandbox, **options: bool) -> Worker:
        worker = start(self, **options)
        worker._process.kill()
        return worker

    monkeypatch.setattr(Sandbox, "start", start_dying)
    with pytest.raises(KitError, match="signal 9"):
        graded(opened(tmp_path, reference("value")))


@pytest.mark.parametrize("which", [1, 2])
def test_a_zygote_that_was_killed_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: int) -> None:
    asked = []
    receive = Worker.receive

    def receive_without_zygote(self: Worker, kind: type[object], limit: float) -> object:
        asked.append(kind)
        if len(asked) == which:
            confined.zygote(numpy=False)._process.kill()
        return receive(self, kind, limit)

    monkeypatch.setattr(Worker, "receive", receive_without_zygote)
    assert graded(opened(tmp_path, reference("value"))).points == FULL


@pytest.mark.parametrize(
    "text",
    [
        "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True:\n    pass\n",
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n",
        "import signal\nsignal.raise_signal(signal.SIGTERM)\n",
        "import signal\nsignal.alarm(1)\nwhile True:\n    pass\n",
        "import os\nos.abort()\n",
        "import ctypes\nctypes.string_at(0)\n",
    ],
)
def test_whoever_ends_itself_pays_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(modules, "ANSWER_LIMIT", 1.9)
    body = "\n".join(f"    {line}" for line in text.splitlines())
    ended = f"def end(self, other):\n{body}\n\n\nValue.__add__ = Value.__mul__ = end\n"
    report = graded(opened(tmp_path, f"{reference('value')}\n\n{ended}"))
    assert report.points == 0 and {x.outcome for x in report.exercises} <= {"error", "crashed", "timeout"}


def test_a_submission_has_a_limit_in_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "SUBMISSION_LIMIT", 1.0)
    report = graded(opened(tmp_path, reference("value") + SLOW))
    assert {x.outcome for x in report.exercises} == {"timeout"}
    session = open_session(tmp_path / "theirs", exercises=EXERCISES)
    session.workers.modules.spent.seconds = 1.0
    assert {check.message for x in graded(session).exercises for check in x.checks} == {
        "the whole submission took more than 1 s"
    }


WHOLE_LIMIT = 60.0  # seconds that one submission may cost a judge in all
NEARLY = "import time\\nuntil = time.process_time() + 1.5\\nwhile time.process_time() < until: pass"
HANGS = {
    "loops": "while True: pass",
    "sleeps": "__import__('time').sleep(3600)",
    "nearly in time": f"exec('{NEARLY}')",
}


@pytest.mark.slow
@pytest.mark.parametrize("hang", HANGS)
def test_the_worst_submission_costs_a_judge_a_minute_at_most(tmp_path: Path, hang: str) -> None:
    """Each answer of each module hangs, in four versions, and so does what stands around them."""
    modules = {}
    for module in load_course().modules:
        text = skeleton(module.name).replace("raise NotImplementedError", HANGS[hang])
        versions = "\n\n".join(f"# %%\n{text}\nVERSION = {n}" for n in range(4))
        modules[module.name] = f"{versions}\n\n# %%\n{HANGS[hang]}\n"
    began = time.monotonic()
    report = grade(tmp_path, modules)
    print(f"{hang}: {time.monotonic() - began:.1f} s, {report.points:g} points")
    assert time.monotonic() - began < WHOLE_LIMIT and report.points == 0
