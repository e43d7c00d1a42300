"""What a student asks for beside a grade; COMMANDS lists it."""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from autograder.course import Course, Exercise, load_course
from autograder.errors import UsageError
from autograder.language import _, in_use
from autograder.morning import handing_in, reset
from autograder.morning.hints import next_hint
from autograder.morning.memory import FOLDER, recall
from autograder.morning.places import answers, definitions
from autograder.render.sentences import number, outcome_name
from autograder.render.text import Prose, page
from autograder.surroundings import OWN, by_make, colored, command, say, width


def run_list(_options: argparse.Namespace) -> int:
    """Show the exercises in their order."""
    course, read = load_course(), recall().hints
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for title in (_("exercise"), _("points"), "min", _("hints"), _("file")):
        table.add_column(title, no_wrap=True, justify="right" if title in (_("points"), "min") else "left")
    for exercise in course.exercises:
        hints = f"{read.get(exercise.name, 0)} / {len(exercise.hints[in_use()])}"
        row = (exercise.name, number(exercise.points), str(exercise.minutes), hints, place(exercise, course))
        table.add_row(*map(Text, row))
    told = _("a hint for one of them: {command}").format(command=command("hint", course.exercises[0].name))
    return _show([table, Text(), Prose(told)])


def place(exercise: Exercise, course: Course) -> str:
    """Where an exercise's answer stands: `exercises/value.py:72`."""
    file = Path(OWN) / f"{exercise.module}.py"
    there = definitions(file.read_text(encoding="utf-8", errors="replace")) if file.is_file() else None
    names = answers(course, exercise.module, course.languages[0])[exercise.name]
    line = next((there[name].lineno for name in names if there and name in there), None)
    return file.as_posix() + (f":{line}" if line else "")


def run_hint(options: argparse.Namespace) -> int:
    """Show an exercise's hints as far as they were read, and one more."""
    return _show(next_hint(load_course().exercise(options.exercise)))


def run_reset(options: argparse.Namespace) -> int:
    """Put an exercise's answer back, or its whole file, after asking."""
    course = load_course()
    exercise = course.exercise(options.exercise)
    file = Path(OWN) / f"{exercise.module}.py"
    text = reset.as_handed_out(file, exercise, course, whole=options.file)
    if text is None:
        told = _("{file} cannot be read as Python, or lacks a definition; to put the whole file back: {command}")
        whole = command("reset", exercise.name) + (" WHOLE=1" if by_make() else " --file")
        raise UsageError(told.format(file=file.as_posix(), command=whole))
    what = file.as_posix() if options.file else f"{exercise.name} ({place(exercise, course)})"
    if not options.yes and not _agreed(_("Put {what} back as it was handed out?").format(what=what)):
        say(_("Nothing was changed.") + "\n")
        return 1
    told = ""
    if file.is_file():
        told = _("what you wrote is kept in {copy}").format(copy=reset.keep_copy(file).as_posix())
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return _show([Prose(_("{what} is as it was handed out").format(what=what)), Prose(told)])


def _agreed(question: str) -> bool:
    """Whether the answer is yes; nobody there to answer is a no."""
    yes = _("y")
    try:
        return input(f"{question} [{yes}/N] ").strip().lower() in (yes, "y", "yes", "oui")
    except EOFError:
        print()
        return False


def run_submit(options: argparse.Namespace) -> int:
    """Write the zip, and say what is in it and what would be graded."""
    from autograder.judging.grade import grade_session
    from autograder.judging.session import session_of

    course = load_course()
    path = Path(options.path) if options.path else _own_work(course)
    done = handing_in.hand_in(path, options.output or Path(_("submission.zip")), course)
    session = session_of(done.submission, course)
    report = grade_session(session, visible=True, language=in_use())
    groups = {x: [y.name for y in report.exercises if y.outcome == x] for x in ("todo", "blocked")}
    groups["failed"] = [x.name for x in report.exercises if x.outcome not in ("passed", "todo", "blocked")]
    lines = [_("{file} holds: {names}").format(file=done.file.as_posix(), names=", ".join(done.held))]
    lines += [_("not there: {names}").format(names=", ".join(done.absent))] * bool(done.absent)
    lines += [f"{outcome_name(x)}{_(': ')}{', '.join(names)}" for x, names in groups.items() if names]
    told = _("Read as your instructor will read it, it earns {points} of {max} points by the visible checks.")
    lines += [told.format(points=number(report.points), max=number(report.max_points + report.at_submission))]
    lines += [_("Hand in this one file.")]
    return _show([*map(Prose, lines), *_left_aside(path, course)])


def _own_work(course: Course) -> Path:
    """The folder of exercises; the notebook where all the work is there."""
    notebook = Path(handing_in.NOTEBOOK)
    alone = notebook.is_file() and handing_in.has_work(notebook, course)
    return notebook if alone and not handing_in.has_work(Path(OWN), course) else Path(OWN)


def _left_aside(path: Path, course: Course) -> Iterable[RenderableType]:
    other = Path(OWN if path.suffix == ".ipynb" else handing_in.NOTEBOOK)
    if other.exists() and handing_in.has_work(other, course):
        told = _("{other} holds work too, and is not in it; to hand that in instead: {command}")
        instead = f"make submit FILE={other}" if by_make() else f"python -m autograder submit {other.as_posix()}"
        yield Prose(told.format(other=other.as_posix(), command=instead))


def _show(parts: Sequence[RenderableType]) -> int:
    say(page(parts, width=width(), color=colored()))
    return 0


def run_replay(options: argparse.Namespace) -> int:
    """Show a counterexample as lines to paste, and run them."""
    from autograder.morning import replaying

    file = replaying.script_of(load_course().exercise(options.exercise))
    lines = file.read_text(encoding="utf-8")
    say(f"{lines}\n{_('these lines are in {file}; they print:').format(file=file.as_posix())}\n")
    return 1 if replaying.run(file) else 0


def run_step(options: argparse.Namespace) -> int:
    """Walk through the backward pass of a counterexample: frames here, and one page to keep."""
    from autograder.morning import replaying
    from autograder.render.steps import frames_text, steps_page

    exercise = load_course().exercise(options.exercise)
    check = replaying.counterexample(exercise)
    if check is None or not check.graph or not check.graph.steps:
        told = _("{exercise}: there is no wrong backward pass to walk through")
        raise UsageError(told.format(exercise=exercise.name))
    file = options.output or FOLDER / f"{exercise.name}.html"
    replaying.write(file, steps_page(check.graph, f"{exercise.name}: {check.claim}"))
    headline = check.message.partition("\n")[0]
    parts: list[RenderableType] = [Text.assemble((exercise.name, "bold"), f"  {headline}")]
    for frame in frames_text(check.graph):
        parts += [Text(), Text(frame)]
    return _show([*parts, Text(), Prose(_("the same with arrow keys: {file}").format(file=file.as_posix()))])


def run_watch(options: argparse.Namespace) -> int:
    """Grade on save."""
    from autograder.morning.watching.loop import watch

    return watch(load_course(), plain=options.plain, share=options.share)


def run_update(options: argparse.Namespace) -> int:
    """Bring a corrected kit in."""
    from autograder.morning.updating import update

    kept = update(options.kit, load_course())
    return _show([*map(Prose, kept), Prose(_("The kit is up to date."))])


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "list": run_list,
    "hint": run_hint,
    "reset": run_reset,
    "submit": run_submit,
    "replay": run_replay,
    "step": run_step,
    "watch": run_watch,
    "update": run_update,
}
