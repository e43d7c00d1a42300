"""The reference solution lent to a worker, so that an exercise can be graded whose engine is not right yet.

Only the instructor has it: it is read from the author's room beside this package, and never imported. What comes
back from such a worker is stripped of every text that students do not have anyway.
"""

import builtins
import re
from collections.abc import Iterable, Mapping, Set
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from autograder.sandbox.messages import Answer

REFERENCE = Path(__file__).resolve().parents[3] / "solutions"
LONGEST, PARTS = 60, 3  # characters and parts of a dotted name: `Layer.__call__`; more would be a sentence
DIMENSIONS, SIZE = 3, 9_999  # of a shape that is told
MESSAGE = 600  # characters
_NUMBER = re.compile(r"(?<![\w.])\d+\.?\d*(?:e[+-]?\d+)?(?![\w.]*\w)")
T = TypeVar("T")
CODES = {"nan", "inf", "-inf", "<module>"}


def reference(modules: Iterable[str]) -> Mapping[str, str] | None:
    """The reference's text of these modules, or None where one of them is not there."""
    try:
        return {name: (REFERENCE / f"{name}.py").read_text(encoding="utf-8") for name in modules}
    except OSError:
        return None


def public_words(skeletons: Iterable[str]) -> frozenset[str]:
    """The names that every student knows: those of Python, and those in what was handed out."""
    return frozenset(dir(builtins)).union(*(re.findall(r"\w+", text) for text in skeletons))


def withheld(answer: T | Answer, kind: type[T], public: Set[str]) -> T | Answer:
    """An answer of a worker that the reference was lent to, without texts: a submission could have put it there."""
    plain = without_texts(msgspec.to_builtins(answer), public)
    if isinstance(answer, Answer):
        return msgspec.convert(plain, Answer)
    return msgspec.convert(plain, kind)


def without_texts(answer: Any, public: Set[str]) -> Any:
    """An answer as plain data, with every text emptied that is no public name."""
    if isinstance(answer, str):
        parts = answer.split(".")
        named = len(answer) <= LONGEST and len(parts) <= PARTS and all(part in public for part in parts)
        return answer if named or answer in CODES else ""
    if isinstance(answer, dict):
        return {key: _of_field(key, value, public) for key, value in answer.items()}
    if isinstance(answer, (list, tuple)):
        return [without_texts(value, public) for value in answer]
    return answer


def _of_field(key: str, value: Any, public: Set[str]) -> Any:
    """A shape says little: readable bytes came out through dimensions that nobody bounded."""
    if key == "shape" and isinstance(value, (list, tuple)):
        return [min(size, SIZE) for size in value[:DIMENSIONS]]
    return without_texts(value, public)


def coarse(message: str) -> str:
    """A message about a module that could read the reference: short, and of no number more than three digits."""
    return _NUMBER.sub(lambda found: f"{float(found[0]):.3g}", message)[:MESSAGE]
