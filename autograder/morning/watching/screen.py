"""What `watch` shows, a pure function of what it knows: progress, an exercise, its claims, one failure, the keys."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from autograder.course import Course
from autograder.language import _, in_use
from autograder.morning.hints import hint_lines
from autograder.render.console import STYLES, printed
from autograder.render.graph import graph_text
from autograder.render.sentences import claims_held, diagnosis_lines, next_question, number, outcome_name
from autograder.render.text import Cut, Lines, Prose, indented
from autograder.report import CheckResult, ExerciseResult

MARKS = {"passed": "✓", "todo": "·", "blocked": "…"}
WRONG = "✗"


@dataclass
class State:
    """What is known, and what is looked at. `hints` are how many of the current exercise's are shown.

    `shared` says how sharing with the teacher stands, nothing where it was not asked for.
    """

    course: Course
    current: str
    results: dict[str, ExerciseResult] = field(default_factory=dict)
    view: str = ""  # "", "list" or "all"
    hints: int = 0
    frames: tuple[str, ...] = ()
    frame: int = 0
    note: str = ""
    pending: bool = False  # whether there is more to grade
    shared: Callable[[], str] = str


class Screen:
    """The state as a whole screen: what does not fit is cut, and the keys stand on the last line."""

    def __init__(self, state: State) -> None:
        self._state = state

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        height, lines = options.height or console.height, list[list[Segment]]()
        for part in parts(self._state):
            lines += console.render_lines(part, options.update(height=None), pad=False)
        if len(lines) > height - 1:
            more = Text(_("… the window is too small for the rest"), style="dim")
            lines = [*lines[: height - 2], *console.render_lines(more, options.update(height=None), pad=False)]
        lines += [[Segment("")]] * (height - 1 - len(lines))
        for line in lines:
            yield from [*line, Segment.line()]
        yield Text(_keys(self._state), style="reverse", no_wrap=True, overflow="crop", end="")


def _keys(state: State) -> str:
    if state.frames:
        return _(" n next step   p step before   s back   q quit ")
    return _(" h hint  n p exercise  l list  a all checks  s steps  r replay  q quit ")


def parts(state: State) -> Iterable[RenderableType]:
    """Everything above the keys."""
    yield from _progress(state)
    yield Text()
    if state.note:
        yield Prose(state.note)
        yield Text()
    if state.frames:
        yield Text(state.frames[state.frame])
    elif state.view == "list":
        yield from (_row(state, exercise.name) for exercise in state.course.exercises)
    elif state.view == "all":
        yield from _all(state.results)
    else:
        yield from _exercise(state)


def _progress(state: State) -> Iterable[RenderableType]:
    done = [name for name, x in state.results.items() if x.outcome == "passed"]
    points, most = (sum(x.points for x in all_) for all_ in (state.results.values(), state.course.exercises))
    told = _("{done} of {count} exercises   {points} / {max} points").format(
        done=len(done), count=len(state.course.exercises), points=number(points), max=number(most)
    )
    yield Text.assemble((state.course.title[in_use()], "bold"), "   ", told)
    strip = Text()
    for exercise in state.course.exercises:
        outcome = state.results[exercise.name].outcome if exercise.name in state.results else "todo"
        mark = MARKS.get(outcome, WRONG) if exercise.name in state.results else " "
        style = f"{STYLES[outcome]}{' reverse' if exercise.name == state.current else ''}"
        strip.append(f"[{mark}]" if exercise.name == state.current else f" {mark} ", style=style)
    yield strip.append("  …" if state.pending else "", style="dim")
    if shared := state.shared():
        yield Text(shared, style="dim")


def _row(state: State, name: str) -> RenderableType:
    exercise, result = state.course.exercise(name), state.results.get(name)
    outcome = outcome_name(result.outcome) if result else ""
    points = f"{number(result.points) if result else '':>5} / {number(exercise.points)}"
    head = "→" if name == state.current else " "
    return Cut(f"{head} {name:<19}{points:>9}  {outcome:<11}{exercise.title[in_use()]}")


def _all(results: Mapping[str, ExerciseResult]) -> Iterable[RenderableType]:
    for result in results.values():
        if result.outcome not in ("passed", "todo", "blocked"):
            yield Text.assemble((result.name, "bold"), f"  {claims_held(result)}")
            yield from (_claim(check) for check in result.checks if check.outcome != "passed" and check.weight)


def _claim(check: CheckResult) -> RenderableType:
    return Cut(f"  {MARKS.get(check.outcome, WRONG)} {check.claim}")


def _whole(check: CheckResult) -> RenderableType:
    """A claim on as many lines as it needs: the one that the failure below is told of."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_row(f"  {MARKS.get(check.outcome, WRONG)}", check.claim)
    return grid


def _exercise(state: State) -> Iterable[RenderableType]:
    exercise, result = state.course.exercise(state.current), state.results.get(state.current)
    if result is None:
        yield Text.assemble((f"→ {exercise.name}", "bold"), f"  {exercise.title[in_use()]}")
        return
    points = f"{number(result.points)} / {number(exercise.points)}"
    yield Text.assemble(
        (f"→ {exercise.name}", "bold"),
        "  ",
        (outcome_name(result.outcome), STYLES[result.outcome]),
        f"  {points}  {claims_held(result)}  {result.title}",
    )
    told = next((x for x in result.checks if x.outcome not in ("passed", "todo") and x.weight), None)
    yield from (_whole(check) if check is told else _claim(check) for check in result.checks if check.weight)
    yield Text()
    if state.hints:
        yield from hint_lines(exercise, state.hints)
    elif result.outcome == "passed":
        yield Prose(_("Every check that is here passes. n: the next exercise"))
        yield from printed(result)
    else:
        yield from _failure(result, exercise.hints[in_use()][0])


def _failure(result: ExerciseResult, hint: str) -> Iterable[RenderableType]:
    """The one failure that is told: what, where, which idea, what to think about; then its picture."""
    check = next(x for x in result.checks if x.outcome != "passed" and x.weight)
    yield Lines(check.message)
    if check.where:
        yield Text(check.where, style="dim")
    yield from (Prose(told) for told in diagnosis_lines(result, check.message))
    if question := next_question(result, hint):
        yield Prose(_("next: {question}").format(question=question))
    if check.graph:
        yield Text()
        yield indented(Text(graph_text(check.graph)), 2)
    yield from printed(result)
