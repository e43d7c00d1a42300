"""What a student's page shows: the report, with the points and the comments of the gradebook.

All that is text is escaped by the template. A page says from what it was made, so that it is made once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from autograder import language as languages
from autograder.language import all_bound, bound, printable
from autograder.render.graph import graph_image, shares_text
from autograder.render.html import said
from autograder.render.sentences import diagnosis_lines, next_question, number, outcome_name
from autograder.render.steps import steps_html
from autograder.report import IGNORED_SHOWN, CheckResult, ExerciseResult, Report
from release.pages.words import WORDS

HERE = Path(__file__).parent
MADE_FROM = re.compile(rb'<meta name="made-from" content="([0-9a-f]{64})">')
LATER = {"todo": 1, "blocked": 2}  # what was worked on is looked at before what was not begun, or is not there
MARKS = {"passed": "✓", "todo": "○", "blocked": "…"}


@dataclass(frozen=True)
class Mark:
    """An exercise's points in the gradebook; `manual` where the teacher gave them."""

    points: float
    maximum: float
    manual: bool = False


@dataclass(frozen=True)
class Marks:
    """What the gradebook says of one submission; `title` is the course's, `comments` are the teacher's own.

    `receipt` is what there was to say when it was collected.
    """

    title: str
    student: str
    points: float
    maximum: float
    penalty: float
    exercises: Mapping[str, Mark]
    comments: tuple[str, ...] = ()
    receipt: tuple[str, ...] = ()


@dataclass(frozen=True)
class Claim:
    """One check as the page shows it; `told` is empty where it passed, or was told before."""

    text: str
    outcome: str
    state: str
    mark: str
    points: str
    told: str = ""
    where: str = ""
    graph: str = ""
    steps: str = ""
    above: bool = False


@dataclass(frozen=True)
class Part:
    """One exercise."""

    name: str
    title: str
    outcome: str
    state: str
    mark: str
    points: str
    claims: tuple[Claim, ...]
    held: str
    manual: bool
    beliefs: tuple[str, ...]
    question: str


def fingerprint(report: Report, marks: Marks) -> str:
    """Differs once the page would be another one."""
    content = msgspec.json.encode(msgspec.structs.replace(report, timing=type(report.timing)()))
    return sha256(_version() + content + msgspec.json.encode(marks)).hexdigest()


def made_from(page: Path) -> str:
    """The fingerprint of what a page was made from; "" where it is none of ours, or not there."""
    try:
        found = MADE_FROM.search(page.read_bytes()[:2_000])
    except OSError:
        return ""
    return found[1].decode() if found else ""


def student_page(report: Report, marks: Marks) -> bytes:
    """The page. Its language is the report's."""
    with languages.speaking(report.language):
        return _page(report, marks).encode("utf-8", "replace")


def _page(report: Report, marks: Marks) -> str:
    words = all_bound(WORDS[report.language])
    parts = [_part(x, report, marks) for x in report.exercises]
    first = min((x for x in parts if x.outcome != "passed"), key=lambda x: LATER.get(x.outcome, 0), default=None)
    failure = next((x for x in first.claims if x.told), None) if first else None
    page = _environment().get_template("student.html.j2")
    text = page.render(
        report=report,
        marks=marks,
        words=words,
        parts=[_told_above(x, failure) if x is first else x for x in parts],
        first=first,
        failure=failure,
        total=_of(words["points"], marks.points, marks.maximum),
        grade=_grade(report, marks),
        penalty=words["penalty"].format(points=number(marks.penalty)) if marks.penalty else "",
        comments=[_comment(x) for x in marks.comments],
        ignored_shown=IGNORED_SHOWN,
        more=words["more"].format(count=more) if (more := len(report.ignored[IGNORED_SHOWN:])) else "",
        fingerprint=fingerprint(report, marks),
    )
    return str(text)


def _told_above(part: Part, failure: Claim | None) -> Part:
    """What stands at the head of the page is not told twice."""
    claims = tuple(replace(x, told="", above=True) if x is failure else x for x in part.claims)
    return replace(part, claims=claims, beliefs=(), question="")


