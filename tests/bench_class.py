"""`make bench-class`: a class graded in one go, as rates, processor time and memory. docs/scale.md has the table.

    python -m tests.bench_class [STUDENTS of the generated class]

What a start costs (imports, truths, zygotes) is in no figure of one submission: each is the difference between a run
over many and one over few, or counts from where the run is under way. Processor time is that of all processes
together, and moves least where other work loads the machine. The load is printed beside what it loads.
"""

import os
import random
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from autograder.course import load_course
from autograder.judging.grade import grade_session
from autograder.judging.session import GRADERS, open_session
from autograder.sandbox import Sandbox, open_sandbox
from release.cohort.grading import Rules
from release.cohort.pool import in_order
from release.cohort.results import FILE, open_results
from release.cohort.run import grade_class
from release.instructor.people.students import Roster
from tests.planted_class import LOCALS, MODULES, mistakes
from tests.submissions import ROOT, reference, skeleton, write
from tests.test_class import without_times
from tests.test_cluster import two_workers

STUDENTS, FEW, MANY, WITH_PYTEST = 200, 4, 40, 2
WARM, ON_CLUSTER, TURNS = 8, 40, 3  # submissions of a short run, and of a long one; runs of each lane
OWN = re.compile(rf"\b({'|'.join(LOCALS)})\b")
CORE = tuple(x.name for x in load_course().exercises if x.module in ("value", "relu", "backward") and not x.bonus)
HOSTILE = ("sys_exit", "reads_the_graders", "writes_outside", "os_exit", "patched_json", "deep_json")
# Of a hundred students, in turn: how many are right, have some of it right, hand in stubs, a copy, something hostile.
SHARES = {"right": 50, "partly": 25, "stubs": 12, "copy": 10, "hostile": 3}
# `make class`, and the most memory that its own process has used: getrusage would tell that of the one that started it.
CLASS = r"""
import re, sys
from release.__main__ import main
assert main(["class", *sys.argv[1:]]) < 2
with open("/proc/self/status") as status:
    most = int(re.search(r"VmHWM:\s*(\d+)", status.read())[1])
print(f"at most {most >> 10} MB in the process that hands out")
"""
ALONE = ("--assert", "plain", "-p", "no:terminal", "-p", "no:cacheprovider", "-c", str(GRADERS / "pytest.ini"))


class Cost(NamedTuple):
    """Seconds on the wall, seconds of processor of a process and all its children, and what it said."""

    wall: float
    processor: float
    said: str

    def beyond(self, other: "Cost", submissions: int) -> "Cost":
        """What each of so many submissions costs more than the other run."""
        return Cost((self.wall - other.wall) / submissions, (self.processor - other.processor) / submissions, self.said)


def cost_of(*arguments: str) -> Cost:
    """What a command of this interpreter's costs. Status 1 is a list of what is missing."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    wall, after = perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout)


def right(number: int) -> dict[str, str]:
    """A right submission whose author calls things otherwise than any other: no answer of it is another's."""
    return {name: OWN.sub(rf"\1_{number}", reference(name)) + f"\n\nmine = {number}\n" for name in MODULES}


def submission(number: int, chance: random.Random) -> dict[str, str]:
    """The modules of one student of the generated class."""
    kind = [kind for kind, share in SHARES.items() for _ in range(share)][37 * number % 100]
    stubs, theirs = {name: skeleton(name) for name in MODULES}, right(number + 1)
    if kind == "partly":
        mistake = chance.choice(mistakes())
        begun = {name: text for name, text in theirs.items() if chance.random() < 0.6}
        return stubs | begun | {mistake.module: f"{mistake.text}\n\nmine = {number}\n"}
    if kind == "hostile":
        hostile = (ROOT / "tests" / "hostile" / f"{chance.choice(HOSTILE)}.py").read_text(encoding="utf-8")
        return theirs | {"value": f"{theirs['value']}\n\n{hostile}"}
    return {"right": theirs, "stubs": stubs, "copy": right(0)}[kind]


def generate(folder: Path, count: int, *, first: int = 0) -> Path:
    """A class of so many kits, from the `first` on, the same in every run."""
    for number in range(first, count):
        chance = random.Random(number)
        write(folder / f"student-{number:05}" / "exercises", submission(number, chance))
    return folder


def judged(count: int, exercises: Sequence[str]) -> Cost:
    """What each distinct right submission costs the judge, read from a folder, in a process for each processor."""
    few, many = (cost_of("-m", "tests.bench_class", "--judge", str(n), *exercises) for n in (FEW, FEW + count))
    return many.beyond(few, count)


