"""A small server, bound to one address: reports come in by one key, the teacher's page goes out by another.

Starlette on uvicorn: h11, the parser, and anyio were here before, so that three packages of plain Python are all that
came with them; aiohttp would have brought seven, five of them compiled. Events go one way: a stream of
server-sent events needs nothing on either side.
"""

import asyncio
import hmac
import secrets
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from time import time

import msgspec
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from autograder.morning.watching.sharing import Shared
from release.live.page import live_page, policy, room_part
from release.live.room import Refused, Room

LARGEST = 64 << 10  # bytes of a message; one exercise takes about two thousand
SLOWEST = 5.0  # seconds that a message may take to come in
EVERY = 0.5  # seconds between two events
ANYWAY = 15.0  # seconds: time goes on, and a connection that is gone is found out
PAGES = 20  # that listen at once
KEPT = "live.jsonl"


@dataclass
class Live:
    """The room, its two keys, and who listens. `keep` is where what comes in is written, if anywhere."""

    room: Room
    share: str = ""  # what students type
    keep: Path | None = None
    theirs: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    ours: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    listening: int = 0
    _drawn: tuple[float, int, bytes] = (0.0, -1, b"")

    def app(self) -> Starlette:
        """The server's application."""
        return Starlette(
            routes=[
                Route("/{key}/report", self._report, methods=["POST"]),
                Route("/{key}/events", self._events),
                Route("/{key}/", self._page),
            ]
        )

    async def _report(self, request: Request) -> Response:
        if not hmac.compare_digest(request.path_params["key"].encode(), self.theirs.encode()):
            return Response(status_code=404)
        try:
            body = await asyncio.wait_for(_body(request), SLOWEST)
            shared = self.room.take(body)
        except Refused as refused:
            return Response(status_code=refused.status)
        except (TimeoutError, ClientDisconnect):
            return Response(status_code=408)
        if self.keep:
            _write(self.keep, shared)
        return Response(status_code=204)

    def _is_ours(self, request: Request) -> bool:
        return hmac.compare_digest(request.path_params["key"].encode(), self.ours.encode())

    async def _page(self, request: Request) -> Response:
        if not self._is_ours(request):
            return Response(status_code=404)
        page = live_page(self.room, self.share)
        return Response(page, media_type="text/html; charset=utf-8", headers=_headers())

    async def _events(self, request: Request) -> Response:
        if not self._is_ours(request):
            return Response(status_code=404)
        if self.listening >= PAGES:
            return Response(status_code=503)
        return StreamingResponse(self._changes(), media_type="text/event-stream", headers=_headers())

    async def _changes(self) -> AsyncIterator[bytes]:
        """The room each time that it has changed, at most every half second."""
        self.listening += 1
        try:
            version, waited = -1, 0.0
            while True:
                if self.room.version != version or waited >= ANYWAY:
                    version, waited = self.room.version, 0.0
                    yield self._event()
                await asyncio.sleep(EVERY)
                waited += EVERY
        finally:
            self.listening -= 1

    def _event(self) -> bytes:
        """What is sent to everybody who listens, drawn once."""
        now, (at, version, event) = time(), self._drawn
        if version != self.room.version or now - at >= ANYWAY:
            event = b"data: " + msgspec.json.encode(room_part(self.room)) + b"\n\n"
            self._drawn = now, self.room.version, event
        return event


async def _body(request: Request) -> bytes:
    """What was sent. Raises Refused before it is too much."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise Refused(413)
    return bytes(body)


def _headers() -> dict[str, str]:
    return {
        "Content-Security-Policy": policy(),
        "Referrer-Policy": "no-referrer",  # the key stands in the address
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }


def _write(folder: Path, shared: Shared) -> None:
    """Add it to what is kept; where there is no room for it the room goes on."""
    line = msgspec.json.encode({"at": round(time(), 1), "name": shared.name, "report": shared.report})
    try:
        with (folder / KEPT).open("ab") as file:
            file.write(line + b"\n")
    except OSError as error:
        print(f"{folder / KEPT}: {error.strerror}", file=sys.stderr)
