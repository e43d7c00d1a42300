"""The pytest plugin: graders are ordinary tests with a `check` fixture and an `exercise` mark.

    pytest autograder/graders --submission exercises

pytest collects, chooses and shows; what judges is `Session.judge`, as for the command line.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder import language
from autograder.errors import KitError, UsageError
from autograder.judging.check import Check
from autograder.judging.claims import Claim, claim_of
from autograder.judging.grade import build_report
from autograder.judging.session import Session, open_session
from autograder.language import _
from autograder.report import CheckResult, Report, Timing
from autograder.sandbox.isolation import demand
from autograder.surroundings import is_own

KIT = Path(__file__).resolve().parent
CONFIGURATIONS = (KIT / "graders" / "pytest.ini", KIT.parent / "pyproject.toml")
COLLECTOR = "autograder-collector"  # the name under which pytest keeps it


class Missed(Exception):
    """A claim that does not hold, as pytest is told of it."""


class Collector:
    """What pytest found out, exercise by exercise."""

    __name__ = COLLECTOR

    def __init__(self, session: Session) -> None:
        self.session = session
        self.checks: dict[str, list[CheckResult]] = {}
        self.fault: BaseException | None = None

    def judge(self, claim: Claim) -> CheckResult:
        """Judge one claim and keep its outcome."""
        result = self.session.judge(claim)
        self.checks.setdefault(claim.exercise, []).append(result)
        return result

    def report(self, lang: str) -> Report:
        """All outcomes so far as one record."""
        return build_report(self.session, self.checks, lang, Timing())


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--submission"):
        language.use(config.getoption("--lang"))
        try:
            _require_no_surroundings(config)
            session = open_session(config.getoption("--submission"), exercises=config.getoption("--exercise"))
            if not is_own(config.getoption("--submission")):
                demand(session.workers.modules.sandbox, unsafe=config.getoption("--unsafe"))
        except KitError as error:
            raise pytest.UsageError(str(error)) from None
        config.pluginmanager.register(Collector(session), COLLECTOR)


def _require_no_surroundings(config: pytest.Config) -> None:
    """Raises UsageError where something around the kit would choose among the graders, or add to them."""
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        if os.environ.get(name):
            raise UsageError(_("the variable {name} would change what is graded: unset it").format(name=name))
    if config.inipath is not None and config.inipath.resolve() not in CONFIGURATIONS:
        told = _("{file} would change what is graded; say: -c {ours}")
        raise UsageError(told.format(file=config.inipath, ours=CONFIGURATIONS[0]))


def pytest_unconfigure(config: pytest.Config) -> None:
    collector = config.pluginmanager.get_plugin(COLLECTOR)
    if collector is not None:
        collector.session.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Graders in the order of the course, visible ones first, and advice (weight 0) last."""
    collector = config.pluginmanager.get_plugin(COLLECTOR)
    if collector is None:
        raise pytest.UsageError("say what to grade: --submission PATH")
    names = [exercise.name for exercise in collector.session.exercises]
    asked = [(item, claim) for item in items if (claim := _claim(item)).exercise in names]
    chosen = [(item, claim) for item, claim in asked if claim.visible or not config.getoption("--visible")]
    chosen.sort(key=lambda x: (names.index(x[1].exercise), not x[1].weight, not x[1].visible))
    items[:] = [item for item, _claim in chosen]


@pytest.fixture
def check(request: pytest.FixtureRequest) -> Check:
    """The checks of the exercise that the grader is marked with."""
    return _collector(request.config).session.check(_claim(request.node).exercise)


def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool:
    """Judge the claim in pytest's place. Raises Missed where it does not hold."""
    result = _collector(pyfuncitem.config).judge(_claim(pyfuncitem))
    if result.outcome != "passed":
        raise Missed("\n".join(filter(None, (result.claim, result.message, result.where))))
    return True


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Show a claim that was missed as it is; anything else is the kit's fault and stops the run."""
    outcome: Any = yield
    error = call.excinfo.value if call.excinfo else None
    if isinstance(error, Missed):
        outcome.get_result().longrepr = str(error)
    elif error is not None:
        _collector(item.config).fault = error
        item.session.shouldstop = f"the kit is at fault: {error}"


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """What each failed exercise looks like, and what to think about next, below pytest's own failures."""
    collector = config.pluginmanager.get_plugin(COLLECTOR)
    if collector is None or collector.fault:
        return
    for exercise in collector.report(config.getoption("--lang")).exercises:
        if found := exercise.diagnosis:
            terminalreporter.write_line(f"{exercise.name}: {found.tell}")
            terminalreporter.write_line("  " + _("next: {question}").format(question=found.question))


def _collector(config: pytest.Config) -> Collector:
    collector = config.pluginmanager.get_plugin(COLLECTOR)
    assert isinstance(collector, Collector)
    return collector


def _claim(item: pytest.Item) -> Claim:
    """The claim that a grader is. Raises KitError where it is not marked with its exercise."""
    claim = claim_of(item.function, visible="hidden" not in Path(item.path).parts)  # type: ignore[attr-defined]
    if claim is None:
        raise KitError(f"{item.nodeid} has no exercise mark")
    return claim
