"""Frames on two private pipes: four bytes of length, then JSON with a sequence number."""

import os
from typing import Any, TypeVar

import msgspec

from autograder.errors import KitError

LARGEST_REPLY = 4 << 20  # bytes; ten times what the longest right answer takes

T = TypeVar("T")


class ChannelClosed(Exception):
    """The other end is gone."""


class BadReply(Exception):
    """What came back is not an answer to the request."""


def write_frame(descriptor: int, body: bytes) -> None:
    """Raises ChannelClosed when nobody reads."""
    view = memoryview(len(body).to_bytes(4, "big") + body)
    try:
        while view:
            view = view[os.write(descriptor, view) :]
    except OSError as error:
        raise ChannelClosed from error


def read_frame(descriptor: int) -> bytes:
    """Raises ChannelClosed at the end, BadReply for a frame that is too large."""
    size = int.from_bytes(_read_exactly(descriptor, 4), "big")
    if size > LARGEST_REPLY:
        raise BadReply(f"{size} bytes")
    return _read_exactly(descriptor, size)


def _read_exactly(descriptor: int, size: int) -> bytes:
    parts = []
    while size:
        try:
            part = os.read(descriptor, min(size, 1 << 20))
        except OSError as error:
            raise ChannelClosed from error
        if not part:
            raise ChannelClosed
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def encode(request: Any) -> bytes:
    """A request as JSON. Raises KitError for what JSON cannot hold: our own mistake."""
    try:
        return msgspec.json.encode(request)
    except (TypeError, ValueError) as error:
        raise KitError(f"a request cannot be sent: {error}") from error


def decode(frame: bytes, kind: type[T]) -> T:
    """A reply of the expected type. Raises BadReply for anything else."""
    try:
        return msgspec.json.decode(frame, type=kind)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise BadReply(str(error)[:200]) from error
