"""One module of a submission and its worker: start it, import the module in it, ask it, and bury it."""

import importlib.util
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from autograder.course import Exercise
from autograder.errors import Blocked, Crashed, Errored, Shortfall, TimedOut, Todo
from autograder.language import _
from autograder.lending import reference, without_texts
from autograder.messages import Answer, Loaded
from autograder.sandbox import BadReply, Worker, WorkerDied, WorkerTimedOut
from autograder.shortfalls import died, no_answer, shown, timed_out
from autograder.submission import Source

if TYPE_CHECKING:
    from autograder.grading import Grading

LOAD_LIMIT = 5.0  # seconds for importing a module: a student's own demonstration may run there
ANSWER_LIMIT = 1.9  # seconds for one request: a hundred times what the slowest right answer takes
PROBE_LIMIT = 0.5  # seconds for a request of the diagnosis: its programs are small, and no points depend on it

T = TypeVar("T")


class Module:
    """One module of the submission and its worker."""

    def __init__(self, name: str, grading: "Grading") -> None:
        self._name, self._grading = name, grading
        self._worker: Worker | None = None
        self._verdict: Loaded | Shortfall | None = None
        self._spent: dict[str, Shortfall] = {}  # exercises that cost a worker its life: they ask no more
        self._printed = ""
        self._added = True  # whether cells that the student added to a notebook run too

    @property
    def is_alive(self) -> bool:
        """Whether there is a worker."""
        return self._worker is not None

    def start(self) -> Worker:
        """The worker, started now where there is none."""
        if self._worker is None:
            self._grading.make_room()
            self._worker = self._grading.sandbox.start(numpy=self.needs_numpy)
        return self._worker

    @cached_property
    def needs_numpy(self) -> bool:
        """Whether numpy is named by this module, as handed out or handed in, or by a sibling that it may import."""
        sources, skeletons = self._grading.submission.sources, self._grading.skeletons
        texts = [sources[name].text or "" for name in (self._name, *self._siblings) if name in sources]
        return any(re.search(r"\bnumpy\b", text) for text in (*texts, skeletons.get(self._name, "")))

    @cached_property
    def _siblings(self) -> tuple[str, ...]:
        """The modules that this one needs or names."""
        grading = self._grading
        own = grading.submission.sources[self._name].text or ""
        others = [name for name in grading.skeletons if name != self._name]
        return tuple(name for name in others if name in self._imports or re.search(rf"\b{name}\b", own))

    def load(self) -> Loaded:
        """Import the module, once. Raises the Shortfall of a module that cannot be imported, each time."""
        if self._verdict is None:
            began = perf_counter()
            try:
                self._verdict = self._load()
            except Shortfall as shortfall:
                self._verdict = shortfall
            self._grading.waited += perf_counter() - began
        if isinstance(self._verdict, Shortfall):
            raise self._verdict
        return self._verdict

    def ask(self, exercise: Exercise, do: str, kind: type[T], fields: Mapping[str, Any]) -> T:
        """A probe's answer. Raises a Shortfall when there is none, or when the exercise has cost a worker its life."""
        if exercise.name in self._spent:
            raise self._spent[exercise.name]
        loaded = self.load()
        if loaded.places.get(exercise.symbol) is None:
            raise Errored(_("`{symbol}` is not defined in {file}").format(symbol=exercise.symbol, file=self._path))
        if self._missing and not self._lent:
            raise Blocked(_("waits for {exercise}").format(exercise=self._missing))
        try:
            if self._worker is None:
                self._reload()
            answer = self._exchange(do, kind, ANSWER_LIMIT, fields)
        except Shortfall as shortfall:
            self._spent[exercise.name] = shortfall
            raise
        if isinstance(answer, Answer):
            raise self._grading.explain(exercise, answer)
        return answer

    def probe(self, do: str, kind: type[T], fields: Mapping[str, Any]) -> T | Answer:
        """A probe's answer, or its failure as it came, even of an exercise that cost a worker its life."""
        self.load()
        if self._worker is None:
            self._reload()
        return self._exchange(do, kind, PROBE_LIMIT, fields)

    @cached_property
    def _missing(self) -> str | None:
        """The first exercise, if any, that has to be right before this module's can be graded."""
        needs = [name for x in self._grading.course.exercises if x.module == self._name for name in x.needs]
        return self._grading.first_missing(dict.fromkeys(needs))

    @cached_property
    def _lent(self) -> Mapping[str, str]:
        """The reference's siblings, where the submission's are not right and the reference is here."""
        return (reference(self._imports) or {}) if self._missing else {}

    @property
    def _imports(self) -> tuple[str, ...]:
        return next(module.imports for module in self._grading.course.modules if module.name == self._name)

    @property
    def output(self) -> str:
        """What the module printed; nothing where the reference was lent, which may have been made to print itself."""
        if self._lent:
            return ""
        return self._printed + (self._worker.output if self._worker else "")

    @property
    def _path(self) -> str:
        source = self._grading.submission.sources.get(self._name)
        return source.path if source else f"{self._name}.py"

    def _load(self) -> Loaded:
        source = self._grading.submission.sources.get(self._name)
        if source is None:
            raise Todo(_("{file} is missing").format(file=self._path))
        if source.text is None:
            raise Errored(f"{source.path}: {source.problem}")
        if not source.text.strip():
            raise Todo(_("{file} is empty").format(file=source.path))
        try:
            return self._reload()
        except (TimedOut, Crashed):
            if not source.cells:
                raise
            # What the student added to the notebook hangs or ends the process: the answers count without it.
            self._added = False
            return self._reload()

    def _reload(self) -> Loaded:
        """Import the module in a new worker, or in the one that was started ahead."""
        symbols = [x.symbol for x in self._grading.course.exercises if x.module == self._name]
        fields = {"module": self._name, "sources": self._sources(), "symbols": symbols, "site": numpy_folder()}
        self.start()
        answer = self._exchange("load", Loaded, LOAD_LIMIT, fields)
        if isinstance(answer, Loaded):
            return answer
        raised = answer.raised
        if raised is None:  # only a forged reply says so of an import
            raise no_answer()
        frames = [x for x in raised.frames if x[0] == self._name]
        where = self._grading.locate(frames[-1]) if frames else None
        raise Errored(_("{file} cannot be loaded: {error}").format(file=self._path, error=shown(raised)), where)

    def _sources(self) -> dict[str, dict[str, Any]]:
        """This module and the siblings that it needs or names: the submission's where it works, else the skeleton."""
        chosen = {self._name: self.wire()}
        for sibling in self._siblings:
            chosen[sibling] = (
                self._lent_text(sibling) or self._usable(sibling) or {"text": self._grading.skeletons[sibling]}
            )
        return chosen

    def _lent_text(self, sibling: str) -> dict[str, Any] | None:
        return {"text": self._lent[sibling]} if sibling in self._lent else None

    def wire(self) -> dict[str, Any]:
        """The module's source as a worker is told it."""
        source = self._grading.submission.sources[self._name]
        return {"text": source.text, "cells": source.cells} if self._added else _without_added(source)

    def _usable(self, sibling: str) -> dict[str, Any] | None:
        earlier = [module.name for module in self._grading.course.modules]
        if earlier.index(sibling) > earlier.index(self._name):
            return None
        try:
            usable = self._grading.load(sibling).usable
        except Shortfall:
            return None
        return self._grading.module(sibling).wire() if usable else None

    def _exchange(self, do: str, kind: type[T], limit: float, fields: Mapping[str, Any]) -> T | Answer:
        worker = self.start()
        try:
            worker.send(do, limit, **fields)
            return self._withheld(worker.receive(kind, limit), kind)
        except WorkerTimedOut:
            self.close()
            raise timed_out(do, limit) from None
        except WorkerDied:
            status = worker.status()
            self.close()
            raise died(status) from None
        except BadReply:
            self.close()
            raise no_answer() from None

    def _withheld(self, answer: T | Answer, kind: type[T]) -> T | Answer:
        """The answer, without texts where the reference was lent: a submission could have put it there."""
        if not self._lent:
            return answer
        plain = without_texts(msgspec.to_builtins(answer), self._grading.public_words)
        if isinstance(answer, Answer):
            return msgspec.convert(plain, Answer)
        return msgspec.convert(plain, kind)

    def close(self) -> None:
        """End the worker, and keep what it printed."""
        if self._worker:
            self._worker.close()
            self._printed += self._worker.output
            self._worker = None


def numpy_folder() -> str | None:
    """Where numpy is installed; a worker starts without site-packages and is shown this package alone."""
    spec = importlib.util.find_spec("numpy")
    return str(Path(spec.origin).parent.parent) if spec and spec.origin else None


def _without_added(source: Source) -> dict[str, Any]:
    """The same lines at the same places, those of added cells empty."""
    added = {line for start, end in source.cells or () for line in range(start, end)}
    lines = (source.text or "").split("\n")
    return {"text": "\n".join("" if n in added else line for n, line in enumerate(lines)), "cells": None}
