"""The pytest plugin: graders are ordinary tests with a `check` fixture and an `exercise` mark.

    pytest autograder/graders --submission exercises

The command line hands over a session that is already warm; plain pytest makes its own.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder import language
from autograder.check import Check
from autograder.claims import check_result, text_of
from autograder.errors import KitError, Shortfall
from autograder.language import _
from autograder.report import CheckResult, Timing
from autograder.session import Session, open_session

COLLECTOR = "autograder-collector"  # the name under which pytest keeps it


class Collector:
    """What pytest found out, exercise by exercise."""

    __name__ = COLLECTOR

    def __init__(self, session: Session) -> None:
        self.session = session
        self.checks: dict[str, list[CheckResult]] = {}
        self.fault: BaseException | None = None
        self.seconds = 0.0

    def record(self, item: pytest.Item, shortfall: Shortfall | None) -> None:
        """Keep the outcome of one grader."""
        result = check_result(claim(item), is_visible(item), _weight(item), shortfall)
        exercise = _mark(item).args[0]
        self.session.standing.record(exercise, claim(item), passed=shortfall is None)
        self.checks.setdefault(exercise, []).append(result)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("autograder")
    group.addoption("--submission", help="a folder of modules, a .zip or an .ipynb")
    group.addoption("--exercise", action="append", default=[], help="grade this exercise only (may be repeated)")
    group.addoption("--visible", action="store_true", help="leave hidden graders out")
    group.addoption("--lang", choices=language.LANGUAGES, default="fr", help="the language of claims and messages")


def pytest_configure(config: pytest.Config) -> None:
    collector = config.pluginmanager.get_plugin(COLLECTOR)
    if collector is None and config.getoption("--submission"):
        language.use(config.getoption("--lang"))
        try:
            session = open_session(config.getoption("--submission"), exercises=config.getoption("--exercise"))
        except KitError as error:
            raise pytest.UsageError(str(error)) from None
        collector = Collector(session)
        config.pluginmanager.register(collector, COLLECTOR)


def pytest_unconfigure(config: pytest.Config) -> None:
    collector = config.pluginmanager.get_plugin(COLLECTOR)
    if collector is not None:
        collector.session.grading.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Graders in the order of the course, visible ones first, and advice (weight 0) last."""
    collector = config.pluginmanager.get_plugin(COLLECTOR)
    if collector is None:
        raise pytest.UsageError("say what to grade: --submission PATH")
    names = [exercise.name for exercise in collector.session.exercises]
    chosen = [item for item in items if _wanted(config, item, names)]
    chosen.sort(key=lambda item: (names.index(_mark(item).args[0]), not _weight(item), not is_visible(item)))
    items[:] = chosen


def _wanted(config: pytest.Config, item: pytest.Item, names: list[str]) -> bool:
    return _mark(item).args[0] in names and (is_visible(item) or not config.getoption("--visible"))


@pytest.fixture
def check(request: pytest.FixtureRequest) -> Check:
    """The checks of the exercise that the grader is marked with."""
    return _collector(request.config).session.check(_mark(request.node).args[0])


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Record the call's outcome; what is no Shortfall is the kit's fault and stops the run."""
    outcome: Any = yield
    report = outcome.get_result()
    collector = _collector(item.config)
    error = call.excinfo.value if call.excinfo else None
    if isinstance(error, Shortfall):
        report.longrepr = f"{_(claim(item))}\n{error.message}" + (f"\n{error.where}" if error.where else "")
        collector.record(item, error)
    elif error is not None:
        collector.fault = error
        item.session.shouldstop = f"the kit is at fault: {error}"
    elif call.when == "call":
        collector.record(item, None)
    if call.when == "call":
        collector.seconds += call.duration


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """What each failed exercise looks like, and what to think about next, below pytest's own failures."""
    collector = config.pluginmanager.get_plugin(COLLECTOR)
    if collector is None or collector.fault:
        return
    from autograder.run import build_report

    report = build_report(collector.session, collector.checks, config.getoption("--lang"), Timing())
    for exercise in report.exercises:
        if found := exercise.diagnosis:
            terminalreporter.write_line(f"{exercise.name}: {found.tell}")
            terminalreporter.write_line("  " + _("next: {question}").format(question=found.question))


def _collector(config: pytest.Config) -> Collector:
    collector = config.pluginmanager.get_plugin(COLLECTOR)
    assert isinstance(collector, Collector)
    return collector


def _mark(item: pytest.Item) -> pytest.Mark:
    mark = item.get_closest_marker("exercise")
    if mark is None or not mark.args:
        raise KitError(f"{item.nodeid} has no exercise mark")
    return mark


def _weight(item: pytest.Item) -> float:
    return float(_mark(item).kwargs.get("weight", 1))


def claim(item: pytest.Item) -> str:
    """What the student reads of a grader."""
    return text_of(item.function)  # type: ignore[attr-defined]


def is_visible(item: pytest.Item) -> bool:
    """Whether students have this grader."""
    return "hidden" not in Path(item.path).parts
