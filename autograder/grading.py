"""One submission under grading: a worker for each module, its verdict on loading, and what went wrong as outcomes.

Here a worker's answer becomes the student's outcome, so the rules of who pays for what stand here: a module that
cannot be loaded fails all of its exercises at once; a hang or a crash costs the exercise that asked, not the module.
"""

import importlib.util
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

import msgspec

from autograder.course import Course, Exercise
from autograder.errors import Blocked, Crashed, Errored, Failed, Shortfall, TimedOut, Todo
from autograder.language import _
from autograder.lending import public_words, reference, without_texts
from autograder.messages import Answer, Loaded, Malformed, Raised
from autograder.sandbox import BadReply, Sandbox, Worker, WorkerDied, WorkerTimedOut
from autograder.submission import Source, Submission

LOAD_LIMIT = 5.0  # seconds for importing a module: a student's own demonstration may run there
ANSWER_LIMIT = 1.9  # seconds for one request: a hundred times what the slowest right answer takes
PROBE_LIMIT = 0.5  # seconds for a request of the diagnosis: its programs are small, and no points depend on it

T = TypeVar("T")


class Grading:
    """Ask a submission's modules; every failure of theirs comes back as a Shortfall."""

    def __init__(self, submission: Submission, course: Course, sandbox: Sandbox, skeletons: Mapping[str, str]) -> None:
        self.submission, self.course, self.sandbox, self.skeletons = submission, course, sandbox, skeletons
        # Which of some exercises is the first that did not earn everything; a session knows.
        self.first_missing: Callable[[Iterable[str]], str | None] = lambda _exercises: None
        self._modules: dict[str, _Module] = {}
        self.started = perf_counter()
        self.waited = 0.0  # seconds spent waiting for workers to start

    def warm(self, modules: Iterable[str]) -> None:
        """Start the workers of these modules, or what will start them, so that they are ready when they are asked."""
        known = [self._module(module) for module in modules if module in self.submission.sources]
        if self.sandbox.forks:
            self.sandbox.launch(numpy=any(module.needs_numpy for module in known))
            return
        for module in known:
            module.start()

    def load(self, module: str) -> Loaded:
        """What is known of a module once it is imported. Raises the Shortfall of a module that cannot be."""
        return self._module(module).load()

    def ask(self, exercise: Exercise, do: str, kind: type[T], **fields: Any) -> T:
        """A probe's answer. Raises a Shortfall when there is none."""
        return self._module(exercise.module).ask(exercise, do, kind, fields)

    def probe(self, exercise: Exercise, do: str, kind: type[T], **fields: Any) -> T | Answer:
        """A probe's answer or its failure as it came; asked even of an exercise that cost a worker its life.

        Raises the Shortfall of a module that cannot be loaded, or that hangs or dies again.
        """
        return self._module(exercise.module).probe(do, kind, fields)

    def where(self, exercise: Exercise) -> str | None:
        """Where the exercise's function stands in the student's file."""
        line = self.load(exercise.module).places.get(exercise.symbol)
        return f"{self.submission.sources[exercise.module].locate(line)}  {exercise.symbol}" if line else None

    def explain(self, exercise: Exercise, answer: Answer) -> Shortfall:
        """The outcome of an answer that is a failure."""
        if answer.malformed:
            return _malformed(exercise, answer.malformed, self.where(exercise))
        assert answer.raised
        return self.explain_raised(exercise, answer.raised)

    def explain_raised(self, exercise: Exercise, raised: Raised) -> Shortfall:
        """An exception of the submission: a stub that is still there, here or in a sibling, or an error."""
        frames = [frame for frame in raised.frames if frame[0] in self.submission.sources]
        where = self._locate(frames[-1]) if frames else None
        if raised.type == "NotImplementedError" and raised.frames:
            module, _line, symbol = raised.frames[-1]
            stub = self._exercise_of(module, symbol)
            if stub is None or stub.name == exercise.name:
                return Todo(_todo(), where)
            return Blocked(_("waits for {exercise}").format(exercise=stub.name), where)
        return Errored(_shown(raised), where)

    def close(self) -> None:
        """End all workers."""
        for module in self._modules.values():
            module.close()

    def output(self, module: str) -> str:
        """What a module printed."""
        return self._module(module).output

    @cached_property
    def public_words(self) -> frozenset[str]:
        """The names that every student knows."""
        return public_words(self.skeletons.values())

    def _module(self, name: str) -> "_Module":
        if name not in self._modules:
            self._modules[name] = _Module(name, self)
        return self._modules[name]

    def _locate(self, frame: tuple[str, int, str]) -> str:
        module, line, symbol = frame
        place = self.submission.sources[module].locate(line)
        return f"{place}  {symbol.removesuffix('.<locals>._backward')}" if symbol not in ("", "<module>") else place

    def _exercise_of(self, module: str, symbol: str) -> Exercise | None:
        for exercise in self.course.exercises:
            if exercise.module == module and (symbol + ".").startswith(exercise.symbol + "."):
                return exercise
        return None


