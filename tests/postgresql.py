"""A real PostgreSQL server with an empty database, for as long as a test needs it."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

DATABASE = "postgresql+psycopg2://autograd:password@localhost:5432/autograd"  # as the guide writes it
USER = "postgres"  # the server refuses to run as root


@contextmanager
def database() -> Iterator[str]:
    """Its address. The data are apart from pytest's folders, which only their owner may enter."""
    initdb, pg_ctl = _tool("initdb"), _tool("pg_ctl")
    with tempfile.TemporaryDirectory(prefix="postgresql-", ignore_cleanup_errors=True) as name:
        folder, port = Path(name), _free_port()
        data = folder / "data"
        (folder / "password").write_text("password")
        (folder / "password").chmod(0o644)
        if os.getuid() == 0:
            shutil.chown(folder, USER)
        _run(initdb, "-D", data, "-U", "autograd", "-A", "scram-sha-256", "--pwfile", folder / "password")
        options = f"-p {port} -c listen_addresses=localhost -c unix_socket_directories={folder} -c fsync=off"
        _run(pg_ctl, "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        try:
            address = DATABASE.replace("5432", str(port))
            _create(address)
            yield address
        finally:
            _run(pg_ctl, "-D", data, "-m", "immediate", "stop")


def _create(address: str) -> None:
    from sqlalchemy import create_engine, text

    engine = create_engine(f"{address.rpartition('/')[0]}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE autograd"))
    engine.dispose()


def _tool(name: str) -> str:
    found = shutil.which(name) or next(map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), "")
    if not found:
        assert "CI" not in os.environ, f"{name} is not installed: apt install postgresql"
        pytest.skip("PostgreSQL is not installed")
    return found


def _run(*command: str | Path) -> None:
    user = USER if os.getuid() == 0 else None
    groups = [] if user else None
    subprocess.run(
        list(map(str, command)),
        user=user,
        group=user,
        extra_groups=groups,
        cwd="/",
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
