"""Hostile submissions get exactly their honest points, in bounded time, and leave nothing behind.

Every rung that the machine offers is tried as root and as an ordinary user. The ordinary user is made for one run: a
number that nobody has, with a home of its own, so that it can do its worst; it needs an interpreter that it can read.
"""

import json
import os
import pwd
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from autograder.sandbox import RUNGS
from tests.gauntlet import FULL, HOSTILE, Record, announced

pytestmark = [pytest.mark.alone, pytest.mark.skipif(os.name != "posix", reason="needs POSIX users and limits")]

ROOT = Path(__file__).parent.parent
USERS = ("root", "an ordinary user")
LONGEST = 30.0  # seconds: a few time limits, one for each exercise and for the import
PACKAGES = (
    *("numpy", "numpy.libs", "msgspec", "pyseccomp.py", "pytest", "_pytest", "pluggy", "iniconfig", "packaging"),
    *("rich", "pygments", "markdown_it", "mdurl"),
)
TRIAL = f"""
import sys
assert sys.version_info[:2] == {sys.version_info[:2]}, "another version: " + sys.version
import tests.gauntlet, autograder.graders.visible, numpy, pytest
"""


@dataclass
class Run:
    """All hostile submissions on one rung, graded by one user."""

    user: str
    rung: str
    records: list[Record] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)  # submissions that ended the grader
    skipped: str = ""
    said: str = ""  # on standard error, by a grader that ended

    def line(self) -> str:
        """The whole run on one line."""
        if self.skipped:
            return f"hostile submissions, {self.rung}, as {self.user}: skipped, {self.skipped}"
        counts = [
            f"{len(self.honest())}/{len(self.records)} honest",
            f"{len(self.forged())} forged" + ("" if self.rung == RUNGS[-1] else " through the channel"),
            f"{self.left()} processes or files left",
            f"{len(self.dead())} graders stopped",
        ]
        untried = {path.stem for path in HOSTILE} - {record.name for record in self.records} - {*self.dead()}
        lists = {"not stopped here": {*self.misfits(), *self.dead()}, "not tried, only confined stops": untried}
        named = [f"; {what}: {', '.join(sorted(names))}" for what, names in lists.items() if names]
        return f"hostile submissions, {self.rung}, as {self.user}: {', '.join(counts)}{''.join(named)}"

    def honest(self) -> list[Record]:
        return [record for record in self.records if record.points == record.honest]

    def forged(self) -> list[str]:
        """Points that were not earned; a weak rung lets the answers be read, which is no fault of the channel's."""
        confined = self.rung == RUNGS[-1]
        return [x.name for x in self.records if (x.points or 0) > (x.honest or 0) and (confined or not x.only_confined)]

    def left(self) -> int:
        return sum(len(record.left) for record in self.records)

    def dead(self) -> list[str]:
        return self.stopped + [record.name for record in self.records if record.stopped]

    def misfits(self) -> dict[str, Record]:
        """What did not go as it should: points, time, leftovers, reports, or the submission that came next."""
        return {
            x.name: x
            for x in self.records
            if x.points != x.honest or x.following != FULL or x.left or x.shown or x.stopped or x.seconds > LONGEST
        }


def test_each_says_what_it_deserves_and_there_are_many() -> None:
    assert len([announced(path) for path in HOSTILE]) >= 60


@pytest.mark.slow
@pytest.mark.parametrize("rung", RUNGS)
@pytest.mark.parametrize("user", USERS)
def test_hostile_submissions_get_their_honest_points(runs: "Runs", user: str, rung: str) -> None:
    run = runs.of(user, rung)
    if run.skipped:
        # Where confinement can be had it is tried; only "not started as root" is no fault of the machine's.
        must = os.environ.get("CI") and sys.platform == "linux" and rung == "confined" and run.skipped != NOT_ROOT
        (pytest.fail if must else pytest.skip)(f"{rung} as {user}: {run.skipped}")
    expected = {path.stem for path in HOSTILE if rung == "confined" or not announced(path).only_confined}
    tried = {record.name for record in run.records} | set(run.stopped)
    assert expected <= tried, run.said
    wrong = {name: x for name, x in run.misfits().items() if rung == "confined" or not x.only_confined}
    assert not wrong, wrong
    assert not [x for x in run.stopped if x in expected], run.said


NOT_ROOT = "these tests were not started as root"


class Runs:
    """Every run, two at a time, begun together when the first is asked for."""

    def __init__(self, pool: ThreadPoolExecutor, scratch: Path) -> None:
        asked = [(user, rung) for rung in reversed(RUNGS) for user in USERS]
        self._runs: dict[tuple[str, str], Future[Run]] = {
            (user, rung): pool.submit(_run, user, rung, scratch / f"{number}")
            for number, (user, rung) in enumerate(asked)
        }

    def of(self, user: str, rung: str) -> Run:
        return self._runs[user, rung].result()


