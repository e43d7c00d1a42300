"""How long a student waits: from a file's write to the verdict on an 80 × 24 screen, p50 and p95 for each exercise.

python -m tests.bench_watch [SAVES]
"""

import random
import sys
import tempfile
import threading
import time
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.live import Live

from autograder import language
from autograder.course import load_course
from autograder.morning.watching.judge import Judge
from autograder.morning.watching.loop import POLL, Watch
from autograder.morning.watching.screen import Screen
from autograder.report import Report
from autograder.sandbox import open_sandbox
from tests.submissions import reference, write

SAVES = 20


class Bench:
    """A screen that nobody sees, and the moment at which each verdict stood on it."""

    def __init__(self, folder: Path) -> None:
        course = load_course()
        modules = {module.name: reference(module.name) for module in course.modules}
        self.folder = write(folder / "exercises", modules)
        self.shown, self.idle, self.name = threading.Event(), threading.Event(), ""
        self._console = Console(file=StringIO(), force_terminal=True, width=80, height=24)
        self._live = Live(console=self._console, screen=True, auto_refresh=False)
        self.watch = Watch(Judge(self.folder, course, open_sandbox()), self._draw)

    def _draw(self, watched: Watch, report: Report | None) -> None:
        self._live.update(Screen(watched.state), refresh=True)
        if report and report.exercises[0].name == self.name:
            self.shown.set()

    def run(self, saves: int) -> dict[str, list[float]]:
        """Seconds from each save to its verdict, by exercise."""
        waited: dict[str, list[float]] = {}
        student = threading.Thread(target=self._save_all, args=(saves, waited))
        with self._live:
            while self.watch.step():
                continue
            student.start()
            while student.is_alive():
                if not self.watch.step():
                    self.idle.set()
                    time.sleep(POLL)
        return waited

    def _save_all(self, saves: int, waited: dict[str, list[float]]) -> None:
        for exercise in self.watch.course.exercises:
            file = self.folder / f"{exercise.module}.py"
            text = file.read_text(encoding="utf-8")
            for k in range(saves):
                self.idle.wait(30.0)
                time.sleep(random.uniform(0.0, 2 * POLL))
                self.shown.clear()
                self.idle.clear()
                self.name = exercise.name
                began = time.perf_counter()
                file.write_text(_edited(text, exercise.symbol, k), encoding="utf-8")
                self.shown.wait(30.0)
                waited.setdefault(exercise.name, []).append(time.perf_counter() - began)


def _edited(text: str, symbol: str, k: int) -> str:
    """The module with another statement in the exercise's function."""
    name = symbol.rpartition(".")[2]
    name = "__call__" if name == "MLP" else name
    head, found, rest = text.partition(f"def {name}(")
    indentation = len(head) - len(head.rstrip(" "))
    signature, colon, body = rest.partition(":\n")
    return f"{head}{found}{signature}{colon}{' ' * (indentation + 4)}saved = {k}\n{body}"


def at(share: float, seconds: list[float]) -> float:
    """A percentile, in milliseconds."""
    return 1e3 * sorted(seconds)[min(len(seconds) - 1, int(share * len(seconds)))]


def report(saves: int = SAVES) -> None:
    language.use("en")
    with tempfile.TemporaryDirectory() as folder:
        waited = Bench(Path(folder)).run(saves)
    print(f"from save to verdict, {saves} saves each (ms)   p50   p95")
    for name, seconds in [*waited.items(), ("all", [x for of_one in waited.values() for x in of_one])]:
        print(f"  {name:<36} {at(0.5, seconds):7.0f} {at(0.95, seconds):5.0f}")


if __name__ == "__main__":
    report(int(sys.argv[1]) if len(sys.argv) > 1 else SAVES)
