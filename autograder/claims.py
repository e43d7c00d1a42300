"""Graders without pytest: each is a claim, and a plain function of `check`.

The cohort lane, the contract and the build read them here; pytest collects the same functions.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from autograder.check import Check
from autograder.errors import KitError, Shortfall
from autograder.language import _
from autograder.printable import printable
from autograder.report import CheckResult


@dataclass(frozen=True)
class Claim:
    """One grader: `text` is its docstring, `weight` its share of the exercise's points."""

    exercise: str
    weight: float
    visible: bool
    text: str
    function: Callable[[Check], None]


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
        claim.function(check)
    except Shortfall as shortfall:
        return check_result(claim.text, claim.visible, claim.weight, shortfall)
    except KitError:
        raise
    except Exception as error:
        raise KitError(f"{claim.function.__name__}: {type(error).__name__}: {error}") from error
    return check_result(claim.text, claim.visible, claim.weight, None)


def check_result(text: str, visible: bool, weight: float, shortfall: Shortfall | None) -> CheckResult:
    """A grader's outcome as the report keeps it, its claim translated."""
    if shortfall is None:
        return CheckResult(_(text), visible, "passed", weight=weight)
    where = printable(shortfall.where) if shortfall.where else None
    told = printable(shortfall.message), where
    return CheckResult(_(text), visible, shortfall.outcome, *told, weight=weight, graph=shortfall.graph)


def text_of(function: Callable[..., object]) -> str:
    """A grader's docstring on one line: what the student reads, and the id under which it is translated."""
    return " ".join((function.__doc__ or function.__name__).split())


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
        marks = [mark for mark in getattr(function, "pytestmark", ()) if mark.name == "exercise"]
        if name.startswith("test_") and marks:
            weight = float(marks[0].kwargs.get("weight", 1))
            yield Claim(marks[0].args[0], weight, visible, text_of(function), function)
