"""The worker and its channel, on every portable rung."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.course import load_course
from autograder.judging.grade import grade_session
from autograder.judging.respondents import modules as judged
from autograder.judging.session import open_session
from autograder.sandbox import RUNGS, BadReply, Sandbox, Worker, WorkerDied, WorkerTimedOut
from autograder.sandbox.messages import Answer, Loaded, Replay
from tests.submissions import reference, write

PORTABLE = [rung for rung in RUNGS if rung == Sandbox(rung).rung]

VALUE = """
class Value:
    def __init__(self, data, _children=()):
        self.data, self.grad, self._prev, self._backward = data, 0.0, set(_children), lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out
"""


@pytest.fixture(params=PORTABLE)
def worker(request: pytest.FixtureRequest) -> Iterator[Worker]:
    started = Sandbox(request.param).start()
    yield started
    started.close()


def load(worker: Worker, text: str, **siblings: str) -> Loaded | Answer:
    sources = {"value": {"text": text}} | {name: {"text": source} for name, source in siblings.items()}
    worker.send("load", 5, module="value", sources=sources, symbols=["Value.__add__"], site=None)
    return worker.receive(Loaded, 5)


def replay(worker: Worker, limit: float = 2.0) -> Replay:
    case: dict[str, Any] = {"point": [2.0, 3.0], "upstream": 1.5, "operations": [["operator.add", [0, 1]]]}
    worker.send("gradients", limit, cases=[case])
    answer = worker.receive(list[Replay], limit)
    assert isinstance(answer, list)
    return answer[0]


def test_a_value_is_loaded_and_replayed(worker: Worker) -> None:
    assert load(worker, VALUE) == Loaded({"Value.__add__": 6}, usable=True)
    assert replay(worker) == Replay(data=(2.0, 3.0, 5.0), gradients=(1.5, 1.5, 1.5))


def test_what_is_no_finite_number_is_named(worker: Worker) -> None:
    load(
        worker,
        VALUE.replace("self.grad += out.grad", "self.grad = float('nan')").replace(
            "other.grad +=", "other.grad = '1';"
        ),
    )
    assert replay(worker).gradients == ("nan", "str", 1.5)


def test_text_that_is_no_unicode_is_told_on_every_rung(worker: Worker) -> None:
    loaded = load(worker, VALUE + r"""raise ValueError("é \ud800")""")
    assert isinstance(loaded, Loaded) and loaded.skipped and loaded.skipped[0].raised
    assert loaded.skipped[0].raised.message.startswith("é ")
    assert replay(worker).data == (2.0, 3.0, 5.0)


def test_a_float_that_equals_everything_is_a_plain_number(worker: Worker) -> None:
    liar = "class Liar(float):\n    __eq__ = lambda *_: True\n    __hash__ = None\n    __le__ = __ge__ = __eq__\n"
    load(worker, liar + VALUE.replace("self.grad += out.grad", "self.grad = Liar(7.0)"))
    assert replay(worker).gradients[0] == 7.0


def test_standard_output_is_captured_and_capped(worker: Worker) -> None:
    load(worker, "print('x' * 10_000_000)\nimport sys\nprint('end', file=sys.stderr)\n" + VALUE)
    assert replay(worker).data
    worker.close()
    assert 1000 < len(worker.output) <= 1 << 16


def test_a_worker_that_hangs_is_killed_in_time(worker: Worker) -> None:
    load(worker, VALUE.replace("out = Value(", "while True: pass\n        out = Value("))
    with pytest.raises(WorkerTimedOut):
        replay(worker, limit=0.3)


def test_a_worker_that_dies_is_noticed(worker: Worker) -> None:
    load(worker, "import os\n" + VALUE.replace("out = Value(", "os._exit(7)\n        out = Value("))
    with pytest.raises(WorkerDied):
        replay(worker)
    assert worker.status() == 7


def test_a_forged_reply_on_every_descriptor_is_no_answer(worker: Worker) -> None:
    forge = """
import os
body = b'{"seq": 1, "ok": {"places": {}, "usable": true}}'
for descriptor in range(64):
    try:
        os.write(descriptor, len(body).to_bytes(4, "big") + body)
    except OSError:
        pass
"""
    load(worker, forge + VALUE)
    with pytest.raises((BadReply, WorkerDied)):
        replay(worker)


def test_all_names_of_a_sibling_are_one_module(worker: Worker) -> None:
    text = """
import exercises.helper, solutions.helper, helper
from . import helper as relative
from .helper import marker
assert exercises.helper is solutions.helper is helper is relative
assert helper.count == 1
"""
    assert isinstance(load(worker, text + VALUE, helper="count = 1\nmarker = object()\n"), Loaded)


def test_the_submission_finds_nothing_of_the_kit(worker: Worker) -> None:
    text = """
import importlib.util
import autograder.check, autograder.graders
assert importlib.util.find_spec("pytest") is None
assert {type(autograder.check).__name__, type(autograder.graders).__name__} == {"Placeholder"}
"""
    assert isinstance(load(worker, text + VALUE), Loaded)


def test_draws_and_the_order_of_texts_are_the_same_in_every_run() -> None:
    drawn = "import random\nraise ValueError(random.random(), [*{*map(str, range(20))}])\n"
    told = set()
    for _run in range(3):
        worker = Sandbox("plain").start()
        loaded = load(worker, drawn + VALUE)
        assert isinstance(loaded, Loaded)
        told.add(loaded.skipped[0].raised.message)
        worker.close()
    assert len(told) == 1


def test_numpy_is_found_and_nothing_beside_it() -> None:
    from autograder.judging.respondents.sources import numpy_folder

    text = """
import importlib.util
import numpy, numpy.linalg
assert importlib.util.find_spec("msgspec") is None
"""
    worker = Sandbox(PORTABLE[-1]).start(numpy=True)
    worker.send("load", 5, module="value", sources={"value": {"text": text + VALUE}}, symbols=[], site=numpy_folder())
    assert isinstance(worker.receive(Loaded, 5), Loaded)
    worker.close()


@pytest.mark.skipif(sys.platform != "linux", reason="limits differ")
def test_limits_forbid_files_and_processes() -> None:
    if "limits" not in PORTABLE:
        pytest.skip("no POSIX")
    worker = Sandbox("limits").start()
    text = """
import tempfile
try:
    with open("/dev/shm/kit-test", "w") as file:
        file.write("x" * 10)
except OSError:
    pass
else:
    raise AssertionError("a file was written")
"""
    assert isinstance(load(worker, text + VALUE), Loaded)
    worker.close()
    if os.path.exists("/dev/shm/kit-test"):
        os.unlink("/dev/shm/kit-test")


def test_no_more_than_a_few_workers_of_one_submission_live_at_a_time(tmp_path: Path) -> None:
    modules = {x.name: reference(x.name) for x in load_course().modules}
    session = open_session(write(tmp_path, modules))
    living: list[int] = []
    make_room = session.workers.modules.make_room

    def counted() -> None:
        make_room()
        living.append(sum(session.workers.modules[name].is_alive for name in modules) + 1)

    session.workers.modules.make_room = counted  # type: ignore[method-assign]
    report = grade_session(session, language="en")
    assert report.complete
    assert max(living) == judged.LIVING or not session.workers.modules.sandbox.forks
