"""Truths that a build computed, for a judge that has nothing to compute them with: a page in a browser.

Elsewhere nothing is looked up and nothing is kept. A truth is found by what was asked, written out: program, point,
numbers. One that is not there is a KitError, or computed where there is numpy; and none was there to be found where its
function raised one.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from hashlib import sha256
from typing import Any, ParamSpec, TypeVar

from autograder.errors import KitError

P = ParamSpec("P")
T = TypeVar("T")
Rows = Mapping[str, Any]

_found: Rows | None = None  # what is answered from, where there is such a thing
_computing = False  # whether what is not among them is computed
_kept: dict[str, Any] | None = None  # what is being recorded, if it is


def look_up(rows: Rows, *, computing: bool = False) -> None:
    """Answer from these rows from now on; compute no truth, or with `computing` only what is not among them."""
    global _found, _computing
    _found, _computing = rows, computing


@contextmanager
def recording() -> Iterator[dict[str, Any]]:
    """Keep every truth that is asked for meanwhile, as plain data."""
    global _kept
    before, _kept = _kept, {}
    try:
        yield _kept
    finally:
        _kept = before


def known(pack: Callable[[T], Any], unpack: Callable[..., T]) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A function whose results can be data: `pack` makes them plain, `unpack` takes that and the arguments."""

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def answered(*args: P.args, **kwargs: P.kwargs) -> T:
            if _found is None and _kept is None:
                return function(*args, **kwargs)
            key = f"{function.__name__}:{sha256(repr((args, sorted(kwargs.items()))).encode()).hexdigest()[:16]}"
            if _found is None:
                return _record(key, lambda: function(*args, **kwargs), pack)
            if key not in _found and _computing:
                return function(*args, **kwargs)
            if key not in _found:
                raise KitError(f"{function.__name__} is not among the truths of this page: {args}"[:400])
            if _found[key] is None:
                raise KitError("the gradient is not certain there")
            return unpack(_found[key], *args, **kwargs)

        return answered

    return decorate


def _record(key: str, compute: Callable[[], T], pack: Callable[[T], Any]) -> T:
    """Compute and keep a truth; those that it is made from are not kept."""
    global _kept
    kept, _kept = _kept, None
    assert kept is not None
    try:
        kept[key] = None
        result = compute()
        kept[key] = pack(result)
        return result
    finally:
        _kept = kept
