"""`watch`: grade on save. One loop, one thread: look for a key, look for a save, grade one exercise, draw.

The modules' files are looked at fifty times a second: that costs less than one percent of a core, sees a save within
20 ms, and works on every system and on network drives, where events of the file system do not come.
"""

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.live import Live

from autograder.course import Course
from autograder.errors import UsageError
from autograder.language import _, in_use
from autograder.morning import replaying
from autograder.morning.edited import look
from autograder.morning.memory import keep, recall
from autograder.morning.watching.judge import Judge
from autograder.morning.watching.keys import Read, keys
from autograder.morning.watching.screen import Screen, State
from autograder.morning.watching.sharing import Sharing
from autograder.render.console import every_claim, render
from autograder.render.sentences import claims_held, outcome_name
from autograder.render.steps import frames_text
from autograder.render.text import page
from autograder.report import Report
from autograder.surroundings import OWN, command

POLL = 0.02  # seconds between two looks
HALF_SAVED = 0.2  # seconds that an empty file is given: some editors empty it first


class Watch:
    """What is graded, in which order, and what is known of it. `draw` is called after every change."""

    def __init__(
        self, judge: Judge, draw: Callable[["Watch", Report | None], None], sharing: Sharing | None = None
    ) -> None:
        self.judge, self.course, self._draw, self._sharing = judge, judge.course, draw, sharing
        self.memory = recall()
        self.state = State(self.course, self.course.exercises[0].name, shared=sharing.note if sharing else str)
        self._seen = judge.seen()
        self._empty_since = 0.0
        look(judge.folder, self.course, self.memory)
        self.queue = [exercise.name for exercise in self.course.exercises]
        self._starting = True
        self._first(self.memory.edited[-1:])

    def _first(self, names: list[str]) -> None:
        """Grade these before the rest, the last one first of all: it is the one that is looked at."""
        ahead = list(reversed(names))
        self.queue = [*ahead, *(name for name in self.queue if name not in ahead)]
        if ahead:
            self.look_at(ahead[0])

    def look_at(self, name: str) -> None:
        """Let this be the exercise that is shown."""
        if name != self.state.current:
            self.state.hints, self.state.frames = 0, ()
        self.state.current = name

    def step(self) -> bool:
        """See whether something was saved, and grade one exercise; whether there was anything to do."""
        return self._saved() or self._graded()

    def _saved(self) -> bool:
        now = self.judge.seen()
        if now == self._seen or self._half_saved(now):
            return False
        changed = [x for x in {*now, *self._seen} if now.get(x) != self._seen.get(x)]
        self._seen = now
        affected = self.judge.affected(changed)
        touched = look(self.judge.folder, self.course, self.memory)
        keep(self.memory)
        self.queue += [name for name in affected if name not in self.queue]
        self.state.frames, self._starting = (), False
        self._first(touched)
        return self._graded()

    def _half_saved(self, now: object) -> bool:
        """Whether a file is empty that was not, for a moment."""
        empty = isinstance(now, dict) and any(x[1] == 0 for name, x in now.items() if x != self._seen.get(name))
        if not empty:
            self._empty_since = 0.0
            return False
        self._empty_since = self._empty_since or time.monotonic()
        return time.monotonic() - self._empty_since < HALF_SAVED

    def _graded(self) -> bool:
        if not self.queue:
            return False
        name, report = self.queue.pop(0), None
        try:
            report = self.judge.grade(name)
            self.state.results[name] = report.exercises[0]
            self.state.note = ""
            if self._sharing:
                self._sharing.tell(report)
        except UsageError as error:
            self.state.note, self.queue = str(error), []
        self.state.pending = bool(self.queue)
        if self._starting and not self.queue:
            self._starting = False
            self._turn_to_what_is_missing()
        self._draw(self, report)
        return True

    def _turn_to_what_is_missing(self) -> None:
        """At the start what was edited last is shown, or what comes next where that is right."""
        missing = [name for name, x in self.state.results.items() if x.outcome != "passed"]
        if missing and self.state.current not in missing:
            ordered = [exercise.name for exercise in self.course.exercises if exercise.name in missing]
            self.look_at(ordered[0])


def watch(course: Course, *, plain: bool, share: str = "") -> int:
    """Grade on save until `q` or Ctrl-C; plain lines where there is no terminal. `share` is the teacher's address."""
    from autograder.sandbox import open_sandbox

    sharing = Sharing(share) if share else None
    judge = Judge(Path(OWN), course, open_sandbox())
    console = Console(highlight=False, emoji=False, markup=False)
    with suppress(KeyboardInterrupt):
        if plain or not console.is_terminal or not sys.stdin.isatty():
            _in_lines(judge, sharing)
        else:
            _on_screen(judge, console, sharing)
    return 0


