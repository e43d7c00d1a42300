"""What an exception's text says, as data: Python words the same fault alike for all who make it.

A cause is a kind and a few words: types, or the name of an attribute, a function or a variable.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from autograder.sandbox.messages import Raised


class Cause(NamedTuple):
    """`kind` is a key of PATTERNS, "recursion", or "" where the text is none of Python's own.

    `words` are types and attributes, `named` what a student chose (a variable, a function) and shapes.
    """

    kind: str
    words: tuple[str, ...] = ()
    named: Mapping[str, str] = {}


PATTERNS = {
    "compared": r"'(?P<op>[<>=!]+)' not supported between instances of '(\w+)' and '(\w+)'",
    "operands": r"unsupported operand type\(s\) for (?P<op>\S+)(?: or pow\(\))?: '([\w.]+)' and '([\w.]+)'",
    "attribute": r"'([\w.]+)' object has no attribute '(\w+)'",
    "iterated": r"(?:cannot unpack non-iterable |')([\w.]+)'? object(?: is not iterable|$)",
    "called": r"'([\w.]+)' object is not callable",
    "subscripted": r"'([\w.]+)' object (?:is not subscriptable|does not support item assignment)",
    "sequence": r"can't multiply sequence by non-int of type '(\w+)'",
    "no_number": r"(?:float\(\) argument must be .* not|must be real number, not) '?(\w+)'?",
    "missing": r"(?P<function>[\w.<>]+)\(\) missing \d+ required positional arguments?: '(?P<argument>\w+)'",
    "too_many": r"(?P<function>[\w.<>]+)\(\) takes .* positional arguments? but",
    "unknown": r"name '(?P<name>\w+)' is not defined",
    "unbound": r"(?:cannot access )?local variable '(?P<name>\w+)' (?:where it is not|referenced before)",
    "hidden": r"cannot access free variable '(?P<name>\w+)'",
    "core": r"mismatch in its core dimension .* \(size (?P<right>\d+) is different from (?P<left>\d+)\)",
    "uneven": r"zip\(\) argument \d is (?:longer|shorter) than argument",
    "beyond": r"(?:list|tuple)(?: assignment)? index out of range",
    "no_array": r"matmul: Input operand \d does not have enough dimensions",
    "broadcast": r"could not be broadcast together with shapes (?P<one>\([\d,]*\)) (?P<other>\([\d,]*\))",
}
COMPILED = {kind: re.compile(pattern) for kind, pattern in PATTERNS.items()}


def cause_of(raised: Raised) -> Cause:
    """Which of Python's own words an exception's text is."""
    if raised.type == "RecursionError":
        return Cause("recursion")
    for kind, pattern in COMPILED.items():
        if found := pattern.search(raised.message):
            chosen = pattern.groupindex.values()
            words = [word for i, word in enumerate(found.groups(), start=1) if i not in chosen]
            return Cause(kind, tuple(words), found.groupdict())
    return Cause("")
