"""What each rung stops, tried one by one; run with -s to print the rows of docs/isolation.md."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.sandbox import RUNGS, Sandbox
from autograder.sandbox.messages import Loaded
from tests.submissions import ROOT
from tests.test_orphans import adopted, below

__all__ = ["adopted"]  # a fixture

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the rungs are Linux's")
LIMIT = 10.0  # seconds
# Each is run in a folder `place`, in which `theirs` is a file with "theirs" in it; `port` listens, `pid` is a process.
ATTEMPTS = {
    "reading a file": "open(place + '/theirs').read()",
    "an empty file": "open(place + '/empty', 'w').close()",
    "a file with something in it": "file = open(place + '/full', 'w'); file.write('x'); file.flush()",
    "writing through mapped memory": (
        "import mmap; file = open(place + '/theirs', 'r+b'); memory = mmap.mmap(file.fileno(), 0); memory[0] = 88"
    ),
    "emptying a file": "import os; os.truncate(place + '/theirs', 0)",
    "deleting a file": "import os; os.remove(place + '/theirs')",
    "renaming a file": "import os; os.rename(place + '/theirs', place + '/renamed')",
    "changing the rights of a file": "import os; os.chmod(place + '/theirs', 0o777)",
    "a symbolic link": "import os; os.symlink('/', place + '/link')",
    "a hard link": "import os; os.link(place + '/theirs', place + '/hard')",
    "a folder": "import os; os.mkdir(place + '/folder')",
    "a named pipe": "import os; os.mkfifo(place + '/pipe')",
    "a connection": "import socket; socket.create_connection(('127.0.0.1', port), 1)",
    "an abstract socket": "import socket; socket.socket(socket.AF_UNIX).bind('\\0kit-rungs')",
    "a signal to another process": "import os; os.kill(pid, 0)",
    "the memory of the grader": "import os; open(f'/proc/{os.getppid()}/mem', 'rb')",
    "a process": "import os; os.fork() or os._exit(0)",
    "a daemon": "import os, time; time.sleep(0.3) if os.fork() else (os.setsid(), time.sleep(600))",
    "a thread": "import _thread; _thread.start_new_thread(print, ())",
    "2 GiB of memory": "memory = bytearray(2 << 30)",
    "200 descriptors": "import os; [os.dup(0) for _ in range(200)]",
}

LEFT = "a daemon that outlives its worker"


@pytest.fixture
def surroundings() -> Iterator[dict[str, object]]:
    """A port that listens and a process that waits."""
    with socket.create_server(("127.0.0.1", 0)) as server, subprocess.Popen(["sleep", "600"]) as other:
        yield {"port": server.getsockname()[1], "pid": other.pid}
        other.kill()


def succeeds(rung: str, attempt: str, known: dict[str, object]) -> bool:
    """Whether what is tried at the import of a module comes to no exception, nor to its end."""
    head = "\n".join(f"{name} = {value!r}" for name, value in known.items())
    text = f"{head}\ntry:\n    {attempt}\nexcept BaseException:\n    pass\nelse:\n    def done(): pass\n"
    worker = Sandbox(rung).start()
    sources = {"by_hand": {"text": text}}
    try:
        worker.send("load", LIMIT, module="by_hand", sources=sources, symbols=["done"], site=None)
        loaded = worker.receive(Loaded, LIMIT)
        assert isinstance(loaded, Loaded)
        return loaded.places["done"] is not None
    finally:
        worker.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="the table is root's; an ordinary user can do less")
def test_what_each_rung_lets_happen_is_what_the_table_says(
    tmp_path: Path, surroundings: dict[str, object], adopted: None
) -> None:
    table: dict[str, list[str]] = {what: [] for what in (*ATTEMPTS, LEFT)}
    for rung in RUNGS:
        others = below(os.getpid()).keys()
        for number, (what, attempt) in enumerate(ATTEMPTS.items()):
            place = tmp_path / f"{number}-{rung}"
            place.mkdir()
            (place / "theirs").write_text("theirs")
            table[what].append("yes" if succeeds(rung, attempt, {"place": str(place), **surroundings}) else "")
        time.sleep(0.5)
        left = [pid for pid, kind in below(os.getpid()).items() if pid not in others and kind != "zygote"]
        table[LEFT].append("yes" if left else "")
        for pid in left:
            os.kill(pid, signal.SIGKILL)
    lines = [f"| {what} | {' | '.join(cells)} |" for what, cells in table.items()]
    print("\n".join(["", f"| tried by a worker of root's | {' | '.join(RUNGS)} |", "|---|---|---|---|", *lines]))
    page = (ROOT / "docs" / "isolation.md").read_text("utf-8")
    assert [line for line in lines if line not in page] == []
