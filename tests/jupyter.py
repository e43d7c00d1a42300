"""A real Jupyter server with nbgrader's extensions, started in a folder as an instructor starts it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

PATIENCE = 90
OPTIONS = ("--no-browser", "--allow-root", "--IdentityProvider.token=", "--ServerApp.password=")


@contextmanager
def jupyter_server(
    folder: Path, home: Path, python: Path = Path(sys.executable), *, options: Sequence[str] = ()
) -> Iterator[str]:
    """Its address, while it runs in `folder`; what it keeps for itself goes below `home`."""
    port = _free_port()
    command = [str(python), "-m", "jupyterlab", *OPTIONS, *options, f"--port={port}", "--ServerApp.port_retries=0"]
    with (home / "jupyter.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, env=environment(home), stdout=log, stderr=log)
        try:
            yield _answering(f"http://localhost:{port}", server, home / "jupyter.log")
        finally:
            server.terminate()
            server.wait()


def environment(home: Path) -> dict[str, str]:
    """The environment of somebody else, who has this folder as home."""
    ours = {"HOME": str(home), "JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_DATA_DIR": str(home / "data")}
    ours |= {"JUPYTER_RUNTIME_DIR": str(home / "runtime"), "IPYTHONDIR": str(home / "ipython")}
    return {**os.environ, **ours, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _answering(address: str, server: subprocess.Popen[bytes], log: Path) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(f"{address}/api"):
                return address
        except URLError:
            time.sleep(0.1)
    raise AssertionError(f"Jupyter does not answer:\n{log.read_text(encoding='utf-8')}")
