"""Verdicts in parallel, before nbgrader asks for them: it finds them kept, and only writes.

A verdict is kept under the hash of what is graded, so what was judged before costs no worker, and a run that was
interrupted goes on where it stopped.
"""

import multiprocessing
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path

from autograder import language as languages
from autograder.course import load_course
from autograder.errors import KitError
from autograder.isolation import demand
from autograder.report import Report
from autograder.sandbox import open_sandbox
from release.nbgrader_plugin.preprocessors import read_release, read_submitted
from release.nbgrader_plugin.rebuild import rebuild
from release.nbgrader_plugin.verdicts import WISH, Task, kept_verdict, task_for, verdict


def task_of(submitted: Path, released: Path, kept: Path) -> Task:
    """What there is to judge in a submitted notebook. Raises UsageError when it is none, KitError when ours is not."""
    course = load_course()
    languages.use("en")
    rebuilt = rebuild(read_release(released), read_submitted(submitted), course, path=submitted.name)
    task = task_for(rebuilt, course, name=submitted.name, folder=kept)
    languages.use("en")
    return task


def judged(tasks: Mapping[str, Task], *, jobs: int = 0, unsafe: bool = False) -> Iterator[tuple[str, KitError | None]]:
    """Each name, in order, as soon as its verdict is kept, or with the reason why there is none.

    `jobs` processes work ahead, one for each processor where it is 0. Raises UsageError, before anything is
    judged, where others' work cannot be confined.
    """
    missing = {name: task for name, task in tasks.items() if kept_verdict(task) is None}
    if missing:
        demand(open_sandbox(), unsafe=unsafe, wish=WISH)
    pool = _pool(max(1, min(len(missing), jobs or os.cpu_count() or 1)))
    try:
        futures = {name: pool.submit(verdict, task, unsafe=unsafe) for name, task in missing.items()}
        for name in tasks:
            yield name, _fault(futures[name], partial(verdict, tasks[name], unsafe=unsafe)) if name in futures else None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _pool(processes: int) -> ProcessPoolExecutor:
    """Processes that share nothing with this one; none is started before there is something to judge."""
    return ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"))


def _fault(future: Future[Report], again: partial[Report]) -> KitError | None:
    """Why there is no verdict. Where a judge has died, which ends the pool, each one left has another of its own."""
    try:
        try:
            future.result()
        except BrokenProcessPool:
            with _pool(1) as pool:
                pool.submit(again).result()
    except KitError as error:
        return error
    except BrokenProcessPool:
        return KitError("the process that judged it has ended before it had a verdict")
    except Exception as error:
        return KitError(f"{type(error).__name__}: {error}")
    return None
