"""Whichever process of `make autograde` is killed, nothing goes on without it: no judge, zygote, reader or worker."""

import contextlib
import ctypes
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import nbgrader_course as lab
from tests.submissions import ROOT

pytestmark = [
    pytest.mark.alone,  # a second is a second of a machine that does nothing else
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux" or not shutil.which("make"), reason="needs make, and /proc"),
]
TIMES = 20
KINDS = {"make", "sh", "reader", "zygote", "judge", "worker"}  # and whatever else is there
SET_CHILD_SUBREAPER = 36  # prctl
ALONE = 1.0  # seconds that a process may live without those that it works for
LATEST = 5.0  # seconds after its start that a run is attacked: by then, all kinds of its processes are there
SLOW = "import time\ntime.sleep(0.2)\n"  # a worker is found alive at random moments


@pytest.fixture
def adopted() -> Iterator[None]:
    """What loses its parent becomes a child of these tests, and ends with them."""
    others = below(os.getpid())
    ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, ctypes.c_ulong(1), 0, 0, 0)
    yield
    for pid in below(os.getpid()).keys() - others.keys():
        kill(pid)
    ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, ctypes.c_ulong(0), 0, 0, 0)


def families() -> dict[int, list[int]]:
    """The children of every living process, as they are at one look."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = stat.read_text(errors="replace").rpartition(")")[2].split()[:2]
            if state not in "ZX":
                children.setdefault(int(parent), []).append(int(stat.parent.name))
    return children


def below(pid: int, children: dict[int, list[int]] | None = None) -> dict[int, str]:
    """All living processes below one, each with what it is."""
    children = families() if children is None else children
    found, queue = {}, [pid]
    while queue:
        parent = queue.pop()
        for child in children.get(parent, ()):
            queue.append(child)
            with contextlib.suppress(OSError):
                found[child] = kind(Path(f"/proc/{child}/cmdline").read_bytes(), found.get(parent))
    return found


def kind(command: bytes, parent: str | None) -> str:
    """What a process of ours is; a worker is a fork of a zygote."""
    marks = {b"zygote.py": "zygote", b"submission.bounded": "reader", b"spawn_main": "judge", b"tracker": "tracker"}
    found = next((name for mark, name in marks.items() if mark in command), "")
    if found == "zygote" == parent:
        return "worker"
    return found or command.partition(b"\0")[0].rpartition(b"/")[2].decode(errors="replace")


def orphans(make: int, others: set[int]) -> dict[int, str]:
    """What lives on though nobody whom make has started waits for it."""
    children = families()  # one look: a worker that a zygote forks between two of them would be nobody's
    kept = {make, *below(make, children), *others}
    return {pid: what for pid, what in below(os.getpid(), children).items() if pid not in kept}


@contextlib.contextmanager
def running(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A command that is killed at the end."""
    run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield run
    finally:
        kill(run.pid)
        run.wait()


def kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def test_a_judge_ends_whose_parent_died_while_it_was_importing() -> None:
    code = """
import os, time
from autograder.surroundings import end_with_parent
parent = os.getpid()
if not os.fork():
    while os.getppid() == parent:
        time.sleep(0.01)
    print("left alone", flush=True)
    end_with_parent(parent)
    print("lives on", flush=True)
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=30, check=True)
    assert run.stdout == "left alone\n"


def test_no_process_outlives_those_that_it_works_for(root: Path, adopted: None) -> None:
    for number in range(2):
        notebook = lab.answered(root, {name: f"{text}\n{SLOW}" for name, text in lab.solutions().items()})
        lab.submit(root, f"student-{number}", json.dumps(notebook).encode())
    options = f"OPTIONS=--course {root} --force"
    # Nothing is installed: what make would do first is not asked here.
    command = ["make", "-s", "-o", ".venv/.dev", f"PYTHON_IN={sys.executable}", "autograde", options]
    others, chance, killed = set(below(os.getpid())), random.Random(7), Counter[str]()
    for _ in range(TIMES):
        shutil.rmtree(root / ".verdicts", ignore_errors=True)
        with running(command) as run:
            time.sleep(chance.uniform(0.1, LATEST))
            theirs = {run.pid: "make", **below(run.pid)}
            chosen = min(sorted(theirs), key=lambda pid: (killed[theirs[pid]], chance.random()))
            killed[theirs[chosen]] += 1
            kill(chosen)
            time.sleep(ALONE)
            assert not (left := orphans(run.pid, others)), f"after the death of {theirs[chosen]}: {left}"
        time.sleep(ALONE)  # what went on, because a judge or a worker is replaced, ends with make
        assert not (left := orphans(run.pid, others)), f"after the death of {theirs[chosen]}, and of make: {left}"
    print("killed:", ", ".join(f"{what} {times}" for what, times in killed.items()))
    assert set(killed) >= KINDS
