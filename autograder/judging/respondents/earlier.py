"""What this process found out about modules that it has judged: the same one among the same siblings is judged once.

A worker is told a module and the siblings that it needs or names, so what it answers depends on nothing else, and what
is said of it on where these stand in the submission and on the language. Nothing is kept where a worker was lost or a
limit was hit: that may have been the machine's doing.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import msgspec

from autograder.judging.claims import Claim
from autograder.judging.respondents.sources import texts_of
from autograder.judging.session import Session
from autograder.language import in_use
from autograder.report import CheckResult, ExerciseResult

MOST = 256  # modules: some megabytes


@dataclass(frozen=True)
class Judged:
    """All that was said of one module: of each exercise, with its claims in their order, and what was left out.

    `usable` says whether others can rely on it.
    """

    results: Mapping[str, ExerciseResult]
    warnings: tuple[str, ...]
    usable: bool


@dataclass
class Earlier:
    """The modules that were judged last, by what was judged."""

    _known: OrderedDict[bytes, Judged] = field(default_factory=OrderedDict)

    def find(self, key: bytes) -> Judged | None:
        """What was said of the module with this key."""
        if key in self._known:
            self._known.move_to_end(key)
        return self._known.get(key)

    def keep(self, key: bytes, judged: Judged) -> None:
        """Remember it, and forget what was not asked for longest."""
        self._known[key] = judged
        if len(self._known) > MOST:
            self._known.popitem(last=False)


class Recalled:
    """One submission's modules as they were judged earlier, those that were. All claims have to be asked of it."""

    def __init__(self, session: Session, earlier: Earlier | None) -> None:
        # Of several versions of a submission one exercise may come from another than the next: they are judged anew.
        self._session, self._earlier = session, None if session.others else earlier
        self._keys: dict[str, bytes | None] = {}
        self._known: dict[str, Judged] = {}

    def __getitem__(self, module: str) -> Judged | None:
        """What was said of a module; its key is made before it is judged, when those before it are."""
        if self._earlier and module not in self._keys:
            key = self._keys[module] = _key(self._session, module)
            if key and (found := self._earlier.find(key)):
                self._known[module] = found
                if found.usable:
                    modules = self._session.workers.modules
                    modules.usable.add(texts_of(modules.submission, self._session.course, module))
        return self._known.get(module)

    def judge(self, claim: Claim, place: int) -> CheckResult:
        """The outcome of a claim, the exercise's `place`th. Raises KitError: the kit's fault."""
        found = self[self._session.course.exercise(claim.exercise).module]
        if found is None:
            return self._session.judge(claim)
        result = found.results[claim.exercise].checks[place]
        self._session.prerequisites.record(claim, passed=result.outcome == "passed")
        return result

    def warnings(self, exercise: str) -> Sequence[str]:
        """What was left out of an exercise's module."""
        module = self._session.course.exercise(exercise).module
        found = self[module]
        return found.warnings if found else self._session.best(exercise).workers.modules[module].warnings

    def keep(self, results: Sequence[ExerciseResult]) -> None:
        """Remember what was said of those modules that were judged now, and would be judged so again."""
        for module, key in self._keys.items():
            own = {x.name: x for x in results if x.module == module}
            if self._earlier and key and module not in self._known and own and self._is_certain(module, own):
                usable = self._session.workers.modules[module].usable
                self._earlier.keep(key, Judged(own, tuple(self.warnings(next(iter(own)))), usable))

    def _is_certain(self, module: str, results: Mapping[str, ExerciseResult]) -> bool:
        lost = any(check.outcome in ("timeout", "crashed") for x in results.values() for check in x.checks)
        return not lost and self._session.workers.modules[module].exchange.undisturbed


def _key(session: Session, name: str) -> bytes | None:
    """What all that is said of a module depends on, as a hash; None where there is nothing to judge."""
    modules, exercises = session.workers.modules, [x.name for x in session.exercises if x.module == name]
    own = modules.submission.sources.get(name)
    if own is None or not (own.text or "").strip():
        return None
    module = modules[name]
    told = module.sources()
    places = [modules.submission.sources.get(x) for x in told]
    asked = [in_use(), modules.sandbox.rung, name, exercises, module.waits_for, sorted(module.lent)]
    return sha256(msgspec.json.encode([asked, told, places])).digest()
