"""pytest is a caller of the judge: its verdicts are those of the command line, check by check."""

import tempfile
from pathlib import Path

import msgspec
import pytest

from autograder import language
from autograder.errors import UsageError
from autograder.judging.grade import grade_session
from autograder.judging.respondents import modules
from autograder.judging.session import open_session
from autograder.report import Report, Timing
from tests import gauntlet
from tests.bank import bank, wrong_module
from tests.pytest_lane import grade_with_pytest
from tests.submissions import KNOWN_GOOD, exercises_of, reference, write

SAMPLE = ("add.halved", "relu.inverted", "topological_sort.reversed", "train.never_zeroed", "matmul.other_side")


def _assert_alike(path: Path, exercises: list[str]) -> None:
    language.use("en")
    direct = grade_session(open_session(path, exercises=exercises), language="en")
    with_pytest = grade_with_pytest(path, exercises)
    assert _without_times(direct) == _without_times(with_pytest)


def _without_times(report: Report) -> Report:
    return msgspec.structs.replace(report, timing=Timing())


def _wrong(identity: str, folder: Path) -> Path:
    name, text = wrong_module(identity)
    texts = {module.name: reference(module.name) for module in bank()[0].course.modules}
    return write(folder, texts | {name: text})


@pytest.mark.parametrize("identity", SAMPLE)
def test_a_mistake_is_judged_alike(identity: str, tmp_path: Path) -> None:
    _assert_alike(_wrong(identity, tmp_path), [identity.partition(".")[0]])


@pytest.mark.slow
def test_the_whole_bank_is_judged_alike() -> None:
    for identity in bank()[1]:
        with tempfile.TemporaryDirectory() as folder:
            _assert_alike(_wrong(identity, Path(folder)), [identity.partition(".")[0]])


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(KNOWN_GOOD.glob("*.py")), ids=lambda path: path.stem)
def test_unusual_right_code_is_judged_alike(path: Path, tmp_path: Path) -> None:
    module = "by_hand" if path.stem.startswith("by_hand") else path.stem.partition("_")[0]
    _assert_alike(write(tmp_path, {module: path.read_text(encoding="utf-8")}), exercises_of(module))


@pytest.mark.alone
@pytest.mark.slow
def test_the_hostile_suite_earns_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """Points alone: what a hostile module prints, and when it is killed, differs from run to run."""
    for name in ("LOAD_LIMIT", "ANSWER_LIMIT"):  # as in the suite itself: most of it waits to be ended
        monkeypatch.setattr(modules, name, getattr(gauntlet, name))
    for path in gauntlet.HOSTILE:
        with tempfile.TemporaryDirectory() as folder:
            try:
                submission = gauntlet.submission(path, Path(folder) / "hostile")
                direct = grade_session(open_session(submission, exercises=gauntlet.EXERCISES), language="en")
            except UsageError:
                continue
            assert grade_with_pytest(submission, gauntlet.EXERCISES).points == direct.points, path.stem
