"""Shared by all tests: golden files, renewed with `python -m pytest tests --golden` (`make golden`), and a course."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import release  # noqa: F401 - before anything imports nbformat: see there
from autograder import language

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the golden files instead of comparing with them")


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """Each test begins in the language of the code, whichever the one before it has read in."""
    language.use("en")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the golden file of this name, or write it where --golden was asked for."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode(), f"not what tests/golden/{name} says; renew it with: make golden"

    return compare


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course that was released; it is copied, never changed."""
    from tests import nbgrader_course

    root = tmp_path_factory.mktemp("template") / "course"
    nbgrader_course.new_course(root)
    return root


@pytest.fixture
def root(template: Path, tmp_path: Path) -> Path:
    """A released course with nothing submitted yet."""
    return Path(shutil.copytree(template, tmp_path / "course"))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """What the hostile submissions came to, a line for each rung and user."""
    from tests.test_hostile import LINES

    for line in config.stash.get(LINES, []):
        terminalreporter.write_line(line)
