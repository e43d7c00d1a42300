"""A whole morning at a terminal: from the built kit, every exercise from a typical mistake to right; each screen.

What is on the screens is golden/morning.fr.txt and golden/morning.en.txt.
"""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.course import load_course
from autograder.morning.places import answers
from autograder.morning.reset import restored
from release.sources.misconceptions import exercise_of, patched
from tests.bank import bank
from tests.submissions import reference
from tests.test_kit import _unpack
from tests.tmux import Window

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux"),
]
COURSE = load_course()
TYPICAL = (
    "neuron.zero_on_the_line",
    "backward_pass.product_share_only",
    "add.replaced_in_both",
    "relu.inverted",
    "topological_sort.append_outside",
)
PENDING = "   …"  # further from the last mark than a mark is: "  …" is the last exercise, which waits for another
OUTCOMES = {"en": ("to do", "not yet", "error", "passed"), "fr": ("à faire", "pas encore", "erreur", "réussi")}


def _mistake(exercise: str) -> str:
    """A module of the student's with a mistake that is made in an exercise."""
    sources, entries = bank()
    own = [identity for identity in entries if exercise_of(sources, entries[identity]).name == exercise]
    chosen = next((identity for identity in own if identity in TYPICAL), own[0])
    return patched(sources, entries[chosen])


def _answer(file: Path, exercise: str, module: str) -> None:
    """Put an exercise's answer of a module into the student's file, and nothing else."""
    text = restored(file.read_text(encoding="utf-8"), module, answers(COURSE, file.stem, "fr")[exercise])
    assert text is not None
    file.write_text(text, encoding="utf-8")


def _screens(kit: Path, language: str) -> Iterator[tuple[str, str]]:
    """What was done, and the screen that it led to."""
    todo, failed, error, passed = OUTCOMES[language]
    window = Window(kit, f"{sys.executable} -m autograder watch --lang {language}")

    def shown(name: str, *outcomes: str) -> Callable[[str], bool]:
        heads = [f"→ {name}  {outcome}" for outcome in outcomes]
        return lambda screen: any(head in screen for head in heads) and not screen.split("\n")[1].endswith(PENDING)

    try:
        yield "watch", window.wait(shown("neuron", todo))
        for exercise in COURSE.exercises:
            file = kit / "exercises" / f"{exercise.module}.py"
            _answer(file, exercise.name, _mistake(exercise.name))
            yield f"{exercise.name}: a mistake", window.wait(shown(exercise.name, failed, error))
            if exercise.name == "add":
                yield from _keys(window)
            _answer(file, exercise.name, reference(exercise.module))
            yield f"{exercise.name}: right", window.wait(shown(exercise.name, passed))
    finally:
        window.close()


def _keys(window: Window) -> Iterator[tuple[str, str]]:
    before = window.screen()
    for key, again in (("h", ""), ("h", ""), ("s", ""), ("n", ""), ("s", ""), ("l", "l"), ("a", "a"), ("r", "Space")):
        window.press(key)
        yield f"add: {key}", window.wait(lambda screen, old=before: screen != old and _is_whole(screen))  # type: ignore[misc]
        before = window.screen()
        if again:
            window.press(again)
            before = window.wait(lambda screen, old=before: screen != old and _is_whole(screen))  # type: ignore[misc]


def _is_whole(screen: str) -> bool:
    """Whether the last line is there: the keys, or what a replay says at its end."""
    last = screen.split("\n")[-1]
    return last.startswith(" ") or "any key" in last or "une touche" in last


@pytest.mark.parametrize("language", COURSE.languages)
def test_a_morning(tmp_path: Path, golden: Callable[[str, str], None], language: str) -> None:
    kit = _unpack(tmp_path / "kit", language)
    told = [f"━━ {done}\n{screen}\n" for done, screen in _screens(kit, language)]
    for screen in told:
        assert max(map(len, screen.splitlines())) <= 80 and len(screen.splitlines()) <= 25
        assert "Traceback" not in screen
    golden(f"morning.{language}.txt", "\n".join(told))