@pytest.fixture(scope="module")
def runs(request: pytest.FixtureRequest) -> Iterator[Runs]:
    # A folder of its own: pytest's are closed to other users.
    scratch = Path(tempfile.mkdtemp(prefix="hostile-"))
    scratch.chmod(0o711)
    try:
        with ThreadPoolExecutor(2) as pool:
            found = Runs(pool, scratch)
            yield found
        lines = request.config.stash.setdefault(LINES, [])
        lines += [found.of(user, rung).line() for user in USERS for rung in RUNGS]
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


LINES = pytest.StashKey[list[str]]()


def _run(user: str, rung: str, scratch: Path) -> Run:
    run = Run(user, rung)
    root = os.geteuid() == 0
    if user == "root" and not root:
        run.skipped = NOT_ROOT
        return run
    scratch.mkdir()
    number = _unused_number(scratch) if root and user != "root" else None
    command, environment = [sys.executable], _environment(scratch, [ROOT])
    if number is not None:
        os.chown(scratch, number, number)
        try:
            command, environment = _reachable(number, scratch)
        except LookupError as error:
            run.skipped = str(error)
            return run
    command += ["-m", "tests.gauntlet", *["--bounded"] * (number is not None), rung]
    _follow(run, command, environment, scratch, number)
    return run


def _follow(run: Run, command: Sequence[str], environment: dict[str, str], scratch: Path, number: int | None) -> None:
    """Let the grader work through all submissions; where one ends it, begin again after that one."""
    waiting = [path.stem for path in HOSTILE]
    while waiting:
        done = subprocess.run(
            [*command, *waiting],
            cwd=scratch,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
            **_as(number),
        )
        begun = None
        for line in done.stdout.splitlines():
            said = json.loads(line)
            if "missing" in said:
                run.skipped = "; ".join(f"{layer}: {why}" for layer, why in said["missing"].items())
                return
            if "begins" in said:
                begun = said["begins"]
            else:
                run.records.append(Record(**said))
                begun = None
        if done.returncode == 0:
            return
        run.said += done.stderr
        if begun is None:  # it did not even begin
            return
        run.stopped.append(begun)
        waiting = waiting[waiting.index(begun) + 1 :]


def _as(number: int | None) -> dict[str, object]:
    return {} if number is None else {"user": number, "group": number, "extra_groups": []}


def _unused_number(scratch: Path) -> int:
    """A user's number that has no name and, by the folder's number, no other run."""
    names = {entry.pw_uid for entry in pwd.getpwall()}
    return next(number for number in range(59_000 + 100 * int(scratch.name), 60_000) if number not in names)


def _environment(scratch: Path, path: Sequence[Path]) -> dict[str, str]:
    return {
        "HOME": str(scratch),
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": os.pathsep.join(map(str, path)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
    }


def _reachable(number: int, scratch: Path) -> tuple[list[str], dict[str, str]]:
    """An interpreter and a path that the user can read. Raises LookupError with the reason."""
    site = Path(sysconfig.get_path("purelib"))
    reasons = []
    for python in dict.fromkeys((sys._base_executable, *_system_pythons())):  # type: ignore[attr-defined]
        for path in ([ROOT, site], [_copy(scratch.parent)]):
            environment = _environment(scratch, path)
            try:
                done = subprocess.run(
                    [python, "-c", TRIAL], cwd=scratch, env=environment, capture_output=True, text=True, **_as(number)
                )
            except OSError as error:
                reasons.append(f"{python}: {error.strerror}")
                break
            if done.returncode == 0:
                return [python], environment
            reasons.append(f"{python}: {(done.stderr.strip() or 'no answer').splitlines()[-1]}")
    raise LookupError(f"no interpreter that another user than root can run ({'; '.join(reasons)})")


def _system_pythons() -> list[str]:
    names = ("python{}.{}".format(*sys.version_info[:2]), "python3")
    return [
        str(path)
        for name in names
        for folder in ("/usr/local/bin", "/usr/bin")
        if (path := Path(folder, name)).exists()
    ]


@cache
def _copy(folder: Path) -> Path:
    """The project and what it needs, where everybody can read it: a checkout under root's home is closed."""
    copy = folder / "project"
    copy.mkdir(exist_ok=True)
    site = Path(sysconfig.get_path("purelib"))
    for origin in [
        *(ROOT / name for name in ("autograder", "solutions", "exercises", "tests")),
        *(site / x for x in PACKAGES),
    ]:
        if origin.is_dir():
            shutil.copytree(
                origin, copy / origin.name, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True
            )
        elif origin.exists():
            shutil.copy(origin, copy)
    subprocess.run(["chmod", "-R", "a+rX", copy], check=True)
    return copy