def _grade(report: Report, marks: Marks) -> str:
    """The points as a grade, where that is another number."""
    if marks.maximum in (0, report.out_of):
        return ""
    grade = number(round(marks.points / marks.maximum * report.out_of, 2))
    return WORDS[report.language]["grade"].format(grade=grade, out_of=number(report.out_of))


def _part(exercise: ExerciseResult, report: Report, marks: Marks) -> Part:
    words = all_bound(WORDS[report.language])
    mark = marks.exercises.get(exercise.name, Mark(exercise.points, exercise.max_points))
    scored = [x for x in exercise.checks if x.weight]
    held = sum(x.outcome == "passed" for x in scored)
    share = partial(_share, sum((Fraction(x.weight) for x in scored), Fraction(0)), mark.maximum)
    faults = [(x.message, x.where) for x in exercise.checks]
    claims = tuple(_claim(x, share(x), faults[:i], words) for i, x in enumerate(exercise.checks))
    claims = _walked(exercise, claims)
    wrong = exercise.outcome != "passed"
    shown = next((x.message for x in exercise.checks if x.outcome != "passed" and x.weight), "")
    return Part(
        name=exercise.name,
        title=bound(exercise.title),
        outcome=exercise.outcome,
        state=outcome_name(exercise.outcome),
        mark=MARKS.get(exercise.outcome, "✗"),
        points=_of(words["of"], mark.points, mark.maximum),
        claims=claims,
        held=_of(words["claims"], held, len(scored)),
        manual=mark.manual,
        beliefs=tuple(bound(x) for x in diagnosis_lines(exercise, shown)) if wrong else (),
        question=bound(next_question(exercise, report.hints.get(exercise.name, ""))) if wrong else "",
    )


def _share(weights: Fraction, maximum: float, check: CheckResult) -> float:
    """A claim's points of the exercise's."""
    return float(Fraction(check.weight) / weights * Fraction(str(maximum))) if weights else 0.0


def _claim(check: CheckResult, points: float, before: list[tuple[str, str | None]], words: Mapping[str, str]) -> Claim:
    passed = check.outcome == "passed"
    again = (check.message, check.where) in before
    shares = shares_text(check.graph) if check.graph and not passed else ""
    return Claim(
        text=bound(check.claim),
        outcome=check.outcome,
        state=outcome_name(check.outcome),
        mark=MARKS.get(check.outcome, "✗"),
        points=_of(words["of"], points * passed, points) if check.weight else words["advice"],
        told="" if passed or again else "\n\n".join(x for x in (check.message, shares) if x),
        where="" if passed or again else check.where or "",
        graph=Markup(graph_image(check.graph)) if check.graph and not passed and not again else "",
    )


def _walked(exercise: ExerciseResult, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """The claims, the first one that has a picture of a wrong backward pass with its steps."""
    of = next((i for i, x in enumerate(exercise.checks) if claims[i].graph and x.graph and x.graph.steps), None)
    if of is None or (graph := exercise.checks[of].graph) is None:
        return claims
    return (*claims[:of], replace(claims[of], steps=Markup(steps_html(graph))), *claims[of + 1 :])


def _comment(text: str) -> Markup:
    """The teacher's Markdown, formulas as MathML."""
    from release.formulas import comment_html  # nbconvert takes long to import

    return Markup(comment_html(_shown(text)))


def _of(words: str, part: float, whole: float) -> str:
    return words.format(part=number(part), whole=number(whole))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"shown": _shown, "said": _said, "sentence": sentence}
    return environment


def _shown(text: str) -> str:
    """Text of a submission without what no page may hold."""
    return printable(text, longest=20_000)


def _said(text: str) -> Markup:
    """The same, what stands between backticks as code."""
    return Markup(said(_shown(text)))


def sentence(text: str) -> str:
    """A phrase of the console as a sentence."""
    return f"{text[:1].upper()}{text[1:]}"


@cache
def _version() -> bytes:
    """The hash of what makes the page."""
    digest = sha256()
    for path in sorted(x for x in HERE.iterdir() if x.suffix in (".py", ".j2")):
        digest.update(path.read_bytes())
    return digest.digest()
