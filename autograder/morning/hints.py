"""An exercise's hints, one step at a time."""

from rich.console import RenderableType
from rich.text import Text

from autograder.course import Exercise
from autograder.language import _, in_use
from autograder.morning.memory import keep, recall
from autograder.render.text import Prose, indented


def next_hint(exercise: Exercise) -> list[RenderableType]:
    """An exercise's hints as far as they were read, and one more, which is remembered."""
    memory, hints = recall(), exercise.hints[in_use()]
    shown = memory.hints[exercise.name] = min(memory.hints.get(exercise.name, 0) + 1, len(hints))
    keep(memory)
    return hint_lines(exercise, shown)


def hint_lines(exercise: Exercise, shown: int) -> list[RenderableType]:
    """The first hints of an exercise, the newest last."""
    hints = exercise.hints[in_use()]
    lines: list[RenderableType] = [Text.assemble((exercise.name, "bold"), f"  {exercise.title[in_use()]}")]
    for k, hint in enumerate(hints[:shown], start=1):
        lines.append(
            Text(_("hint {k} of {count}").format(k=k, count=len(hints)), style="bold" if k == shown else "dim")
        )
        lines.append(indented(Prose(hint), 2))
    if shown == len(hints):
        lines.append(Prose(_("That was the last one. Say aloud what you know, or go on to the next exercise.")))
    return lines