def with_pytest(folder: Path) -> Cost:
    """What each costs as a run of pytest of its own."""
    paths = [write(folder / str(n), right(n)) for n in range(WITH_PYTEST)]
    costs = [cost_of("-m", "pytest", str(GRADERS), *ALONE, "--submission", str(path)) for path in paths]
    return Cost(sum(x.wall for x in costs) / len(costs), sum(x.processor for x in costs) / len(costs), "")


def report(students: int = STUDENTS) -> None:
    """Print all of it."""
    with tempfile.TemporaryDirectory() as name:
        print(f"{os.cpu_count()} processors, which others load with {os.getloadavg()[0]:.1f} at the start")
        one_by_one(Path(name) / "pytest", min(MANY, students))
        class_of(Path(name) / "class", students)
        beside_a_cluster(Path(name) / "cluster", min(ON_CLUSTER, WARM + students))
        print(f"the load at the end: {os.getloadavg()[0]:.1f}")


def one_by_one(folder: Path, many: int) -> None:
    """Distinct right submissions, beside a pytest for each."""
    whole, core, pytest = judged(many, ()), judged(many, CORE), with_pytest(folder)
    print(f"{'distinct right submissions':<42} a second   seconds of processor each")
    for title, cost in (("the core five", core), ("the whole course", whole), ("a pytest for each", pytest)):
        print(f"  {title:<40} {1 / cost.wall:8.1f}   {cost.processor:.3f}")
    print(f"  processor time of a pytest: {pytest.processor / whole.processor:.1f} times that of the whole course")


def class_of(folder: Path, students: int) -> None:
    """A generated class: a fifth of it, all of it, and all of it again."""
    shares = ", ".join(f"{share} % {kind}" for kind, share in SHARES.items())
    print(f"a generated class: {shares}; of the hostile, none waits for a limit")
    source, out = folder / "source", folder / "out"
    for title, first, last in (
        ("the first", 0, students // 5),
        ("as many more as make", students // 5, students),
        ("unchanged, all", 0, 0),
    ):
        generate(source, last, first=first)
        cost = cost_of("-c", CLASS, str(source), "--out", str(out))
        print(f"  {title} {last or students}: {cost.wall:.1f} s, {cost.processor:.1f} s of processor")
        print("    " + "\n    ".join(cost.said.splitlines()[-2:]))


def beside_a_cluster(folder: Path, count: int) -> None:
    """Dask's scheduler and two workers on loopback beside as many processes, in turns; none sees a module twice."""
    folder.mkdir()
    spent = {"here": 0.0, "there": 0.0}
    with two_workers(folder) as address:
        lanes: dict[str, dict[str, Any]] = {"here": {"jobs": 2}, "there": {"scheduler": address}}
        for turn in range(TURNS):
            few, many = folder / f"few-{turn}", folder / f"many-{turn}"
            for number in range(WARM + count):
                source = few if number < WARM else many
                write(source / f"student-{number:05}" / "exercises", right(1_000 * turn + number))
            for lane, where in lanes.items():
                spent[lane] += whole_run(many, folder / f"{lane}-{turn}", **where)
                spent[lane] -= whole_run(few, folder / f"{lane}-few-{turn}", **where)
            here, there = (without_times((folder / f"{lane}-{turn}" / FILE).read_bytes()) for lane in lanes)
            assert here == there
    print(f"{count} distinct right submissions less {WARM}, {TURNS} runs of each lane in turns, the same results")
    print(f"  Dask with two workers on loopback: {spent['there'] / spent['here']:.2f} times as long as two processes")


def whole_run(source: Path, out: Path, **where: Any) -> float:
    """Seconds of a run, with what its start costs."""
    rules = Rules(load_course().assignment, out / ".verdicts")
    began = perf_counter()
    with open_results(out) as results:
        graded = grade_class(source, results, rules, roster=Roster(), **where)
        assert all(x.result.report and x.result.report.complete for x in graded)
    return perf_counter() - began


# In a process of its own


def judge(count: int, exercises: Sequence[str]) -> None:
    """So many distinct right submissions, one after the other in each of the processes."""
    for problem in in_order(partial(_judge, tuple(exercises)), range(count), lambda number, why: f"{number}: {why}"):
        assert not problem, problem


def _judge(exercises: tuple[str, ...], number: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        session = open_session(write(Path(folder), right(number)), exercises=exercises, sandbox=_sandbox())
    return "" if grade_session(session).complete else f"{number} is not right"


@cache
def _sandbox() -> Sandbox:
    return open_sandbox()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--judge", count, *exercises]:
            judge(int(count), exercises)
        case students:
            report(*map(int, students))
