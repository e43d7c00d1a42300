"""One submission under grading: a worker for each module, its verdict on loading, and what went wrong as outcomes.

Here a worker's answer becomes the student's outcome, so the rules of who pays for what stand here: a module that
cannot be loaded fails all of its exercises at once; a hang or a crash costs the exercise that asked, not the module.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from time import perf_counter
from typing import Any, TypeVar

from autograder.course import Course, Exercise
from autograder.errors import Blocked, Errored, Shortfall
from autograder.language import _
from autograder.lending import public_words
from autograder.messages import Answer, Loaded, Raised
from autograder.module import Module
from autograder.sandbox import Sandbox
from autograder.shortfalls import malformed_answer, shown, todo
from autograder.submission import Submission

LIVING = 4  # workers of one submission: network needs those of three siblings beside its own

T = TypeVar("T")


class Grading:
    """Ask a submission's modules; every failure of theirs comes back as a Shortfall."""

    def __init__(self, submission: Submission, course: Course, sandbox: Sandbox, skeletons: Mapping[str, str]) -> None:
        self.submission, self.course, self.sandbox, self.skeletons = submission, course, sandbox, skeletons
        # Which of some exercises is the first that did not earn everything; a session knows.
        self.first_missing: Callable[[Iterable[str]], str | None] = lambda _exercises: None
        self._modules: dict[str, Module] = {}
        self.started = perf_counter()
        self.waited = 0.0  # seconds spent waiting for workers to start

    def warm(self, modules: Iterable[str]) -> None:
        """Start the workers of these modules, or what will start them, so that they are ready when they are asked."""
        known = [self.module(module) for module in modules if module in self.submission.sources]
        if self.sandbox.forks:
            self.sandbox.launch(numpy=any(module.needs_numpy for module in known))
            return
        for module in known:
            module.start()

    def make_room(self) -> None:
        """Let few confined workers live at a time: each may fill its memory, and another costs milliseconds."""
        if self.sandbox.forks:
            for module in [x for x in self._modules.values() if x.is_alive][: 1 - LIVING]:
                module.close()

    def load(self, module: str) -> Loaded:
        """What is known of a module once it is imported. Raises the Shortfall of a module that cannot be."""
        return self.module(module).load()

    def ask(self, exercise: Exercise, do: str, kind: type[T], **fields: Any) -> T:
        """A probe's answer. Raises a Shortfall when there is none."""
        return self.module(exercise.module).ask(exercise, do, kind, fields)

    def probe(self, exercise: Exercise, do: str, kind: type[T], **fields: Any) -> T | Answer:
        """A probe's answer or its failure as it came; asked even of an exercise that cost a worker its life.

        Raises the Shortfall of a module that cannot be loaded, or that hangs or dies again.
        """
        return self.module(exercise.module).probe(do, kind, fields)

    def where(self, exercise: Exercise) -> str | None:
        """Where the exercise's function stands in the student's file."""
        line = self.load(exercise.module).places.get(exercise.symbol)
        return f"{self.submission.sources[exercise.module].locate(line)}  {exercise.symbol}" if line else None

    def explain(self, exercise: Exercise, answer: Answer) -> Shortfall:
        """The outcome of an answer that is a failure."""
        if answer.malformed:
            return malformed_answer(exercise, answer.malformed, self.where(exercise))
        assert answer.raised
        return self.explain_raised(exercise, answer.raised)

    def explain_raised(self, exercise: Exercise, raised: Raised) -> Shortfall:
        """An exception of the submission: a stub that is still there, here or in a sibling, or an error."""
        frames = [frame for frame in raised.frames if frame[0] in self.submission.sources]
        where = self.locate(frames[-1]) if frames else None
        if raised.type == "NotImplementedError" and raised.frames:
            module, _line, symbol = raised.frames[-1]
            stub = self._exercise_of(module, symbol)
            if stub is None or stub.name == exercise.name:
                return todo(where)
            return Blocked(_("waits for {exercise}").format(exercise=stub.name), where)
        return Errored(shown(raised), where)

    def close(self) -> None:
        """End all workers."""
        for module in self._modules.values():
            module.close()

    def output(self, module: str) -> str:
        """What a module printed."""
        return self.module(module).output

    @cached_property
    def public_words(self) -> frozenset[str]:
        """The names that every student knows."""
        return public_words(self.skeletons.values())

    def module(self, name: str) -> Module:
        """A module of the submission, whether it is there or not."""
        if name not in self._modules:
            self._modules[name] = Module(name, self)
        return self._modules[name]

    def locate(self, frame: tuple[str, int, str]) -> str:
        """A frame of the submission as `exercises/value.py:41  Value.__add__`."""
        module, line, symbol = frame
        place = self.submission.sources[module].locate(line)
        return f"{place}  {symbol.removesuffix('.<locals>._backward')}" if symbol not in ("", "<module>") else place

    def _exercise_of(self, module: str, symbol: str) -> Exercise | None:
        for exercise in self.course.exercises:
            if exercise.module == module and (symbol + ".").startswith(exercise.symbol + "."):
                return exercise
        return None
