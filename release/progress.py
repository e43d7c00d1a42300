"""How far a long command is: a bar with n of N, the rate and the time left in a terminal, plain lines in a pipe."""

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, SpinnerColumn, Task, TextColumn
from rich.progress import Progress as Bar
from rich.progress import TimeRemainingColumn as Remaining
from rich.text import Text


class Progress:
    """Shown as soon as it is entered, before anybody knows how much there is to do; lines go to stdout above it."""

    def __init__(self, what: str) -> None:
        self._what, self._console = what, Console(stderr=True)
        self._bar = _bar(self._console) if self._console.is_terminal else None
        self._task = self._bar.add_task(what, total=None) if self._bar else None

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        else:
            print(f"{self._what} …", file=sys.stderr, flush=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar:
            self._bar.stop()

    def expect(self, more: int, kept: int = 0, refused: int = 0) -> None:
        """There are so many more to do, and so many of which there is only something to say: as before, or refused."""
        if self._bar and self._task is not None:
            self._bar.update(self._task, total=self._bar.tasks[0].completed + more + kept + refused)
        if kept or refused or not self._bar:
            counts = ((more or "nothing", "to do"), (kept, "as before"), (refused, "refused"))
            said = f"{self._what}: {', '.join(f'{n} {what}' for n, what in counts if n)}"
            self._console.print(said, markup=False, highlight=False, soft_wrap=True)

    def step(self, line: str, *, failed: bool = False) -> None:
        """One more is done, and this is what there is to say about it."""
        print(line, flush=True, file=sys.stderr if failed else sys.stdout)
        if self._bar and self._task is not None:
            self._bar.advance(self._task)


class _Rate(ProgressColumn):
    """How many in a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f}/s" if task.speed else "", style="dim")


def _bar(console: Console) -> Bar:
    """A bar that goes when it is done. Lines pass through it only where they are shown on the same terminal."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate())
    return Bar(*columns, Remaining(), console=console, transient=True, redirect_stdout=sys.stdout.isatty())


if __name__ == "__main__":  # what it looks like
    from time import sleep

    with Progress("counting") as shown:
        sleep(0.5)
        shown.expect(14, kept=5, refused=1)
        for n in range(20):
            sleep(0.1)
            shown.step(str(n))
