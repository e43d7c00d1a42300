"""The same submissions before two judges: the kit's own, and the page's, in or out of a browser; what differs.

Compared is the whole result as a report has it: verdicts, messages, places, counterexamples, graphs, names, replays.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import msgspec

from autograder import language
from autograder.judging.grade import grade_session
from autograder.judging.session import open_session
from release.proof.known_good import known_good
from release.proof.mutants import mutants_of
from release.tab.truths import NUMPY, truths, written
from tests.bank import bank, wrong_module
from tests.submissions import ROOT, write

ABSENT = ROOT / "autograder" / "tab" / "absent"
START = "import sys; sys.path[:0] = sys.argv[2:]; import runpy; runpy.run_module('tests.tab', run_name='__main__')"
MUTANTS = 300


@dataclass(frozen=True)
class Tried:
    """The reference's five modules, of which one may be another, and the exercises that are asked."""

    name: str
    modules: Mapping[str, str]
    exercises: tuple[str, ...]


class Judge(Protocol):
    """Whatever grades modules."""

    def graded(self, modules: Mapping[str, str], exercises: Sequence[str]) -> dict[str, Any]:
        """The results by exercise, as plain data."""


def _tried(name: str, module: str, text: str, exercises: Sequence[str] = ()) -> Iterator[Tried]:
    sources, _entries = bank()
    if module not in NUMPY:
        modules = {x: text for x, text in sources.texts.items() if x not in NUMPY} | {module: text}
        all_of = tuple(x.name for x in sources.course.exercises if x.module == module)
        yield Tried(name, modules, tuple(exercises) or all_of)


def the_bank() -> list[Tried]:
    """Every misconception."""
    return [x for identity in bank()[1] for x in _tried(identity, *wrong_module(identity))]


def right_ones() -> list[Tried]:
    """Every right program of another shape, but those that use numpy: they are for the kit."""
    trials = [(name, y) for name, y in known_good(ROOT, bank()[0]) if "import numpy" not in y.text]
    return [x for name, y in trials for x in _tried(name, y.module, y.text, y.exercises)]


def mutants() -> list[Tried]:
    """Three hundred mutants, of all exercises."""
    sources, _entries = bank()
    every = [x for each in sources.course.exercises for x in mutants_of(sources, each) if x.module not in NUMPY]
    chosen = every[:: max(1, len(every) // MUTANTS)]
    return [x for each in chosen for x in _tried(str(each), each.module, each.text, [each.exercise])]


class Native:
    """The kit's own judge, on the visible claims."""

    def __init__(self, folder: Path, spoken: str) -> None:
        self._folder, self._spoken = folder, spoken

    def graded(self, modules: Mapping[str, str], exercises: Sequence[str]) -> dict[str, Any]:
        """See Judge."""
        language.use(self._spoken)
        write(self._folder / "exercises", modules)
        with chdir(self._folder):
            session = open_session("exercises", exercises=exercises)
            report = grade_session(session, visible=True, language=self._spoken)
        return {x.name: json.loads(msgspec.json.encode(x)) for x in report.exercises}


class Outside:
    """The page's judge in a process of its own: see tests/tab.py."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def graded(self, modules: Mapping[str, str], exercises: Sequence[str]) -> dict[str, Any]:
        """See Judge."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"modules": modules, "exercises": exercises}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert "fault" not in answer, answer["fault"]
        results: dict[str, Any] = answer["results"]
        return results


@contextmanager
def outside(folder: Path, spoken: str, *, before: Sequence[Path] = (ABSENT, ROOT)) -> Iterator[Outside]:
    """The page's judge outside of a browser; `before` all others are the folders that it imports from."""
    (folder / "truths.json").write_bytes(written(truths(bank()[0].course)))
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", START, spoken, *map(str, before)], cwd=folder, **pipes) as process:
        try:
            yield Outside(process)
        finally:
            process.communicate()


def different(one: Any, other: Any, place: str = "") -> Iterator[str]:
    """Where two results differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            yield from different(one.get(key), other.get(key), f"{place}.{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for k, pair in enumerate(zip(one, other, strict=True)):
            yield from different(*pair, f"{place}[{k}]")
    elif one != other:
        yield f"{place}: {str(one)[:200]!r}, {str(other)[:200]!r}"


def judged(results: Mapping[str, Any]) -> dict[str, Any]:
    """Results without what another Python words otherwise: what an exception says, what is asked of it, and prints."""
    return {name: x | {"printed": "", "checks": [_unworded(y) for y in x["checks"]]} for name, x in results.items()}


def _unworded(check: Mapping[str, Any]) -> dict[str, Any]:
    if check["outcome"] != "error":
        return dict(check)
    return {**check, "message": check["message"].partition("\n")[0], "question": ""}


def compared(tried: Sequence[Tried], native: Judge, other: Judge) -> list[str]:
    """What the judges disagree on: a line for each place."""
    return [
        f"{x.name}{line}"
        for x in tried
        for line in different(native.graded(x.modules, x.exercises), other.graded(x.modules, x.exercises))
    ]
