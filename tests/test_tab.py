"""The page's judge outside of a browser: what stands in for numpy, truths as data, and verdicts equal to the kit's."""

import json
from collections.abc import Iterator
from importlib import util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from autograder.course import load_course
from autograder.errors import KitError
from autograder.judging.shortfalls import Shortfall
from autograder.language import LANGUAGES, use
from autograder.programs.enumerate import enumerate_programs
from autograder.programs.trace import trace
from autograder.render.sentences import outcome_name
from autograder.sandbox import BadReply, WorkerDied, WorkerTimedOut
from autograder.sandbox.messages import Returned
from autograder.tab.transport import Reply, Tab
from autograder.truth import known
from autograder.truth.central_differences import case_at, fair_cases
from autograder.truth.exact import exact_case
from autograder.truth.networks import network_case
from autograder.truth.telling import telling_cases
from autograder.truth.training import descent, descent_on_xor
from release.tab.truths import truths, written
from release.tab.words import WORDS
from tests.two_judges import ABSENT, Native, compared, outside, right_ones, the_bank

CACHED = (fair_cases, exact_case, network_case, descent)
PRODUCT = trace(lambda a, b: (a + b) * b)


def _stand_in() -> ModuleType:
    spec = util.spec_from_file_location("stand_in", ABSENT / "numpy" / "__init__.py")
    assert spec
    assert spec.loader
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("x", [1.5, [1, 2, 3], [], [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], [[[1], [2]]]])
def test_the_stand_in_for_numpy_makes_the_same_arrays(x: object) -> None:
    ours, theirs = _stand_in().asarray(x, dtype=float), np.asarray(x, dtype=float)
    assert (ours.shape, ours.size, ours.tolist()) == (theirs.shape, theirs.size, theirs.tolist())
    assert ours.ravel().tolist() == theirs.ravel().tolist()
    assert ours.astype(int).tolist() == theirs.astype(int).tolist()
    places = list(_stand_in().ndindex(ours.shape))
    assert places == list(np.ndindex(theirs.shape))
    assert [ours[place] for place in places] == [theirs[place] for place in places]
    if ours.shape:
        assert list(ours) == theirs.tolist()
        assert places == [_stand_in().unravel_index(k, ours.shape) for k in range(ours.size)]


@pytest.mark.parametrize("asked", ["linspace", "where", "matmul"])
def test_whatever_else_is_asked_of_the_stand_in_is_a_fault_of_the_kit(asked: str) -> None:
    with pytest.raises(KitError, match=asked):
        getattr(_stand_in(), asked)
    with pytest.raises(KitError, match=asked):
        getattr(_stand_in().zeros((2,)), asked)


@pytest.fixture
def as_data(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Truths are read, none is computed."""
    rows = json.loads(written(truths(load_course())))
    for cached in CACHED:
        cached.cache_clear()
    monkeypatch.setattr(known, "_found", rows)
    yield
    for cached in CACHED:
        cached.cache_clear()


def _some_truths() -> list[object]:
    networks = [network_case(*x) for x in (((3, 1), ""), ((2, 3, 1), "whole"), ((2, 3, 1), "values"))]
    return [
        fair_cases(tuple(enumerate_programs("+", operations=2))),
        fair_cases(tuple(enumerate_programs(operations=2))),
        case_at(PRODUCT, [2.0, -3.0], upstream=1.5),
        telling_cases(lambda a, b: a + b, lambda a: a + a),
        [(x.wire(), x.outputs.tolist(), x.gradients, x.truth.gradients[0].ravel().tolist()) for x in networks],
        descent(descent_on_xor(0, steps=1)),
    ]


def test_a_truth_that_is_read_is_the_one_that_is_computed_to_the_last_bit(request: pytest.FixtureRequest) -> None:
    computed = _some_truths()
    request.getfixturevalue("as_data")
    assert repr(_some_truths()) == repr(computed)
    assert len(repr(computed)) > 50_000


@pytest.mark.usefixtures("as_data")
def test_a_truth_that_is_not_there_is_never_made_up() -> None:
    with pytest.raises(KitError, match="case_at is not among the truths"):
        case_at(PRODUCT, [2.0, -3.25])


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_outcome_has_one_name_in_a_terminal_and_on_the_page(language: str) -> None:
    use(language)
    outcomes = ("passed", "failed", "todo", "blocked", "error", "timeout", "crashed")
    assert [WORDS[language][x] for x in outcomes] == [outcome_name(x) for x in outcomes]


def test_the_judge_without_numpy_says_what_the_kit_says(tmp_path: Path) -> None:
    """A few of the bank and of what is right; all of both, and mutants, are `make bench-page`'s."""
    tried = the_bank()[::16] + right_ones()[::12]
    assert {name for x in tried for name in x.modules} == {"by_hand", "value", "relu", "backward", "network", "unmask"}
    with outside(tmp_path, "fr") as other:
        assert not compared(tried, Native(tmp_path, "fr"), other)


class _Said:
    """A port that says what it is told."""

    def __init__(self, reply: Reply) -> None:
        self.reply, self.ended, self.asked = reply, 0, ""

    def ask(self, frame: str, seconds: float) -> Reply:
        """See Port."""
        self.asked = frame
        return self.reply

    def end(self) -> None:
        """See Port."""
        self.ended += 1


LATE, DEAD = Reply(None, late=True, printed="so far"), Reply(None, late=False, printed="")


@pytest.mark.parametrize(
    ("reply", "raised"),
    [
        (LATE, WorkerTimedOut),
        (DEAD, WorkerDied),
        (Reply('{"seq": 7, "ok": []}', late=False, printed=""), BadReply),
        (Reply('{"seq": 1}', late=False, printed=""), BadReply),
        (Reply('{"seq": 1, "ok": [{"shape": "forged"}]}', late=False, printed=""), BadReply),
        (Reply(" " * (5 << 20), late=False, printed=""), BadReply),
    ],
)
def test_a_web_worker_is_believed_as_little_as_a_process(reply: Reply, raised: type[Exception]) -> None:
    port = _Said(reply)
    worker = Tab(start_port=lambda _numpy: port).start()
    worker.send("returned", 1.0, symbol="f", calls=[])
    with pytest.raises(raised):
        worker.receive(list[Returned], 1.0)
    assert json.loads(port.asked) == {"seq": 1, "do": "returned", "with": {"symbol": "f", "calls": []}}
    assert worker.output == reply.printed
    worker.close()
    assert port.ended == 1
    assert not issubclass(raised, Shortfall)
