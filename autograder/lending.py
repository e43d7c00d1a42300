"""The reference solution lent to a worker, so that an exercise can be graded whose engine is not right yet.

Only the instructor has it: it is read from the author's room beside this package, and never imported. What comes
back from such a worker is stripped of every text that students do not have anyway.
"""

import builtins
import re
from collections.abc import Iterable, Mapping, Set
from pathlib import Path
from typing import Any

REFERENCE = Path(__file__).resolve().parent.parent / "solutions"
LONGEST, PARTS = 60, 3  # characters and parts of a dotted name: `Layer.__call__`; more would be a sentence
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


def without_texts(answer: Any, public: Set[str]) -> Any:
    """An answer as plain data, with every text emptied that is no public name."""
    if isinstance(answer, str):
        parts = answer.split(".")
        named = len(answer) <= LONGEST and len(parts) <= PARTS and all(part in public for part in parts)
        return answer if named or answer in CODES else ""
    if isinstance(answer, dict):
        return {key: without_texts(value, public) for key, value in answer.items()}
    if isinstance(answer, (list, tuple)):
        return [without_texts(value, public) for value in answer]
    return answer
