"""The modules of a submission, each with a worker: which texts it is told, and what it answers."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from time import perf_counter
from typing import Any, TypeVar

from autograder.course import Course, Exercise
from autograder.judging.respondents.exchange import Exchange, Request, Spent
from autograder.judging.respondents.places import Places
from autograder.judging.respondents.reference import public_words, reference, withheld
from autograder.judging.respondents.sources import Texts, names_numpy, numpy_folder, siblings, texts_of
from autograder.judging.respondents.unloaded import Unloaded
from autograder.judging.shortfalls import Blocked, Crashed, Errored, Shortfall, TimedOut, Todo, no_answer
from autograder.language import _
from autograder.sandbox import Sandbox, Worker
from autograder.sandbox.messages import Answer, Loaded
from autograder.submission import Submission

LOAD_LIMIT = 5.0  # seconds of processor time for importing a module: a student's own demonstration may run there
ANSWER_LIMIT = 1.9  # seconds of processor time for one request: a hundred times what the slowest right answer takes
PROBE_LIMIT = 0.5  # seconds for a request of the diagnosis: its programs are small, and no points depend on it

T = TypeVar("T")

LIVING = 4  # workers of one submission: network needs those of three siblings beside its own


class Modules:
    """The modules of one submission, each with a worker of its own. `waited` are the seconds spent on starting them."""

    def __init__(self, submission: Submission, course: Course, sandbox: Sandbox, skeletons: Mapping[str, str]) -> None:
        self.submission, self.course, self.sandbox, self.skeletons = submission, course, sandbox, skeletons
        # Which of some exercises is the first that did not earn everything; a session knows.
        self.first_missing: Callable[[Iterable[str]], str | None] = lambda _exercises: None
        self.places = Places(submission, skeletons)
        self.usable: set[Texts] = set()  # siblings that an earlier session could rely on
        self.waited = 0.0
        self.spent = Spent()
        self._modules: dict[str, Module] = {}

    def __getitem__(self, name: str) -> "Module":
        """A module of the submission, whether it is there or not."""
        if name not in self._modules:
            self._modules[name] = Module(name, self)
        return self._modules[name]

    def warm(self, modules: Iterable[str]) -> None:
        """Start the workers of these modules, or what will start them, so that they are ready when they are asked."""
        known = [self[module] for module in modules if module in self.submission.sources]
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

    @cached_property
    def public_words(self) -> frozenset[str]:
        """The names that every student knows."""
        return public_words(self.skeletons.values())

    def close(self) -> None:
        """End all workers."""
        for module in self._modules.values():
            module.close()


class Module:
    """One module of the submission and its worker."""

    def __init__(self, name: str, modules: Modules) -> None:
        self._name, self._modules = name, modules
        self.exchange = Exchange(modules.sandbox, modules.spent, self._new_worker, self._reload)
        self._verdict: Loaded | Shortfall | None = None
        self._spent: dict[str, Shortfall] = {}  # exercises that cost a worker its life: they ask no more
        self._hung = ""  # why the rest was left out
        self._bare = False  # whether only its definitions run, for the rest hangs or ends the process

    @property
    def is_alive(self) -> bool:
        """Whether there is a worker."""
        return self.exchange.is_alive

    @property
    def usable(self) -> bool:
        """Whether it was loaded, and others can rely on all of it."""
        return isinstance(self._verdict, Loaded) and self._verdict.usable and not self._bare

    def start(self) -> None:
        """Start the worker, where there is none."""
        self.exchange.start()

    def _new_worker(self) -> Worker:
        self._modules.make_room()
        return self._modules.sandbox.start(numpy=self.needs_numpy)

    @cached_property
    def needs_numpy(self) -> bool:
        """Whether numpy is named by this module, as handed out or handed in, or by a sibling that it may import."""
        sources = self._modules.submission.sources
        texts = [sources[name].text or "" for name in (self._name, *self._siblings) if name in sources]
        return names_numpy((*texts, self._modules.skeletons.get(self._name, "")))

    @cached_property
    def _siblings(self) -> tuple[str, ...]:
        own = self._modules.submission.sources[self._name].text or ""
        return siblings(own, [x for x in self._modules.skeletons if x != self._name], self._imports)

    def load(self) -> Loaded:
        """Import the module, once. Raises the Shortfall of a module that cannot be imported, each time."""
        if self._verdict is None:
            began = perf_counter()
            try:
                self._verdict = self._load()
            except Shortfall as shortfall:
                self._verdict = shortfall
            self._modules.waited += perf_counter() - began
        if isinstance(self._verdict, Shortfall):
            raise self._verdict
        return self._verdict

    def ask(self, exercise: Exercise, do: str, kind: type[T], fields: Mapping[str, Any]) -> T | Answer:
        """A probe's answer or its failure. Raises a Shortfall when there is none, and when there was none before."""
        if exercise.name in self._spent:
            raise self._spent[exercise.name]
        loaded = self.load()
        if loaded.places.get(exercise.symbol) is None:
            raise self._unloaded.undefined(exercise.symbol, loaded)
        if self.waits_for and not self.lent:
            raise Blocked(_("waits for {exercise}").format(exercise=self.waits_for))
        try:
            if not self.is_alive:
                self._reload()
            return self._ask(Request(do, kind, ANSWER_LIMIT, fields))
        except Shortfall as shortfall:
            self._spent[exercise.name] = shortfall
            raise

    def probe(self, do: str, kind: type[T], fields: Mapping[str, Any]) -> T | Answer:
        """A probe's answer, or its failure as it came, even of an exercise that cost a worker its life."""
        self.load()
        if not self.is_alive:
            self._reload()
        return self._ask(Request(do, kind, PROBE_LIMIT, fields))

    @cached_property
    def waits_for(self) -> str | None:
        """The first exercise, if any, that has to be right before this module's can be graded."""
        needs = [name for x in self._modules.course.exercises if x.module == self._name for name in x.needs]
        return self._modules.first_missing(dict.fromkeys(needs))

    @cached_property
    def lent(self) -> Mapping[str, str]:
        """The reference's siblings, for it to read, where the submission's are not right and the reference is here."""
        return (reference(self._imports) or {}) if self.waits_for else {}

    @property
    def _imports(self) -> tuple[str, ...]:
        return next(module.imports for module in self._modules.course.modules if module.name == self._name)

    @property
    def output(self) -> str:
        """What the module printed; nothing where the reference was lent, which may have been made to print itself."""
        return "" if self.lent else self.exchange.output

    @cached_property
    def _unloaded(self) -> Unloaded:
        source = self._modules.submission.sources.get(self._name)
        return Unloaded(self._name, source.path if source else f"{self._name}.py", self._modules.places)

    def _load(self) -> Loaded:
        source = self._modules.submission.sources.get(self._name)
        if source is None:
            raise Todo(_("{file} is missing").format(file=self._unloaded.path))
        if source.text is None:
            raise Errored(f"{source.path}: {source.problem}")
        if not source.text.strip():
            raise Todo(_("{file} is empty").format(file=source.path))
        try:
            return self._reload()
        except (TimedOut, Crashed) as shortfall:
            # What stands around the definitions hangs or ends the process: they count without it.
            self._bare = True
            with suppress(Shortfall):
                loaded = self._reload()
                if any(line is not None for line in loaded.places.values()):
                    self._hung = shortfall.message
                    return loaded
            raise

    def _reload(self) -> Loaded:
        """Import the module in a new worker, or in the one that was started ahead."""
        exercises = [x for x in self._modules.course.exercises if x.module == self._name]
        symbols = [symbol for x in exercises for symbol in x.symbols]
        fields = {"module": self._name, "sources": self.sources(), "symbols": symbols, "site": numpy_folder()}
        self.start()
        answer = self._ask(Request("load", Loaded, LOAD_LIMIT, fields))
        if isinstance(answer, Loaded):
            return answer
        if answer.raised is None:  # only a forged reply says so of an import
            raise no_answer()
        raise self._unloaded.unloadable(answer.raised)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was left out of the module so that the rest of it could be graded, a line for each."""
        known = self._verdict
        return tuple(self._unloaded.left_out(known, self._hung)) if isinstance(known, Loaded) else ()

    def sources(self) -> dict[str, dict[str, Any]]:
        """This module and the siblings that it needs or names: the submission's where it works, else the skeleton."""
        chosen = {self._name: self.wire()}
        for sibling in self._siblings:
            lent = {"text": self.lent[sibling]} if sibling in self.lent else None
            chosen[sibling] = lent or self._usable(sibling) or {"text": self._modules.skeletons[sibling]}
        return chosen

    def wire(self) -> dict[str, Any]:
        """The module's source as a worker is told it."""
        source = self._modules.submission.sources[self._name]
        return {"text": source.text, "bare": self._bare}

    def _usable(self, sibling: str) -> dict[str, Any] | None:
        earlier = [module.name for module in self._modules.course.modules]
        if earlier.index(sibling) > earlier.index(self._name):
            return None
        texts, module = texts_of(self._modules.submission, self._modules.course, sibling), self._modules[sibling]
        with suppress(Shortfall):
            if texts in self._modules.usable or module.load().usable:
                self._modules.usable |= {texts} if not module.wire()["bare"] else set()
                return module.wire()
        return None

    def _ask(self, request: Request[T]) -> T | Answer:
        """A worker's answer, or its failure. Raises a Shortfall, or KitError."""
        answer = self.exchange.ask(request)
        return withheld(answer, request.kind, self._modules.public_words) if self.lent else answer

    def close(self) -> None:
        """End the worker, and keep what it printed."""
        self.exchange.close()
