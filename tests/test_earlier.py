"""A module that was judged before is not judged again: the same verdict to the last byte, and no worker asked."""

import signal
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import pytest

from autograder.course import load_course
from autograder.judging.grade import grade_session
from autograder.judging.respondents import earlier as room
from autograder.judging.respondents.earlier import Earlier
from autograder.judging.respondents.exchange import Exchange, Request
from autograder.judging.session import open_session
from autograder.report import Report, Timing
from autograder.sandbox import Sandbox, Worker, open_sandbox
from tests.bank import bank, wrong_module
from tests.submissions import reference, skeleton, write

MODULES = tuple(x.name for x in load_course().modules)
RIGHT = {name: reference(name) for name in MODULES}
STUBS = {name: skeleton(name) for name in MODULES}
LOUD = "\n\nprint('loaded')\nthis_name = is_not_there\n"
VALUE = {"value": RIGHT["value"]}


@cache
def sandbox() -> Sandbox:
    return open_sandbox()


def judged(folder: Path, modules: dict[str, str], earlier: Earlier | None = None) -> Report:
    session = open_session(write(folder, modules), sandbox=sandbox())
    report = grade_session(session, language="en", earlier=earlier)
    return msgspec.structs.replace(report, timing=Timing())


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What workers were asked."""
    found, ask = list[str](), Exchange.ask

    def noted(self: Exchange, request: Request[object]) -> object:
        found.append(request.do)
        return ask(self, request)

    monkeypatch.setattr(Exchange, "ask", noted)
    return found


def mistakes() -> Iterator[tuple[str, dict[str, str]]]:
    """One mistake of the bank for each exercise, in a module that prints, and of which a line is left out."""
    first = {name.partition(".")[0]: name for name in reversed(bank()[1])}
    for name in first.values():
        module, text = wrong_module(name)
        yield name, {module: text + LOUD}


@pytest.mark.slow
def test_what_was_judged_before_says_the_same_to_the_last_byte(tmp_path: Path, asked: list[str]) -> None:
    """Mistakes of the bank beside other answers than before: judged among right ones, then among stubs, and back."""
    earlier = Earlier()
    for name, mistake in mistakes():
        for before, after in ((RIGHT, STUBS), (STUBS, RIGHT)):
            judged(tmp_path, before | mistake, earlier)
            fresh = judged(tmp_path, after | mistake)
            for _ in range(2):
                asked.clear()
                again = judged(tmp_path, after | mistake, earlier)
                assert msgspec.json.encode(again) == msgspec.json.encode(fresh), name
            assert set(asked) <= {"load"}, (name, asked)  # of siblings that are of no use


def test_a_module_that_was_judged_beside_others_is_not_asked_again(tmp_path: Path, asked: list[str]) -> None:
    earlier = Earlier()
    judged(tmp_path, VALUE | {"linear": STUBS["linear"]}, earlier)
    asked.clear()
    judged(tmp_path, VALUE, earlier)
    assert asked == []


def test_where_a_worker_was_ended_from_outside_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    if sandbox().rung != "confined":
        pytest.skip("elsewhere nobody knows who ended it")
    receive, earlier = Worker.receive, Earlier()

    def receive_or_die(self: Worker, kind: type[object], limit: float) -> object:
        if len(asked) == 3:
            signal.pidfd_send_signal(self._process._handle, signal.SIGKILL)  # type: ignore[attr-defined]
            self._process._ended(5000)  # type: ignore[attr-defined]
        return receive(self, kind, limit)

    monkeypatch.setattr(Worker, "receive", receive_or_die)
    report = judged(tmp_path, VALUE, earlier)
    assert {x.outcome for x in report.exercises if x.module == "value"} == {"passed"}
    assert len(asked) > 3 and not earlier._known


@pytest.mark.parametrize(
    ("fault", "kept"),
    [("__import__('os')._exit(3)", False), ("while True: pass", False), ("raise SystemExit", True)],
)
def test_a_death_or_a_limit_is_found_out_each_time(tmp_path: Path, fault: str, kept: bool) -> None:
    head = "        def _backward() -> None:\n"
    text = RIGHT["value"].replace(head, f"{head}            {fault}\n", 1)
    earlier = Earlier()
    report = judged(tmp_path, {"value": text}, earlier)
    outcomes = {check.outcome for x in report.exercises for check in x.checks}
    assert bool(outcomes & {"crashed", "timeout"}) != kept and bool(earlier._known) == kept


def test_the_oldest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST", 2)
    earlier, one = Earlier(), room.Judged({}, (), usable=True)
    for key in (b"a", b"b"):
        earlier.keep(key, one)
    assert earlier.find(b"a") is one
    earlier.keep(b"c", one)
    assert (earlier.find(b"a"), earlier.find(b"b"), earlier.find(b"c")) == (one, None, one)
