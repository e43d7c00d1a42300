"""The room as the teacher sees it: one page, and what stands in it drawn anew with each change."""

import base64
from functools import cache
from hashlib import sha256
from pathlib import Path
from time import monotonic

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from autograder import language as languages
from autograder.render.sentences import outcome_name
from autograder.report import Outcome
from release.live.room import DONE, Person, Room
from release.live.words import WORDS
from release.pages.student import MARKS as SIGNS

HERE = Path(__file__).parent
IDEAS = 6  # that are shown
TOGETHER = 2  # how many unnamed answers have to be the same to be shown
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'; script-src 'sha256-{digest}'"
)


def live_page(room: Room, share: str) -> bytes:
    """The page; `share` is what students type to be seen on it."""
    return _rendered("live.html.j2", room, share=share, script=Markup(_script())).encode()


def room_part(room: Room) -> str:
    """What changes of it."""
    return _rendered("room.html.j2", room)


def policy() -> str:
    """What a browser lets the page do: run its one script, show its pictures, listen to where it came from."""
    return POLICY.format(digest=base64.b64encode(sha256(_script().encode()).digest()).decode())


def _rendered(template: str, room: Room, **more: object) -> str:
    with languages.speaking(room.language):
        counts = room.counts()
        shown = [(room.ideas[key], n) for key, n in counts.most_common() if key in room.ideas]
        names: list[Outcome] = ["passed", "failed", "todo", "blocked", "error", "timeout", "crashed"]
        return (
            _environment()
            .get_template(template)
            .render(
                language=room.language,
                words=languages.all_bound(WORDS[room.language]),
                title=room.course.title[room.language],
                people=_rows(room),
                columns=_columns(room),
                ideas=[(x, Markup(x.graph), n) for x, n in shown if x.tell or n >= TOGETHER][:IDEAS],
                signs={x: SIGNS.get(x, "✗") for x in names},
                states={x: outcome_name(x) for x in names},
                **more,
            )
        )


def _rows(room: Room) -> list[dict[str, object]]:
    """Everybody, who is stuck longest first."""
    now = monotonic()

    def stuck_since(person: Person) -> float:
        return person.places[person.stuck[0]].since if person.stuck else now

    return [
        {
            "name": x.name,
            "stuck": x.stuck[0] if x.stuck else "",
            "minutes": int((now - stuck_since(x)) // 60),
            "outcomes": [x.places[e.name].outcome if e.name in x.places else "" for e in room.course.exercises],
        }
        for x in sorted(room.people.values(), key=lambda x: (stuck_since(x), x.name))
    ]


def _columns(room: Room) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for exercise in room.course.exercises:
        outcomes = [x.places[exercise.name].outcome for x in room.people.values() if exercise.name in x.places]
        passed, stuck = outcomes.count("passed"), sum(x not in DONE for x in outcomes)
        untouched = len(room.people) - passed - stuck
        title = languages.bound(exercise.title[room.language])
        found.append({"name": exercise.name, "title": title, "counts": (passed, stuck, untouched)})
    return found


@cache
def _script() -> str:
    return (HERE / "live.js").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
