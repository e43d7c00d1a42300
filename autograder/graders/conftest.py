"""Makes `pytest autograder/graders --submission exercises` work as it stands."""

from autograder.plugin import (  # noqa: F401
    check,
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_configure,
    pytest_runtest_makereport,
    pytest_terminal_summary,
    pytest_unconfigure,
)
