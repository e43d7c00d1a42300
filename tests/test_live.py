"""Live in the room: what is shared holds no code, what comes in is believed no further than its type."""

import argparse
import http.client
import json
import os
import random
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import msgspec
import pytest

from autograder.course import load_course
from autograder.diagnosis.signatures import all_told
from autograder.errors import UsageError
from autograder.language import NO_BREAK
from autograder.morning.memory import recall
from autograder.morning.watching import sharing
from autograder.morning.watching.sharing import Shared, Sharing, bare, made_up
from autograder.report import Diagnosis, ExerciseResult, Graph, Node
from release.live.commands import _made
from release.live.page import _rows, live_page
from release.live.room import BURST, PEOPLE, Refused, Room, is_sound
from release.live.server import LARGEST
from tests.axe import findings, require_axe
from tests.browser import Browser, open_browser
from tests.submissions import ROOT, grade, reference, skeleton
from tests.test_pages import ADD, GRAPH, RELU, report

COURSE = load_course()
TOLD = {name: (x.tell["en"], x.question["en"]) for name, x in all_told().items()}
NAMED = msgspec.structs.replace(ADD, diagnosis=Diagnosis("add.replaced_in_both", "", "", ""))
MARKUP = "<script>alert(1)</script>"


def message(*exercises: ExerciseResult, token: str = "0" * 32, name: str = "otter-plum-42") -> bytes:
    return msgspec.json.encode(Shared(token, name, report(*exercises)))


def room() -> Room:
    return Room(COURSE, "en", TOLD)


def status(found: Room, body: bytes) -> int:
    """What the server would answer."""
    try:
        found.take(body)
    except Refused as refused:
        return refused.status
    return 204


# What a student shares


def test_nothing_that_a_student_wrote_is_shared(tmp_path: Path) -> None:
    mine = "MY_OWN_WORDS"
    value = reference("value").replace(
        "self.grad += 1.0 * out.grad", f"print('{mine}')\n            self.grad = out.grad"
    )
    relu = skeleton("relu").replace("raise NotImplementedError", f"raise ValueError('{mine}')")
    found = grade(tmp_path / mine, {"value": value, "relu": relu, "backward": f"class {mine}(:"})
    assert mine in msgspec.json.encode(found).decode()
    shared = sharing._whole(found, {x.name: bare(x) for x in found.exercises})
    text = msgspec.json.encode(shared).decode()
    assert mine not in text and mine.lower() not in text.lower() and "exercises/" not in text and "grad =" not in text
    assert [x.outcome for x in shared.exercises] == [x.outcome for x in found.exercises]
    [add] = [x for x in shared.exercises if x.name == "add"]
    assert add.diagnosis and add.diagnosis.misconception and any(x.graph for x in add.checks)


def test_a_name_is_made_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first = Sharing("http://127.0.0.1:9/k")
    assert Sharing("http://127.0.0.1:9/k").name == first.name == recall().called
    assert re.fullmatch(r"\w+-\w+-\d\d", first.name) and re.fullmatch("[0-9a-f]{32}", recall().token)
    assert len({made_up("fr") for _ in range(50)}) > 40


@pytest.mark.parametrize(
    "url", ["", "teacher:8765/k", "https://teacher/k", "http://teacher:8765", "http://teacher:x/k"]
)
def test_what_is_no_address_is_said_at_once(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="is not an address to share with"):
        Sharing(url)


def test_nobody_waits_for_a_teacher_who_does_not_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that takes connections and never answers; then one that takes none. What was told meanwhile is kept."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sharing, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        one = Sharing(f"http://127.0.0.1:{silent.getsockname()[1]}/k")
        before = time.monotonic()
        for _ in range(100):
            one.tell(report(ADD, RELU))
        assert time.monotonic() - before < 5  # each would take the timeout if anybody waited
        _until(lambda: "does not answer" in one.note())
    assert set(one._news) == {"add", "relu"}


def called_in(folder: Path) -> str:
    """The name that was made up there."""
    return str(json.loads((folder / ".autograder" / "memory.json").read_bytes())["called"])


