"""What the bank gives to students: the signature of each misconception, and what is told of it.

A signature is what the wrong module answers in a worker, as a student's would. Where that depends on the order of a
set, it is asked under several orders, and only what is common to them is kept.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

import msgspec

from autograder.course import Course, Exercise
from autograder.diagnosis.programs import PROGRAMS
from autograder.diagnosis.signatures import Signature, Told, fits, merged
from autograder.diagnosis.symptoms import Fact
from autograder.errors import KitError
from autograder.judging.check import Check
from autograder.judging.observe import Observer, observe
from autograder.judging.respondents.modules import Modules
from autograder.judging.respondents.workers import Workers
from autograder.sandbox import Sandbox, open_sandbox
from autograder.submission.source import Source, Submission
from release.sources.misconceptions import FILE, Misconception, exercise_of, patched
from release.sources.read import Sources

SIGNATURES, TOLD = "autograder/data/signatures", "autograder/data/misconceptions.json"
Files = Mapping[str, bytes]
Programs = Mapping[str, Callable[[Check], None]]

WALK_SETS = ("topological_sort", "backward", "train")  # whose wrong answers may depend on the order of a set
ORDERS = 64  # how many orders of sets are tried
FEW_ORDERS = 4  # of them, which show whether any other would make a difference
DIGITS = 9  # significant ones: the last bits of a product may differ from machine to machine

# Values stand in sets by the number that they were made with: in the same order in every run and for all who make
# as many, and in another one each time that a program is asked for again.
NUMBERED = """

def _numbered(self, *arguments, _made=Value.__init__, _count=[0]):
    _count[0] += 1
    self._number = _count[0] * 2654435761 % 4294967296 >> 7
    _made(self, *arguments)


Value.__init__ = _numbered
Value.__hash__ = lambda self: self._number
"""
NUMBERS = """

def id(value):
    return hash(value) if isinstance(value, Value) else __builtins__["id"](value)
"""


def signature_files(sources: Sources, entries: Iterable[Misconception], course: Course) -> Files:
    """data/signatures/*.json and data/misconceptions.json. Raises KitError where two entries cannot be told apart."""
    chosen = tuple(entry for entry in entries if entry.exercise in PROGRAMS)
    found = signatures_of(sources, chosen, course)
    require_separation(chosen, found)
    files = {TOLD: told_json(chosen)}
    for exercise in dict.fromkeys(entry.exercise for entry in chosen):
        of_one = {entry.id: found[entry.id] for entry in chosen if entry.exercise == exercise}
        files[f"{SIGNATURES}/{exercise}.json"] = _lines(of_one)
    return files


def told_json(entries: Iterable[Misconception]) -> bytes:
    """What students read of each misconception that can be recognised."""
    told = [Told(x.id, x.exercise, x.tell, x.question) for x in entries if x.exercise in PROGRAMS]
    return msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n"


def signatures_of(sources: Sources, entries: Iterable[Misconception], course: Course) -> dict[str, Signature]:
    """The signature of each entry by id."""
    sandbox, found = open_sandbox(), dict[str, Signature]()
    for entry in entries:
        exercise = exercise_of(sources, entry)
        texts = {**sources.texts, exercise.module: patched(sources, entry)}
        key = (exercise.name, *texts.values())
        if key not in _ASKED:
            _ASKED[key] = signature(exercise, texts, course, sandbox=sandbox)
        found[entry.id] = _ASKED[key]
    return found


# What was asked before in this run: what is built is checked, and built again, with the same modules.
_ASKED: dict[tuple[str, ...], Signature] = {}


def signature(
    exercise: Exercise,
    texts: Mapping[str, str],
    course: Course,
    *,
    sandbox: Sandbox,
    programs: Programs = PROGRAMS,
    orders: int = ORDERS,
) -> Signature:
    """What modules answer to programs for one of their exercises, the same in every run."""
    walks_sets = exercise.name in WALK_SETS
    if walks_sets:
        texts = {**texts, "value": texts["value"] + NUMBERED, "backward": texts["backward"] + NUMBERS}
    sources = {name: Source(name, f"{name}.py", text) for name, text in texts.items()}
    workers = Workers(Modules(Submission("", sources, (), ()), course, sandbox, texts))
    try:
        return _under_orders(partial(_observed, workers, exercise, programs), orders if walks_sets else 1)
    finally:
        workers.close()


def _under_orders(ask: Callable[[], Signature], orders: int) -> Signature:
    """What is common to the answers under several orders of sets; few show whether there is a difference at all."""
    found = [ask() for _ in range(min(orders, FEW_ORDERS))]
    common = merged(found)
    if any(facts is None or None in facts for facts in common):
        return merged([*found, *(ask() for _ in range(orders - len(found)))])
    return common


def _observed(workers: Workers, exercise: Exercise, programs: Programs) -> Signature:
    observer = Observer(exercise, workers)
    return tuple(tuple(map(_rounded, x.facts)) for x in observe(observer, programs[exercise.name]))


def _rounded(fact: Fact) -> Fact:
    return fact if isinstance(fact, str) else float(f"{fact:.{DIGITS}g}") + 0.0


def require_separation(entries: Iterable[Misconception], found: Mapping[str, Signature]) -> None:
    """Raises KitError where two entries of an exercise have one signature, or are declared to and have not."""
    if faults := list(_confused(tuple(entries), found)):
        raise KitError("\n".join(faults))


def _confused(entries: tuple[Misconception, ...], found: Mapping[str, Signature]) -> Iterator[str]:
    for i, one in enumerate(entries):
        for other in entries[:i]:
            same = one.exercise == other.exercise and fits(found[one.id], found[other.id])
            if same and other.id not in one.same_as:
                yield f"{FILE}: {other.id} and {one.id} have the same signature and are not declared the same"
            elif not same and other.id in one.same_as:
                yield f"{FILE}: {other.id} and {one.id} are declared the same, and their signatures differ"


def _lines(of_one: Mapping[str, Signature]) -> bytes:
    """One line for each misconception: a change shows as what it is."""
    lines = [f"{msgspec.json.encode(name).decode()}:{msgspec.json.encode(x).decode()}" for name, x in of_one.items()]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()
