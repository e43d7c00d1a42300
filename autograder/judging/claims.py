"""Graders without pytest: each is a claim, and a plain function of `check`.

The cohort lane, the contract and the build read them here; pytest collects the same functions.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

from autograder.errors import KitError
from autograder.judging.check import Check, Recorder
from autograder.judging.questions import Question
from autograder.judging.shortfalls import Shortfall, unwritten
from autograder.language import LANGUAGES, in_language, in_use, printable
from autograder.report import CheckResult


@dataclass(frozen=True)
class Claim:
    """One grader: `texts` is what it claims, by language, `weight` its share of the exercise's points."""

    exercise: str
    weight: float
    visible: bool
    texts: Mapping[str, str]
    function: Callable[[Check], None]

    @property
    def text(self) -> str:
        """What the student reads, in the language in use."""
        return self.texts[in_use()]


@cache
def claims() -> tuple[Claim, ...]:
    """All graders that are here, visible ones first, in the order in which they are written."""
    return tuple(claim for folder in ("visible", "hidden") for claim in _in_package(folder))


def claims_of(exercises: Sequence[str], *, visible: bool = False) -> list[Claim]:
    """The graders of some exercises in their order, visible ones first, and advice (weight 0) last."""
    chosen = [claim for claim in claims() if claim.exercise in exercises and (claim.visible or not visible)]
    return sorted(chosen, key=lambda x: (exercises.index(x.exercise), not x.weight))


def judge(claim: Claim, check: Check) -> CheckResult:
    """The outcome of one grader. What is no Shortfall is the kit's fault and raises KitError."""
    try:
        _ask(claim, check)
    except Shortfall as shortfall:
        return check_result(claim, shortfall)
    except KitError:
        raise
    except Exception as error:
        raise KitError(f"{claim.function.__name__}: {type(error).__name__}: {error}") from error
    return check_result(claim, None)


_recorded: dict[tuple[object, ...], tuple[Question[Any], ...]] = {}


def _ask(claim: Claim, check: Check) -> None:
    """Put the claim's questions to the submission. Of every submission it asks the same: they are recorded once.

    Raises a Shortfall; that of a claim which asks nothing too, for it holds of nobody.
    """
    exercise = check.exercise
    key = claim.function, exercise.name, exercise.module, exercise.symbol, exercise.operation
    if known := _recorded.get(key):
        for question in known:
            question.put(check.respondent)
        return
    recorder = Recorder(exercise, check.respondent)
    claim.function(recorder)
    if not recorder.questions:
        raise unwritten()
    _recorded[key] = tuple(recorder.questions)


def check_result(claim: Claim, shortfall: Shortfall | None) -> CheckResult:
    """A grader's outcome as the report keeps it."""
    text, visible, weight = claim.text, claim.visible, claim.weight
    if shortfall is None:
        return CheckResult(text, visible, "passed", weight=weight)
    where = printable(shortfall.where) if shortfall.where else None
    return CheckResult(
        text,
        visible,
        shortfall.outcome,
        printable(shortfall.message),
        where,
        weight=weight,
        graph=shortfall.graph,
        question=printable(shortfall.question),
        replay=shortfall.replay,
    )


def text_of(function: Callable[..., object], language: str) -> str:
    """What a grader claims in a language, on one line: those lines of its docstring."""
    return " ".join(in_language(function.__doc__ or function.__name__, language).split())


def _in_package(folder: str) -> Iterator[Claim]:
    try:
        package = importlib.import_module(f"autograder.graders.{folder}")
    except ModuleNotFoundError:  # a student's kit has no hidden graders
        return
    for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda x: x.name):
        if found.name.startswith("test_"):
            yield from _in_module(importlib.import_module(f"{package.__name__}.{found.name}"), folder == "visible")


def _in_module(module: ModuleType, visible: bool) -> Iterator[Claim]:
    for name, function in vars(module).items():
        if name.startswith("test_") and (claim := claim_of(function, visible=visible)):
            yield claim


def claim_of(function: Callable[[Check], None], *, visible: bool) -> Claim | None:
    """A grader as a claim; None where the function is not marked with an exercise."""
    for mark in getattr(function, "pytestmark", ()):
        if mark.name == "exercise" and mark.args:
            weight = float(mark.kwargs.get("weight", 1))
            texts = {language: text_of(function, language) for language in LANGUAGES}
            return Claim(mark.args[0], weight, visible, texts, function)
    return None
