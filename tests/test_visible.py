"""What students see teaches enough: every mistake of the bank loses a check that they have.

Hidden checks guard against code that is written to the visible ones; no mistake that somebody makes waits for them.
"""

import pytest

from autograder import language
from autograder.judging.grade import grade_session
from release.proof.trials import Trial, _session
from release.sources.misconceptions import exercise_of, patched
from tests.bank import bank
from tests.submissions import ROOT

ENTRIES = sorted(bank()[1])
QUICK = [*ENTRIES[::12], "add.not_wrapped", "mul.not_wrapped"]


@pytest.mark.parametrize("identity", [pytest.param(x, marks=[] if x in QUICK else [pytest.mark.slow]) for x in ENTRIES])
def test_a_mistake_of_the_bank_loses_a_visible_check(identity: str) -> None:
    language.use("en")
    sources, entries = bank()
    exercise = exercise_of(sources, entries[identity])
    trial = Trial(exercise.module, patched(sources, entries[identity]), (exercise.name,))
    [result] = grade_session(_session(ROOT / "solutions", trial), visible=True, language="en").exercises
    assert result.points < result.max_points and result.outcome != "passed"
