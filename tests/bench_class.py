"""`make bench-class`: a class graded in one go, as rates, processor time and memory. docs/scale.md has the table.

    python -m tests.bench_class [STUDENTS of the generated class]

Each figure is the difference between a run over many and one over few: what a start costs is in neither. Processor time
is that of all processes together, and moves least where other work loads the machine.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from autograder.course import load_course
from autograder.judging.grade import grade_session
from autograder.judging.session import GRADERS, open_session
from autograder.sandbox import Sandbox, open_sandbox
from release.__main__ import main as release
from release.cohort.pool import in_order
from tests.planted_class import MODULES, mistakes
from tests.submissions import ROOT, reference, skeleton, write

STUDENTS, FEW, MANY, WITH_PYTEST = 200, 4, 40, 2
CORE = tuple(x.name for x in load_course().exercises if x.module in ("value", "relu", "backward") and not x.bonus)
HOSTILE = ("sys_exit", "reads_the_graders", "writes_outside", "os_exit", "patched_json", "deep_json")
# Of a hundred students, in turn: how many are right, have some of it right, hand in stubs, a copy, something hostile.
SHARES = {"right": 50, "partly": 25, "stubs": 12, "copy": 10, "hostile": 3}
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
    """A right submission that no other has to the letter."""
    return {name: f"{reference(name)}\n\nmine = {number}\n" for name in MODULES}


def submission(number: int, chance: random.Random) -> dict[str, str]:
    """The modules of one student of the generated class."""
    kind = [kind for kind, share in SHARES.items() for _ in range(share)][37 * number % 100]
    stubs, theirs = {name: skeleton(name) for name in MODULES}, right(number)
    if kind == "partly":
        mistake = chance.choice(mistakes())
        begun = {name: text for name, text in theirs.items() if chance.random() < 0.6}
        return stubs | begun | {mistake.module: f"{mistake.text}\n\nmine = {number}\n"}
    if kind == "hostile":
        hostile = (ROOT / "tests" / "hostile" / f"{chance.choice(HOSTILE)}.py").read_text(encoding="utf-8")
        return theirs | {"value": f"{theirs['value']}\n\n{hostile}"}
    return {"right": theirs, "stubs": stubs, "copy": right(-1)}[kind]


def generate(folder: Path, count: int) -> Path:
    """A class of so many kits, the same in every run."""
    chance = random.Random(0)
    for number in range(count):
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
        folder = Path(name)
        many = min(MANY, students)
        whole, core, pytest = judged(many, ()), judged(many, CORE), with_pytest(folder / "pytest")
        arguments = (
            "-m",
            "tests.bench_class",
            "--class",
            str(generate(folder / "class", students)),
            str(folder / "out"),
        )
        first, again = cost_of(*arguments), cost_of(*arguments)
    print(f"distinct right submissions, {os.cpu_count()} processors       a second   processor seconds each")
    for title, cost in (("the core five", core), ("the whole course", whole), ("a pytest for each", pytest)):
        print(f"  {title:<40} {1 / cost.wall:8.1f}   {cost.processor:.3f}")
    print(f"a pytest for each beside the judge: {pytest.processor / whole.processor:.1f} times the processor time")
    print(f"a generated class of {students}                       seconds   processor seconds")
    for title, cost in (("graded, with pages", first), ("unchanged, again", again)):
        print(f"  {title:<40} {cost.wall:8.1f}   {cost.processor:.1f}")
        print(f"    {cost.said.splitlines()[-1]}")


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


def grade_class(source: str, out: str) -> None:
    """`make class`, and the most memory that its own process has used."""
    assert release(["class", source, "--out", out]) < 2
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB in the process that hands out")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--judge", count, *exercises]:
            judge(int(count), exercises)
        case ["--class", source, out]:
            grade_class(source, out)
        case students:
            report(*map(int, students))
