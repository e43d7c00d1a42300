"""Which exercises earned everything, for those that stand on them."""

from collections.abc import Callable, Iterable

from autograder.claims import Claim, claims_of
from autograder.report import CheckResult


class Standing:
    """Which exercises earned everything. A check that has not run yet is run when its outcome is needed."""

    def __init__(self, known: Iterable[str], run: Callable[[Claim], CheckResult]) -> None:
        self._known, self._run = frozenset(known), run
        self._passed: dict[tuple[str, str], bool] = {}

    def record(self, exercise: str, claim: str, *, passed: bool) -> None:
        """Keep the outcome of a check that ran; `claim` is its untranslated text."""
        self._passed[exercise, claim] = passed

    def first_missing(self, exercises: Iterable[str]) -> str | None:
        """The first of these exercises that did not earn everything, or None."""
        return next((name for name in exercises if not self._complete(name)), None)

    def _complete(self, exercise: str) -> bool:
        return exercise in self._known and all(map(self._holds, claims_of([exercise])))

    def _holds(self, claim: Claim) -> bool:
        if not claim.weight:
            return True
        key = (claim.exercise, claim.text)
        if key not in self._passed:
            self._passed[key] = self._run(claim).outcome == "passed"
        return self._passed[key]