def _until(holds: "object", patience: float = 30.0) -> None:
    end = time.monotonic() + patience
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < end, "it never does"
        time.sleep(0.02)


# The room


def test_a_belief_is_counted_while_it_is_held_and_told_by_the_bank() -> None:
    found = room()
    for token in ("a" * 32, "b" * 32):
        found.take(message(NAMED, RELU, token=token))
    assert found.counts() == {"add.replaced_in_both": 2} and found.people["a" * 32].stuck == ["add"]
    idea = found.ideas["add.replaced_in_both"]
    assert (idea.tell, idea.question) == TOLD["add.replaced_in_both"] and "<img" in idea.graph
    right = msgspec.structs.replace(NAMED, outcome="passed", diagnosis=None)
    found.take(message(right, token="a" * 32))
    assert found.counts() == {"add.replaced_in_both": 1} and not found.people["a" * 32].stuck
    found.take(message(right, token="b" * 32))
    assert not found.counts() and not found.ideas


def test_one_is_stuck_on_what_they_work_on_now_and_since_it_was_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    found, start = room(), time.monotonic()
    now = [start]
    monkeypatch.setattr("release.live.room.monotonic", lambda: now[0])
    monkeypatch.setattr("release.live.page.monotonic", lambda: now[0])
    relu = msgspec.structs.replace(ADD, name="relu", diagnosis=None)
    less = msgspec.structs.replace(NAMED, checks=NAMED.checks[1:])  # the same idea, other claims hold
    right = msgspec.structs.replace(relu, outcome="passed", checks=())
    for minute, sent, told in (
        (0, [NAMED], ("add", 0)),
        (10, [relu], ("relu", 0)),
        (15, [NAMED, relu], ("relu", 5)),
        (20, [less, relu], ("add", 20)),
        (25, [right], ("add", 25)),
    ):
        now[0] = start + 60.0 * minute
        found.take(message(*sent))
        [row] = _rows(found)
        assert (row["stuck"], row["minutes"]) == told


def test_unnamed_answers_are_counted_together_by_their_marks() -> None:
    found, unnamed = room(), bare(msgspec.structs.replace(ADD, diagnosis=None))
    for token in ("a" * 32, "b" * 32):
        found.take(message(unnamed, token=token))
    assert list(found.counts().values()) == [2] and next(iter(found.ideas.values())).tell == ""


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b'{"token": "x"}',
        b"\xff\xfe",
        message(token="../../etc"),
        message(name=MARKUP),
        message(name="x" * 41),
        message(ADD).replace(b'"failed"', b'"winning"'),
    ],
)
def test_what_is_no_report_is_refused(body: bytes) -> None:
    found = room()
    with pytest.raises(Refused) as refused:
        found.take(body)
    assert refused.value.status == 400 and not found.people


def test_what_is_not_of_the_course_changes_nothing() -> None:
    found = room()
    many = msgspec.structs.replace(ADD, checks=ADD.checks * 100)
    found.take(message(msgspec.structs.replace(ADD, name=MARKUP), many))
    assert not found.counts() and not found.people["0" * 32].places
    liar = msgspec.structs.replace(ADD, diagnosis=Diagnosis("mul.own_data", MARKUP, MARKUP, MARKUP))
    found.take(message(liar))  # another exercise's idea: it goes with the unnamed
    assert "mul.own_data" not in found.ideas and MARKUP not in str(found.ideas)


def test_no_line_of_the_french_page_ends_before_its_mark() -> None:
    live = _made(argparse.Namespace(lang="fr", keep=None))
    live.room.take(message(NAMED))
    shown = live_page(live.room, "x").decode()
    page = re.sub(r"<style>.*?</style>|<script>.*?</script>|<[^>]+>", "", shown, flags=re.DOTALL)
    assert f"sans votre code{NO_BREAK}:" in page and f"Addition{NO_BREAK}:" in page and f"{NO_BREAK}?" in page
    assert not re.search(r"\S [?!:;»]|« ", page)


