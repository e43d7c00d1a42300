"""A class graded by Dask's workers: the same results as here, whoever is killed; what kills alone is lost."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from autograder.course import load_course
from autograder.errors import KitError, UsageError
from release.cohort import cluster
from release.cohort.cluster import Sent, on_cluster
from release.cohort.grading import Item, Rules
from release.cohort.results import FILE, Result, open_results
from release.cohort.run import grade_class
from release.instructor.people.students import Roster
from tests.submissions import ROOT, reference, skeleton, write
from tests.test_class import without_times

RULES = Rules(load_course().assignment, Path("unused"))
KILLER = "deadly"
pytestmark = pytest.mark.slow


@contextmanager
def started(*command: str, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
    """One of Dask's processes, ended afterwards with all that it started."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    with subprocess.Popen(
        [sys.executable, "-m", "dask", *command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with two_workers(tmp_path_factory.mktemp("dask")) as address:
        yield address


@contextmanager
def two_workers(folder: Path) -> Iterator[str]:
    """The address of a scheduler with two workers on this machine, each with a nanny."""
    from distributed import Client

    file = folder / "scheduler.json"
    with ExitStack() as stack:
        at = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
        stack.enter_context(started("scheduler", *at, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="1"))
        work = ("--nthreads", "1", "--nworkers", "2", "--no-dashboard", "--local-directory", str(folder))
        end = time.monotonic() + 60
        while not file.is_file():
            assert time.monotonic() < end
            time.sleep(0.05)
        stack.enter_context(started("worker", "--scheduler-file", str(file), *work))
        with Client(scheduler_file=str(file), set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
            address = str(client.scheduler.address)
        yield address


def kill_a_worker(address: str) -> None:
    """The process of one of them; its nanny will have another one."""
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)


def graded(source: Path, out: Path, scheduler: str = "", *, kill: bool = False) -> list[Result]:
    """What became of each; with `kill` a worker is killed once the first one is graded."""
    rules, found = Rules(load_course().assignment, out / ".verdicts"), list[Result]()
    with open_results(out) as results:
        for one in grade_class(source, results, rules, roster=Roster(), jobs=1, scheduler=scheduler):
            found.append(one.result)
            if kill and one.result.report:
                kill_a_worker(scheduler)
                kill = False
    assert not kill
    return found


def test_the_results_are_those_of_this_machine_even_if_a_worker_is_killed(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CHUNK", 1)
    given = {x.name: skeleton(x.name) for x in load_course().modules}
    for student, module in (("ada", "linear"), ("bob", "by_hand"), ("cleo", "relu")):
        write(tmp_path / "source" / student, given | {module: reference(module)})
    (tmp_path / "source" / "zoe").mkdir()
    (tmp_path / "source" / "zoe" / "essay.pdf").write_bytes(b"%PDF")
    graded(tmp_path / "source", tmp_path / "here")
    found = graded(tmp_path / "source", tmp_path / "there", scheduler, kill=True)
    assert [x.fault for x in found] == [""] * 4 and [x.student for x in found if x.refused] == ["zoe"]
    content = [(tmp_path / out / FILE).read_bytes() for out in ("here", "there")]
    assert without_times(content[0]) == without_times(content[1])


def deadly(rules: Rules, chunk: Sequence[Sent], kit: str) -> list[Result]:
    """Kills its worker over one of the submissions."""
    if any(x.item.student == KILLER for x in chunk):
        os.kill(os.getpid(), signal.SIGKILL)
    return [Result(x.item.student, x.item.shown, x.item.stamp) for x in chunk]


def test_a_submission_that_kills_its_workers_is_listed_and_the_others_are_graded(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "grade_chunk", deadly)
    (tmp_path / "lab.ipynb").write_bytes(b"{}")
    names = [*(f"student-{n}" for n in range(5)), KILLER, *(f"student-{n}" for n in range(5, 9))]
    items = [Item(x, x, "s", (tmp_path / "lab.ipynb",)) for x in names]
    found = list(on_cluster(RULES, items, address=scheduler))
    assert [x.student for x in found] == names
    assert [x.student for x in found if x.fault] == [KILLER]


def test_a_worker_with_another_kit_and_a_scheduler_that_is_not_there_are_said(
    scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "kit_version", lambda: "another")
    with pytest.raises(KitError, match="another kit"):
        list(on_cluster(RULES, [], address=scheduler))
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    with pytest.raises(UsageError, match="no scheduler answers"):
        list(on_cluster(RULES, [], address="tcp://127.0.0.1:9"))
