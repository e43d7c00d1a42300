"""`make bench`: where the time goes, as medians and ratios of one run. Never a test: machines differ."""

import json
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from autograder import language
from autograder.judging.check import Check
from autograder.judging.session import Session, open_session
from autograder.judging.wires import wire_of
from autograder.programs.enumerate import enumerate_programs
from autograder.sandbox.messages import Replay
from autograder.truth.central_differences import fair_cases
from tests import bench_workers

ROOT = Path(__file__).parent.parent
RUNS = 7


def median(function: Callable[[], float], runs: int = RUNS) -> float:
    return statistics.median(function() for _ in range(runs))


def grade_reference() -> dict[str, float]:
    """One warm `grade` of the reference with all graders: wall time and its split, in seconds."""
    began = perf_counter()
    command = [sys.executable, "-m", "autograder", "grade", "solutions", "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    wall = perf_counter() - began
    return {"wall": wall, **json.loads(done.stdout)["timing"]}


def small_graphs(session: Session) -> dict[str, float]:
    """All 1,336 graphs: central differences, replay in a worker, comparison, in seconds."""
    fair_cases.cache_clear()
    enumerate_programs.cache_clear()
    check = session.check("add")
    began = perf_counter()
    cases = fair_cases(enumerate_programs())
    truth = perf_counter()
    wires = [wire_of(check.exercise, "gradients", case) for case in cases]
    sent = perf_counter()
    answers = session.workers.ask(check.exercise, "gradients", list[Replay], cases=wires)
    replayed = perf_counter()
    assert all(case.accepts(i, x) for case, a in zip(cases, answers, strict=True) for i, x in enumerate(a.gradients))
    ended = perf_counter()
    return {
        "truth": truth - began,
        "requests": sent - truth,
        "replay": replayed - sent,
        "comparison": ended - replayed,
        "total": ended - began,
    }


def batches(check: Check) -> tuple[float, float]:
    """Seconds for each small program: all in one request, and one by one."""
    cases = fair_cases(enumerate_programs("+*", operations=2))
    wires = [wire_of(check.exercise, "gradients", case) for case in cases]

    def timed(groups: list[list[dict[str, object]]]) -> float:
        began = perf_counter()
        for group in groups:
            check.respondent.ask(check.exercise, "gradients", list[Replay], cases=group)
        return (perf_counter() - began) / len(wires)

    return median(lambda: timed([wires])), median(lambda: timed([[wire] for wire in wires]))


def exercise_costs() -> dict[str, float]:
    """Seconds that grading each exercise costs by itself, its worker's start included."""
    from autograder.judging.grade import grade_session

    costs = {}
    for exercise in open_course():
        began = perf_counter()
        grade_session(open_session(ROOT / "solutions", exercises=[exercise]))
        costs[exercise] = perf_counter() - began
    return costs


def open_course() -> list[str]:
    from autograder.course import load_course

    return [exercise.name for exercise in load_course().exercises]


def main() -> None:
    language.use("en")
    runs = [grade_reference() for _ in range(RUNS)]
    print(f"grade solutions, all graders (median of {RUNS}, seconds)")
    for name in runs[0]:
        print(f"  {name:<12} {statistics.median(run[name] for run in runs):.3f}")
    session = open_session(ROOT / "solutions", exercises=["add"])
    session.workers.load("value")
    small = [small_graphs(session) for _ in range(RUNS)]
    print("1,336 small graphs (median, seconds)")
    for name in small[0]:
        print(f"  {name:<12} {statistics.median(run[name] for run in small):.4f}")
    together, alone = batches(session.check("add"))
    print(f"one program in a batch {together * 1e6:.0f} µs, alone {alone * 1e6:.0f} µs: ratio {alone / together:.1f}")
    session.workers.close()
    print("each exercise by itself (seconds)")
    for name, seconds in exercise_costs().items():
        print(f"  {name:<20} {seconds:.3f}")
    bench_workers.report()


if __name__ == "__main__":
    main()
