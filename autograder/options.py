"""The options of the pytest door, known to pytest from its start.

An entry point of the package: known only from graders/conftest.py, the path behind `--submission` would first be taken
for a folder of tests, and a submission's own conftest.py would run in the judge.
"""

import pytest

from autograder.course import own_language
from autograder.language import LANGUAGES


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("autograder")
    group.addoption("--submission", help="a folder of modules, a .zip or an .ipynb")
    group.addoption("--exercise", action="append", default=[], help="grade this exercise only (may be repeated)")
    group.addoption("--visible", action="store_true", help="leave hidden graders out")
    group.addoption("--unsafe", action="store_true", help="grade others' work even where it cannot be confined")
    group.addoption("--lang", choices=LANGUAGES, default=own_language(), help="the language of claims and messages")