@pytest.mark.parametrize(
    "graph",
    [
        Graph("gradient", ()),
        Graph("gradient", (Node("a", (0,), 1.0, 1.0, 1.0, True),)),
        Graph("gradient", (Node("a", (-1,), 1.0, 1.0, 1.0, True),)),
        Graph("gradient", (Node("a" * 1000, (), 1.0, 1.0, 1.0, True),)),
        Graph("gradient", GRAPH.nodes, first=7),
        Graph("order", GRAPH.nodes, edge=(0, 9)),
        Graph("gradient", (Node("a", (), 1.0, 1.0, 1.0, True), Node("b", (0,) * 500, 1.0, 1.0, 1.0, True))),
        Graph("gradient", tuple(Node("a", (), 1.0, 1.0, 1.0, True) for _ in range(500))),
    ],
)
def test_what_is_no_graph_is_not_drawn(graph: Graph) -> None:
    assert not is_sound(graph) and is_sound(GRAPH)
    found = room()
    found.take(message(msgspec.structs.replace(NAMED, checks=(msgspec.structs.replace(ADD.checks[1], graph=graph),))))
    assert found.ideas["add.replaced_in_both"].graph == ""


def test_one_who_sends_without_end_is_refused_and_the_room_has_an_end() -> None:
    found = room()
    statuses = [status(found, message(RELU)) for _ in range(int(BURST) + 5)]
    assert statuses[0] == 204 and statuses[-1] == 429
    found._allowance.most = found._allowance.left = 10_000
    statuses = [status(found, message(RELU, token=f"{n:032x}")) for n in range(PEOPLE + 1)]
    assert statuses[-2:] == [204, 503] and len(found.people) == PEOPLE


# The server


@dataclass
class Running:
    """A server, and its two addresses."""

    pid: int
    host: str
    port: int
    theirs: str
    page: str

    def send(self, body: bytes, path: str = "", **headers: str) -> int:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        connection.request("POST", path or f"/{self.theirs}/report", body, headers)
        status = connection.getresponse().status
        connection.close()
        return status

    def get(self, path: str) -> tuple[int, Message, str]:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        found = answer.status, answer.headers, answer.read().decode()
        connection.close()
        return found


