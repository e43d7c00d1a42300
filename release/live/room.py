"""What is known of everybody in the room: how far each one is, and which beliefs they share now.

Whoever has the address can send anything that is a Report. So names of exercises and ideas are looked up in the
course, texts are never taken from a Report, a graph is drawn only if it is one, and there is a limit to everything.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from time import monotonic

import msgspec

from autograder.course import Course
from autograder.language import speaking
from autograder.morning.watching.sharing import NODES, Shared
from autograder.render.graph import graph_image
from autograder.report import ExerciseResult, Graph, Outcome

PEOPLE = 500  # in one room
CHECKS, EDGES, LABEL = 60, 60, 60  # of one exercise, of a graph, characters of a label
RATE, BURST = 1.0, 20.0  # messages of one student: in a second, and at once
EVERYBODY = 200.0  # messages of all in a second
DONE = ("passed", "todo", "blocked")


class Refused(Exception):
    """A message that is not taken; `status` is HTTP's."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass
class Allowance:
    """So many messages in a second on the average, and so many at once."""

    rate: float
    most: float
    left: float = field(init=False)
    at: float = field(default_factory=monotonic)

    def __post_init__(self) -> None:
        self.left = self.most

    def take(self) -> bool:
        """Whether there is one left, which is gone then."""
        now = monotonic()
        self.left, self.at = min(self.most, self.left + (now - self.at) * self.rate), now
        if self.left < 1:
            return False
        self.left -= 1
        return True


@dataclass
class Place:
    """Where a student is in one exercise, since when; what they believe there, "" for nothing that can be told.

    `answers` are a mark of what its checks found, which are so since they `changed`.
    """

    outcome: Outcome
    since: float
    belief: str
    answers: str
    changed: float


@dataclass
class Person:
    """A student, under a made-up name."""

    name: str
    allowance: Allowance = field(default_factory=lambda: Allowance(RATE, BURST))
    places: dict[str, Place] = field(default_factory=dict)

    @property
    def stuck(self) -> list[str]:
        """The exercises that are begun and not right, the one that is worked on now first: its answers changed last."""
        wrong = [name for name, x in self.places.items() if x.outcome not in DONE]
        return sorted(wrong, key=lambda name: -self.places[name].changed)


@dataclass(frozen=True)
class Idea:
    """What several may believe: an entry of the bank, or wrong answers that are the same (then without a `tell`)."""

    exercise: str
    tell: str
    question: str
    graph: str  # an image, as HTML


class Room:
    """Everybody who shares. `version` grows with each message that changes something."""

    def __init__(self, course: Course, language: str, told: Mapping[str, tuple[str, str]]) -> None:
        """`told` has what is said of each misconception: what it believes, and the question to ask."""
        self.course, self.language, self._told, self.version = course, language, told, 0
        self.people: dict[str, Person] = {}
        self.ideas: dict[str, Idea] = {}
        self._allowance = Allowance(EVERYBODY, EVERYBODY)
        self._known = {x.name for x in course.exercises}

    def take(self, body: bytes) -> Shared:
        """Take a message in. Raises Refused."""
        if not self._allowance.take():
            raise Refused(429)
        try:
            shared = msgspec.json.decode(body, type=Shared)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            raise Refused(400) from None
        if shared.token not in self.people and len(self.people) >= PEOPLE:
            raise Refused(503)
        person = self.people.setdefault(shared.token, Person(shared.name))
        if not person.allowance.take():
            raise Refused(429)
        now = monotonic()  # of all in the message: of those the first one of the course comes first
        for one in shared.report.exercises:
            if one.name in self._known and len(one.checks) <= CHECKS:
                self._place(person, one, now)
        return shared

    def _place(self, person: Person, one: ExerciseResult, now: float) -> None:
        before, key, answers = person.places.get(one.name), self._belief(one), _behaviour(one)
        if before and (before.outcome, before.belief, before.answers) == (one.outcome, key, answers):
            return
        stays = before is not None and before.outcome not in DONE and one.outcome not in DONE
        since = before.since if before and stays else now
        person.places[one.name] = Place(one.outcome, since, key, answers, now)
        self.version += 1
        if before and before.belief and before.belief not in self.counts():
            self.ideas.pop(before.belief, None)

    def _belief(self, one: ExerciseResult) -> str:
        """The key of what a wrong exercise believes; the idea is kept with the graph that came with it first."""
        if one.outcome in DONE:
            return ""
        found = one.diagnosis.misconception if one.diagnosis else ""
        named = found.partition(".")[0] == one.name and found in self._told
        key = found if named else f"{one.name} {_behaviour(one)}"
        if key not in self.ideas:
            tell, question = self._told[found] if named else ("", "")
            with speaking(self.language):
                self.ideas[key] = Idea(one.name, tell, question, _drawn(one))
        return key

    def counts(self) -> Counter[str]:
        """How many hold each belief now."""
        return Counter(x.belief for person in self.people.values() for x in person.places.values() if x.belief)


def _behaviour(one: ExerciseResult) -> str:
    """The same for those whose wrong answers are: which checks hold, and the marks of what the others found."""
    answers = [(x.outcome, x.message) for x in one.checks if x.weight]
    return sha256(msgspec.json.encode(answers)).hexdigest()[:16]


def _drawn(one: ExerciseResult) -> str:
    graph = next((x.graph for x in one.checks if x.graph), None)
    return graph_image(graph) if graph and is_sound(graph) else ""


def is_sound(graph: Graph) -> bool:
    """Whether it is a graph that can be drawn: each operand comes before its result, and nothing is endless."""
    many = len(graph.nodes)
    places: Sequence[int | None] = (graph.first, *(graph.edge or ()))
    return (
        0 < many <= NODES
        and all(0 <= x < i for i, node in enumerate(graph.nodes) for x in node.operands)
        and sum(len(node.operands) + len(node.ranks) for node in graph.nodes) <= 2 * EDGES
        and all(len(node.label) <= LABEL for node in graph.nodes)
        and all(x is None or 0 <= x < many for x in places)
    )
