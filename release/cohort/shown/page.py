"""The class's page, and one for each student: self-contained, and readable without their script."""

import base64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from autograder import language as languages
from autograder.course import load_course
from autograder.diagnosis.signatures import all_told
from autograder.language import all_bound, bound, printable
from autograder.render.graph import graph_image
from autograder.render.sentences import number, outcome_name
from autograder.report import Report
from release.cohort.overview import Belief, Overview, Row
from release.cohort.results import Result
from release.cohort.shown.words import WORDS
from release.files import replacing, write_whole
from release.pages.student import MARKS as SIGNS
from release.pages.student import Marks, fingerprint, made_from, student_page

HERE = Path(__file__).parent
INDEX, STUDENTS = "index.html", "students"
BARS = 10  # of the distribution
PIECE = 1_000  # parts of the template that are written at once


@dataclass(frozen=True)
class Cell:
    """An exercise of a student in the table."""

    outcome: str
    sign: str
    state: str
    points: str
    sorted_by: float


def write_pages(
    folder: Path, seen: Overview, results: Iterable[Result], *, language: str, marks: Mapping[str, Marks] = {}
) -> Path:
    """Write index.html and the students' pages into the folder; the first is returned. No page of an earlier run stays.

    `marks` are the gradebook's, by student, where there is one.
    """
    names = {row.student: row.shown or row.student for row in seen.rows}
    files = {student: f"{number:04}.html" for number, student in enumerate(names, 1)}
    made = set()
    for result in results:
        if result.report is not None and result.student in files:
            shown = result.report, marks.get(result.student) or _marks(result.report, names[result.student])
            page = folder / STUDENTS / files[result.student]
            made.add(page)
            if made_from(page) != fingerprint(*shown):
                write_whole(page, student_page(*shown))
    for page in set((folder / STUDENTS).glob("*.html")) - made:  # it may hold a name that this run hides
        page.unlink()
    page = folder / INDEX
    with replacing(page) as file:
        file.writelines(class_page(seen, language, names=names, files=files))
    return page


def _marks(report: Report, student: str) -> Marks:
    """What there is to say without a gradebook."""
    return Marks(_title(report.language), student, report.points, report.max_points, 0.0, {})


@cache
def _title(language: str) -> str:
    return load_course().title[language]


def class_page(seen: Overview, language: str, *, names: Mapping[str, str], files: Mapping[str, str]) -> Iterator[bytes]:
    """What the class believes and who is stuck where, in this language.

    In pieces, for that of a large class is large.
    """
    languages.use(language)
    script = Markup((HERE / "class.js").read_text(encoding="utf-8"))
    page = (
        _environment()
        .get_template("class.html.j2")
        .stream(
            language=language,
            words=all_bound(WORDS[language]),
            title=load_course().title[language],
            seen=seen,
            names=names,
            files=files,
            cells=lambda row: [_cell(row, x.name) for x in seen.columns],
            bars=_bars(seen),
            titles={x.name: x.title[language] for x in load_course().exercises},
            board=[_drawn(x, language) for x in seen.beliefs if len(x.students) > 1],
            alone=[_drawn(x, language) for x in seen.beliefs if len(x.students) == 1],
            unnamed=[_drawn(x, language) for x in seen.unnamed if len(x.students) > 1],
            script=script,
            digest=base64.b64encode(sha256(script.encode()).digest()).decode(),
        )
    )
    page.enable_buffering(PIECE)
    return (piece.encode("utf-8", "replace") for piece in page)


def _cell(row: Row, exercise: str) -> Cell:
    outcome, points = row.exercises.get(exercise, ("todo", 0.0))
    return Cell(outcome, SIGNS.get(outcome, "✗"), outcome_name(outcome), number(points), points)


@dataclass(frozen=True)
class Bar:
    """Of the distribution: how many have from `low` to `high` points; `share` is of the highest bar."""

    low: str
    high: str
    count: int
    share: float


def _bars(seen: Overview) -> list[Bar]:
    width = seen.maximum / BARS or 1.0
    counts = [0] * BARS
    for points in seen.points:
        counts[min(BARS - 1, int(points / width))] += 1
    highest = max(counts) or 1
    return [Bar(number(i * width), number((i + 1) * width), n, n / highest) for i, n in enumerate(counts)]


@dataclass(frozen=True)
class Drawn:
    """A belief with its graph as an image, and what is told of it in the page's language."""

    belief: Belief
    tell: str
    question: str
    graph: str


def _drawn(belief: Belief, language: str) -> Drawn:
    told = all_told().get(belief.misconception)
    tell, question = (told.tell[language], told.question[language]) if told else ("", "")
    return Drawn(belief, tell, question, Markup(graph_image(belief.graph)) if belief.graph else "")


def _shown(text: str) -> str:
    return printable(text, longest=2_000)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"shown": _shown, "bound": bound, "number": number}
    environment.filters["state"] = outcome_name
    return environment