@contextmanager
def serving(*arguments: str) -> Iterator[Running]:
    """`python -m release live` as a teacher starts it, on this machine alone."""
    command = [sys.executable, "-I", "-m", "release", "live", "--host", "127.0.0.1", "--port", "0", "--lang", "en"]
    with subprocess.Popen([*command, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = process.stdout.readline() + process.stdout.readline()
        found = re.search(r"SHARE=http://([\d.]+):(\d+)/(\S+)\n.*http://[\d.]+:\d+(/\S+/)", said)
        assert found, said
        try:
            yield Running(process.pid, found[1], int(found[2]), found[3], found[4])
        finally:
            process.terminate()
            process.wait(30)


def test_keys_sizes_and_what_is_kept(tmp_path: Path) -> None:
    with serving("--keep", str(tmp_path / "kept")) as server:
        assert server.send(message(NAMED)) == 204
        assert server.send(message(NAMED), "/wrong/report") == 404 and server.get("/wrong/")[0] == 404
        assert server.send(message(NAMED), f"{server.page}report") == 404  # the teacher's key is no student's
        assert server.get(f"/{server.theirs}/")[0] == 404  # nor the other way round
        assert server.send(b" " * (LARGEST + 1)) == 413 and server.send(b"{") == 400
        _status, headers, text = server.get(server.page)
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe-inline" not in policy.partition("script-src")[2]
        assert headers["Referrer-Policy"] == "no-referrer" and headers["Cache-Control"] == "no-store"
        assert "otter-plum-42" in text and "A program that forgets" in text
        with socket.create_connection((server.host, server.port)) as slow:
            slow.sendall(b"POST /x HTTP/1.1\r\nContent-Length: 99\r\n\r\n{")  # and no more; others are not kept waiting
            assert server.send(message(RELU)) == 204
    [first, second] = (tmp_path / "kept" / "live.jsonl").read_bytes().splitlines()
    assert json.loads(first)["name"] == "otter-plum-42" and b"0000" not in second.partition(b'"report"')[0]


def test_an_address_that_is_taken_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from release.__main__ import main

    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["live", "--host", "127.0.0.1", "--port", str(taken.getsockname()[1])]) == 2
    assert "nothing can listen on 127.0.0.1" in capsys.readouterr().err


def students(server: Running, count: int, rounds: int, every: float) -> list[int]:
    """Each saves every few seconds, now with one mistake, now with another, now right."""
    statuses: list[int] = []

    def one(number: int) -> None:
        chance, token = random.Random(number), secrets.token_hex(16)
        time.sleep(chance.uniform(0, every))
        for _ in range(rounds):
            mistake = chance.choice(["add.replaced_in_both", "add.replaced_in_first", ""])
            found = Diagnosis(mistake, "", "", "") if mistake else None
            right = not mistake and chance.random() < 0.5
            saved = msgspec.structs.replace(ADD, outcome="passed" if right else "failed", diagnosis=found)
            statuses.append(server.send(message(bare(saved), token=token, name=f"student-{number}")))
            time.sleep(every)

    threads = [threading.Thread(target=one, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def test_ctrl_c_ends_it_though_a_page_listens() -> None:
    with serving() as server:
        connection = http.client.HTTPConnection(server.host, server.port, timeout=30)
        connection.request("GET", f"{server.page}events")
        events = connection.getresponse()
        assert events.readline().startswith(b"data: ")
        os.kill(server.pid, signal.SIGINT)
        _until(lambda: not _answers(server))
        connection.close()


def _answers(server: Running) -> bool:
    try:
        socket.create_connection((server.host, server.port), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with open_browser(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.mark.slow
def test_the_page_follows_200_students_in_a_browser(browser: Browser) -> None:
    with serving() as server:
        chrome = browser.chrome
        browser.go(f"http://{server.host}:{server.port}{server.page}")
        assert "Nobody yet" in browser.read("#room")
        assert server.send(message(NAMED, name="otter-plum-42")) == 204
        browser.read("#people tbody tr", "otter-plum-42")  # without a reload
        assert "forgets what the operands" in browser.read(".ideas li")
        chrome.execute_script("document.getElementById('people').focus()")
        assert set(students(server, 200, 2, 5.0)) == {204}
        browser.read("#room > p", "201 sharing")
        assert chrome.execute_script("return document.activeElement.id") == "people"
        assert len(chrome.execute_script("return [...document.querySelectorAll('#people tbody tr')]")) == 201
        assert findings(browser, require_axe()) == []
        for width in (360, 1920):
            screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
            chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
            assert chrome.execute_script("return document.documentElement.scrollWidth") <= width
        assert [x for x in chrome.get_log("browser") if x["level"] == "SEVERE"] == []


@pytest.mark.slow
def test_a_student_who_watches_appears_on_the_page(tmp_path: Path) -> None:
    """`watch --share` in a folder of exercises with a mistake, as a process."""
    value = reference("value").replace("self.grad += 1.0 * out.grad", "self.grad = 1.0 * out.grad")
    (tmp_path / "exercises").mkdir()
    for module in COURSE.modules:
        text = value if module.name == "value" else skeleton(module.name)
        (tmp_path / "exercises" / f"{module.name}.py").write_text(text, encoding="utf-8")
    with serving() as server:
        url = f"http://{server.host}:{server.port}/{server.theirs}"
        command = [sys.executable, "-m", "autograder", "watch", "--plain", "--lang", "en", "--share", url]
        with subprocess.Popen(
            command, cwd=tmp_path, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(ROOT)}
        ) as watch:
            try:
                _until(lambda: "A program that forgets" in server.get(server.page)[2], 60)
            finally:
                watch.terminate()
                said = watch.communicate(timeout=30)[0]
    assert f"shared as {called_in(tmp_path)}" in said
