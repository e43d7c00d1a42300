"""Verdicts in parallel, before nbgrader asks for them: it finds them kept, and only writes.

A verdict is kept under the hash of what is graded, so what was judged before costs no worker, and a run that was
interrupted goes on where it stopped.
"""

import glob
import io
import multiprocessing
import os
from collections.abc import Collection
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import redirect_stderr, suppress
from functools import cache, partial
from pathlib import Path
from typing import Self, TypeAlias

from autograder.course import load_course
from autograder.errors import KitError
from autograder.report import Report
from autograder.surroundings import end_with_parent
from release.instructor.course_folder import NOTEBOOK, Where
from release.nbgrader_plugin.handed_in import handed_in
from release.nbgrader_plugin.rebuild import rebuilt
from release.nbgrader_plugin.verdicts import Task, kept_verdict, sandbox_for_others, task_for, verdict

Stamp: TypeAlias = "tuple[int, int, int] | None"


def task_of(submitted: Path, released: Path, kept: Path) -> Task:
    """What there is to judge in a submitted notebook. Raises UsageError when it is none, KitError when ours is not."""
    return _task(submitted, _stamp(submitted), released, _stamp(released), kept)


@cache
def _task(submitted: Path, _its: Stamp, released: Path, _ours: Stamp, kept: Path) -> Task:
    course = load_course()
    notebook = rebuilt(released, submitted, course)
    return task_for(notebook, course, name=submitted.name, folder=kept, receipt=handed_in(submitted.parent))


def _stamp(path: Path) -> Stamp:
    """Differs once the file is another one."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


class Judges:
    """Processes that judge: `jobs` of them, one for each processor where it is 0, none before there is work."""

    def __init__(self, *, jobs: int = 0, unsafe: bool = False) -> None:
        self._jobs, self._unsafe = jobs or os.cpu_count() or 1, unsafe
        self._pool = process_pool(self._jobs)
        self._begun: dict[str, Future[Report]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)  # not waited for, it can print a traceback at our end

    def begin(self, task: Task) -> None:
        """Have a task judged that has no verdict yet.

        Raises UsageError, before anything is judged, where others' work cannot be confined.
        """
        if task.key not in self._begun and kept_verdict(task) is None:
            sandbox_for_others(unsafe=self._unsafe)
            try:
                self._begun[task.key] = self._pool.submit(_judge, task, unsafe=self._unsafe)
            except BrokenProcessPool:  # one of the judges has died since
                self._pool = process_pool(self._jobs)
                self._begun[task.key] = self._pool.submit(_judge, task, unsafe=self._unsafe)

    def begin_early(self, where: Where, assignment: str = "", students: Collection[str] = ()) -> None:
        """Have judged what lies where nbgrader looks for it, unless the course says otherwise.

        nbgrader takes seconds to import: this is done meanwhile. A wrong guess does no harm, for a verdict is kept
        under what was judged; what is wrong with a submission or with the course is said later, by who finds it again.
        """
        for released in sorted(where.folder.glob(f"release/{glob.escape(assignment) or '*'}/{NOTEBOOK}")):
            name = released.parent.name
            for submitted in sorted(where.folder.glob(f"submitted/*/{glob.escape(name)}/{NOTEBOOK}")):
                if not students or submitted.parent.parent.name in students:
                    with suppress(KitError, OSError):
                        self.begin(task_of(submitted, released, where.verdicts))

    def fault(self, task: Task) -> KitError | None:
        """Wait for a task's verdict: the reason why there is none."""
        begun = self._begun.get(task.key)
        return _fault(begun, partial(_judge, task, unsafe=self._unsafe)) if begun else None


def _judge(task: Task, *, unsafe: bool) -> Report:
    """The verdict, in a judge's process: what the machine does without was said before, by who started it."""
    with redirect_stderr(io.StringIO()):
        sandbox_for_others(unsafe=unsafe)
    return verdict(task, unsafe=unsafe)


def process_pool(processes: int) -> ProcessPoolExecutor:
    """Processes that share nothing with this one and end with it; none is started before there is something to judge.

    Raises KitError where they have nothing to wait for each other by.
    """
    try:
        return ProcessPoolExecutor(
            processes,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=end_with_parent,
            initargs=(os.getpid(),),
        )
    except OSError as error:
        raise KitError(f"processes cannot be started: {error}; is /dev/shm there?") from None


def _fault(future: Future[Report], again: partial[Report]) -> KitError | None:
    """Why there is no verdict. Where a judge has died, which ends the pool, each one left has another of its own."""
    try:
        try:
            future.result()
        except BrokenProcessPool:
            with process_pool(1) as pool:
                pool.submit(again).result()
    except KitError as error:
        return error
    except BrokenProcessPool:
        return KitError("the process that judged it has ended before it had a verdict")
    except Exception as error:
        return KitError(f"{type(error).__name__}: {error}")
    return None
