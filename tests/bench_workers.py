"""How fast a worker answers on each rung, beside the floors: a bare fork, and a bare start of the interpreter."""

import statistics
import subprocess
from collections.abc import Callable
from time import perf_counter

from autograder.judging.session import open_session
from autograder.judging.wires import wire_of
from autograder.programs.enumerate import enumerate_programs
from autograder.sandbox import RUNGS, Sandbox
from autograder.sandbox.messages import Loaded, Replay
from autograder.sandbox.rungs.process import environment, interpreter
from autograder.truth.central_differences import fair_cases
from tests.submissions import ROOT, reference

STARTS, BATCHES = 40, 100
PROGRAMS = 60
LIMIT = 10.0  # seconds
BARE_FORK = """
import os, time
def fork():
    began = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return time.perf_counter() - began
print(sorted(fork() for _ in range(200))[100])
"""


def bare_fork() -> float:
    """Seconds of fork, exit and wait in an interpreter with nothing in it."""
    done = subprocess.run([interpreter(), "-I", "-S", "-c", BARE_FORK], capture_output=True, check=True)
    return float(done.stdout)


def bare_start() -> float:
    """Seconds from starting the interpreter to its end, with nothing to do."""
    return _median(lambda: subprocess.run([interpreter(), "-I", "-S", "-c", ""], env=environment(), check=True), STARTS)


def first_answer(sandbox: Sandbox) -> float:
    """Seconds from asking for a worker to its first answer, the reference module loaded."""
    fields = {"module": "value", "sources": {"value": {"text": reference("value")}}, "symbols": [], "site": None}

    def first() -> None:
        worker = sandbox.start()
        workers.append(worker)
        worker.send("load", LIMIT, **fields)
        assert isinstance(worker.receive(Loaded, LIMIT), Loaded)

    workers: list = []
    try:
        first()  # the zygote is warm from here on
        return _median(first, STARTS)
    finally:
        for worker in workers:
            worker.close()


def batch(sandbox: Sandbox) -> float:
    """Seconds from sending 60 small programs to the last of their gradients."""
    session = open_session(ROOT / "solutions", exercises=["add"], sandbox=sandbox)
    check = session.check("add")
    wires = [
        wire_of(check.exercise, "gradients", case)
        for case in fair_cases(enumerate_programs("+", operations=3))[:PROGRAMS]
    ]
    assert len(wires) == PROGRAMS

    def ask() -> None:
        assert len(check.respondent.ask(check.exercise, "gradients", list[Replay], cases=wires)) == PROGRAMS

    try:
        ask()
        return _median(ask, BATCHES)
    finally:
        session.workers.close()


def _median(function: Callable[[], object], times: int) -> float:
    seconds = []
    for _ in range(times):
        began = perf_counter()
        function()
        seconds.append(perf_counter() - began)
    return statistics.median(seconds)


def report() -> None:
    """Print a line for each rung that the machine offers, and the floors."""
    print(f"workers (median of {STARTS} starts, {BATCHES} batches; milliseconds)")
    for rung in RUNGS:
        sandbox = Sandbox(rung)
        if sandbox.rung == rung:
            first, programs = first_answer(sandbox) * 1e3, batch(sandbox) * 1e3
            print(f"  {rung:<9} first answer {first:6.2f}   {PROGRAMS} small programs {programs:5.2f}")
    print(f"  floors    a bare fork  {bare_fork() * 1e3:6.2f}   a bare python -I -S start {bare_start() * 1e3:.2f}")


if __name__ == "__main__":
    report()