def _in_lines(judge: Judge, sharing: Sharing | None) -> None:
    """A line for each verdict; the failure in full for what was saved."""
    shared = sharing.note() if sharing else ""

    def draw(watched: Watch, report: Report | None) -> None:
        now = datetime.now().strftime("%H:%M:%S")
        if report is None:
            print(f"{now}  {watched.state.note}", flush=True)
            return
        [result] = report.exercises
        print(f"{now}  {result.name}  {outcome_name(result.outcome)}  {claims_held(result)}", flush=True)
        if result.outcome not in ("passed", "todo", "blocked"):
            print(page(list(every_claim(report))).split("\n", 2)[2], end="", flush=True)
        if result.name == watched.state.current and result.outcome != "passed":
            print("→" + render(report, replay=command("replay", "{exercise}")).rpartition("\n→")[2], flush=True)
        if not watched.queue:
            print("… " + _("waiting for a save"), flush=True)
            if sharing and sharing.note() != shared:
                print(sharing.note(), flush=True)

    watched = Watch(judge, draw, sharing)
    print(_("watching {folder}: save a file, and it is graded; Ctrl-C ends it").format(folder=judge.folder), flush=True)
    if shared:
        print(shared, flush=True)
    while True:
        if not watched.step():
            time.sleep(POLL)


def _on_screen(judge: Judge, console: Console, sharing: Sharing | None) -> None:
    with keys() as read, Live(console=console, screen=True, auto_refresh=False, transient=True) as live:

        def draw(watched: Watch, _report: Report | None) -> None:
            live.update(Screen(watched.state), refresh=True)

        watched = Watch(judge, draw, sharing)
        draw(watched, None)
        size = console.size
        while _obeyed(watched, read(0.0 if watched.queue else POLL), live, read):
            watched.step()
            if console.size != size:
                size = console.size
                draw(watched, None)


def _obeyed(watched: Watch, key: str, live: Live, read: Read) -> bool:
    """Do what a key says; whether to go on."""
    state = watched.state
    if key == "q":
        return False
    if state.frames and key in ("n", "p"):
        state.frame = (state.frame + (1 if key == "n" else -1)) % len(state.frames)
    elif key == "s":
        _steps(watched)
    elif key in ("n", "p"):
        _move(watched, 1 if key == "n" else -1)
    elif key == "h":
        _hint(watched)
    elif key in ("l", "a"):
        view = "list" if key == "l" else "all"
        state.view = "" if state.view == view else view
    elif key == "r":
        _replay(watched, live, read)
    if key:
        live.update(Screen(state), refresh=True)
    return True


def _move(watched: Watch, by: int) -> None:
    names = [exercise.name for exercise in watched.course.exercises]
    watched.look_at(names[(names.index(watched.state.current) + by) % len(names)])
    watched.state.view = ""


def _hint(watched: Watch) -> None:
    """One hint more of the current exercise; it is remembered as by `hint`."""
    name, state = watched.state.current, watched.state
    most = len(watched.course.exercise(name).hints[in_use()])
    state.view, state.hints = "", min(watched.memory.hints.get(name, 0) + 1, most)
    watched.memory.hints[name] = state.hints
    keep(watched.memory)


def _steps(watched: Watch) -> None:
    """Walk through the backward pass of the current counterexample, or leave the walk."""
    state, result = watched.state, watched.state.results.get(watched.state.current)
    graph = next((x.graph for x in result.checks if x.graph and x.graph.steps), None) if result else None
    state.note = "" if graph else _("There is no backward pass to walk through here.")
    state.frames = () if state.frames or graph is None else frames_text(graph)
    state.frame = 0


def _replay(watched: Watch, live: Live, read: Read) -> None:
    """Leave the screen, run the counterexample in the student's own Python, come back."""
    result = watched.state.results.get(watched.state.current)
    check = next((x for x in result.checks if x.replay), None) if result else None
    if check is None:
        watched.state.note = _("There is no counterexample of this exercise to replay.")
        return
    live.stop()
    try:
        print(f"{check.replay}\n", flush=True)
        with suppress(UsageError):
            replaying.run(replaying.write(replaying.script(watched.state.current), check.replay))
        print("\n" + _("any key: back to watching"), end="", flush=True)
        while not read(1.0):
            continue
    finally:
        live.start()
