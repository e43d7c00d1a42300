"""Makes `pytest autograder/graders --submission exercises` work as it stands."""

from autograder.plugin import (  # noqa: F401
    check,
    pytest_collection_modifyitems,
    pytest_configure,
    pytest_pyfunc_call,
    pytest_runtest_makereport,
    pytest_terminal_summary,
    pytest_unconfigure,
)