class _Module:
    """One module of the submission and its worker."""

    def __init__(self, name: str, grading: Grading) -> None:
        self._name, self._grading = name, grading
        self._worker: Worker | None = None
        self._verdict: Loaded | Shortfall | None = None
        self._spent: dict[str, Shortfall] = {}  # exercises that cost a worker its life: they ask no more
        self._printed = ""
        self._added = True  # whether cells that the student added to a notebook run too

    def start(self) -> Worker:
        if self._worker is None:
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
            raise Crashed(_("what came back from the module is not an answer"))
        frames = [x for x in raised.frames if x[0] == self._name]
        where = self._grading._locate(frames[-1]) if frames else None
        raise Errored(_("{file} cannot be loaded: {error}").format(file=self._path, error=_shown(raised)), where)

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
        return self._grading._module(sibling).wire() if usable else None

    def _exchange(self, do: str, kind: type[T], limit: float, fields: Mapping[str, Any]) -> T | Answer:
        worker = self.start()
        try:
            worker.send(do, limit, **fields)
            return self._withheld(worker.receive(kind, limit), kind)
        except WorkerTimedOut:
            self.close()
            raise TimedOut(_timed_out(do, limit)) from None
        except WorkerDied:
            status = worker.status()
            self.close()
            raise Crashed(_died(status)) from None
        except BadReply:
            self.close()
            raise Crashed(_("what came back from the module is not an answer")) from None

    def _withheld(self, answer: T | Answer, kind: type[T]) -> T | Answer:
        """The answer, without texts where the reference was lent: a submission could have put it there."""
        if not self._lent:
            return answer
        plain = without_texts(msgspec.to_builtins(answer), self._grading.public_words)
        if isinstance(answer, Answer):
            return msgspec.convert(plain, Answer)
        return msgspec.convert(plain, kind)

    def close(self) -> None:
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


def _todo() -> str:
    return _("to do: replace `raise NotImplementedError` by your code, and delete that line")


def _shown(raised: Raised) -> str:
    name = raised.type or "Exception"  # the name of a class of their own is withheld where the reference was lent
    return f"{name}: {raised.message}" if raised.message else name


def _timed_out(do: str, limit: float) -> str:
    if do == "load":
        return _("no end of the module's own code within {seconds:g} s: is there a loop at the top level?").format(
            seconds=limit
        )
    return _("no answer within {seconds:g} s: a loop that never ends, or a graph walked 2ⁿ times?").format(
        seconds=limit
    )


def _died(status: int | None) -> str:
    if status is not None and status < 0:
        return _("the program was ended by signal {signal}").format(signal=-status)
    return _("the program ended before it answered (exit status {status})").format(status=status)


def _malformed(exercise: Exercise, malformed: Malformed, where: str | None) -> Shortfall:
    name, got = malformed.name, malformed.got
    if malformed.what == "name":
        return Errored(_("`{name}` is not defined").format(name=name), where)
    if malformed.what == "attribute":
        return Errored(_("a {got} has no attribute `{name}`").format(got=got, name=name), where)
    if malformed.what in ("result", "tensor") and got == "NoneType":
        return Failed(_("`{name}` returns nothing: is there a `return`?").format(name=exercise.symbol), where)
    if malformed.what == "result":
        return Failed(
            _("`{name}` has to return a Value, and returns: {got}").format(name=exercise.symbol, got=got), where
        )
    if malformed.what == "tensor":
        return Failed(
            _("`{name}` has to return a Tensor, and returns: {got}").format(name=exercise.symbol, got=got), where
        )
    if malformed.what == "list":
        return Failed(_("`{name}` has to return a list, and returns: {got}").format(name=name, got=got), where)
    return Crashed(_("what came back from the module is not an answer"), where)
