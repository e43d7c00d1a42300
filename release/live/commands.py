"""The command `live`: the teacher's page of what students share from `watch`."""

import argparse
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import UsageError
from autograder.language import LANGUAGES, bound

if TYPE_CHECKING:
    from release.live.server import Live

PORT = 8765
NOWHERE = (
    "192.0.2.1",
    9,
)  # an address that is nobody's: asked for the way to it, the system names our own; nothing is sent
CONNECTIONS = 600


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", _course: Path) -> None:
    """Add it to the parser of `python -m release`."""
    parser: argparse.ArgumentParser = commands.add_parser("live", help="a page of who is stuck where, while they work")
    parser.add_argument(
        "--host", default="", metavar="ADDRESS", help="the one to listen on; default: this machine's own"
    )
    parser.add_argument("--port", type=int, default=PORT, metavar="N", help="default: %(default)s; 0 for any")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="keep what comes in there; default: nothing is kept"
    )
    parser.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0], help="of the page; default: %(default)s")
    parser.set_defaults(run=_live)


def _live(options: argparse.Namespace) -> int:
    import uvicorn

    live = _made(options)
    listening = _listening(options.host or own_address(), options.port)
    host, port = listening.getsockname()[:2]
    live.share = f"make watch SHARE=http://{host}:{port}/{live.theirs}"
    print(f"students: {live.share}\nyour page: http://{host}:{port}/{live.ours}/\nCtrl-C ends it", flush=True)
    config = uvicorn.Config(
        live.app(),
        log_level="critical",
        access_log=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=1,  # a page that listens would be waited for
        http="h11",
        loop="asyncio",
        ws="none",
        lifespan="off",
    )
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        print(file=sys.stderr)
    return 0


def _made(options: argparse.Namespace) -> "Live":
    from autograder.course import load_course
    from autograder.diagnosis.signatures import all_told
    from release.live.room import Room
    from release.live.server import Live

    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    told = {name: (bound(x.tell[options.lang]), bound(x.question[options.lang])) for name, x in all_told().items()}
    return Live(Room(load_course(), options.lang, told), keep=options.keep)


def _listening(host: str, port: int) -> socket.socket:
    """Raises UsageError where another program has it, or where the address is another machine's."""
    try:
        return socket.create_server((host, port))
    except (OSError, OverflowError) as error:
        raise UsageError(f"nothing can listen on {host}:{port}: {error}; give another --host or --port") from None


def own_address() -> str:
    """This machine's address in its network, 127.0.0.1 where there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(NOWHERE)
            return str(asking.getsockname()[0])
        except OSError:
            return "127.0.0.1"
