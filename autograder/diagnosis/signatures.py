"""The signatures of the misconceptions: what each one's wrong module answers to the programs of its exercise.

data/signatures/EXERCISE.json holds the facts by the misconception's id, data/misconceptions.json what is told; both are
written by `make exercises` and read only when an exercise failed.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import zip_longest
from typing import TypeVar

import msgspec

from autograder.course import DATA, Translated
from autograder.diagnosis.symptoms import Fact
from autograder.errors import KitError

SIGNATURES, TOLD = DATA / "signatures", "misconceptions.json"
RTOL, ATOL = 1e-6, 1e-9  # what facts may differ by, as gradients may

# The facts of each program; None is what depends on the order of a set, and fits everything.
Signature = tuple[tuple[Fact | None, ...] | None, ...]
T = TypeVar("T")


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What students read of a misconception: `tell` goes on after "a program that …"."""

    id: str
    exercise: str
    tell: Translated
    question: Translated


@cache
def known_signatures(exercise: str) -> Mapping[str, Signature]:
    """The signatures of one exercise by id, in the order of the bank. Raises KitError for a damaged file."""
    path = SIGNATURES / f"{exercise}.json"
    return _decoded(path.read_bytes(), dict[str, Signature], path.name) if path.is_file() else {}


@cache
def all_told() -> Mapping[str, Told]:
    """What is told of each misconception, by id. Raises KitError for a damaged file."""
    return {x.id: x for x in _decoded((DATA / TOLD).read_bytes(), list[Told], TOLD)}


def told(identity: str) -> Told:
    """What is told of one misconception. Raises KitError where there is nothing."""
    try:
        return all_told()[identity]
    except KeyError:
        raise KitError(f"{TOLD} has no {identity}: make exercises") from None


def matches(exercise: str, facts: Sequence[Sequence[Fact]]) -> tuple[str, ...]:
    """The ids of the misconceptions that answer the same; several are declared to be the same to an observer."""
    return tuple(name for name, signature in known_signatures(exercise).items() if fits(signature, facts))


def fits(signature: Signature, facts: Sequence[Sequence[Fact | None] | None]) -> bool:
    """Whether two are the same wherever both are certain."""
    return len(signature) == len(facts) and all(map(_alike, signature, facts))


def merged(signatures: Sequence[Signature]) -> Signature:
    """What is common to the answers of one program under several set orders."""
    return tuple(_common(programs) for programs in zip_longest(*signatures))


def _common(programs: tuple[tuple[Fact | None, ...] | None, ...]) -> tuple[Fact | None, ...] | None:
    if any(x is None or len(x) != len(programs[0] or ()) for x in programs):
        return None
    return tuple(facts[0] if all(_close(facts[0], x) for x in facts) else None for facts in zip(*programs, strict=True))


def _alike(one: Sequence[Fact | None] | None, other: Sequence[Fact | None] | None) -> bool:
    if one and other and one[0] == other[0] == "raised":  # where a text is withheld, the cause is not known
        return all(map(_close, one, other))
    return one is None or other is None or (len(one) == len(other) and all(map(_close, one, other)))


def _close(one: Fact | None, other: Fact | None) -> bool:
    if one is None or other is None:
        return True
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return abs(one - other) <= ATOL + RTOL * abs(one)


def _decoded(data: bytes, kind: type[T], file: str) -> T:
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.MsgspecError as error:
        raise KitError(f"{file}: {error}; write it with: make exercises") from None
