"""Grade a submission as `pytest autograder/graders --submission …` does, in this process, and keep its report."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from autograder.judging.session import GRADERS
from autograder.plugin import COLLECTOR
from autograder.report import Report


class Keep:
    """Takes the report before the plugin ends its workers."""

    report: Report | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_unconfigure(self, config: pytest.Config) -> None:
        collector = config.pluginmanager.get_plugin(COLLECTOR)
        if collector is not None:
            assert collector.fault is None, collector.fault
            self.report = collector.report("en")


def grade_with_pytest(path: Path, exercises: Sequence[str] = ()) -> Report:
    """The report of a pytest run, in English."""
    keep = Keep()
    arguments = [str(GRADERS), "-c", str(GRADERS / "pytest.ini"), "--rootdir", str(GRADERS), "--assert", "plain"]
    arguments += ["--submission", str(path), "--lang", "en", "-p", "no:terminal"]
    arguments += ["-p", "no:unraisableexception"]  # it collects all garbage ten times a run: two thirds of it here
    arguments += [word for name in exercises for word in ("--exercise", name)]
    pytest.main(arguments, plugins=[keep])
    assert keep.report is not None
    return keep.report
