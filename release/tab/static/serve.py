"""Hand this folder out to a room: `python serve.py`, or `python serve.py 8080`; it prints the address to open.

What `python -m http.server` does, for many at a time: that one keeps five connections waiting and drops the others,
which come back after seconds; a browser opens six for itself.
"""

import socket
import sys
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Files(SimpleHTTPRequestHandler):
    """A connection serves one file after the other, and nobody reads a line for each."""

    protocol_version = "HTTP/1.1"
    timeout = 60  # seconds without a request

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


class Room(ThreadingHTTPServer):
    """A server before which many wait."""

    request_queue_size = 1024
    daemon_threads = True


def address() -> str:
    """This machine's in its network, or its own."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))  # nothing is sent: which way it would go
            return str(asked.getsockname()[0])
        except OSError:
            return "127.0.0.1"


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    with Room(("", port), partial(Files, directory=str(Path(__file__).parent))) as room:
        print(f"http://{address()}:{port}/", flush=True)
        with suppress(KeyboardInterrupt):
            room.serve_forever()
