"""The course's text as the page shows it: the cells of the lab notebook, each as what it is there.

A text stands as HTML, what is given as code, what is to be written as an editor, a check as the place of a verdict.
What a notebook's kernel runs, a picture or a question to predict, is left out, and with a question its folded answer,
which would read as the answer to the exercise above it; so is what stands above the first module.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.course import FOLDED, Cell, Course, Exercise, Module
from release.formulas import html
from release.tab.truths import NUMPY

_ANCHOR = re.compile(r'<a class="anchor-link"[^>]*>.*?</a>')  # nbconvert's, to each heading from itself
_HEADING = re.compile(r"(?<=<)(/?)h([1-5])\b")


@dataclass(frozen=True)
class Piece:
    """`kind` is "text", "given", "written" or "exercise"; `html` is a text, `code` is shown as code."""

    kind: str
    name: str
    html: str = ""
    code: str = ""
    exercise: Exercise | None = None


@dataclass(frozen=True)
class Chapter:
    """A module; one for the `kit` is shown, and cannot be graded here."""

    module: Module
    title: str
    kit: bool
    pieces: tuple[Piece, ...]


def chapters(course: Course, language: str, *, numpy: bool = False) -> Iterator[Chapter]:
    """The modules in the order of the course."""
    for module in course.modules:
        cells = [cell for cell in course.cells[language] if cell.module == module.name]
        yield Chapter(module, module.title[language], not numpy and module.name in NUMPY, tuple(_pieces(cells, course)))


def _pieces(cells: list[Cell], course: Course) -> Iterator[Piece]:
    for cell in cells:
        if cell.kind == "markdown" and not cell.text.startswith(FOLDED):
            yield Piece("text", cell.name, html=_below_a_title(html(cell.text)))
        elif cell.kind in ("given", "solution"):
            yield Piece("given" if cell.kind == "given" else "written", cell.name, code=cell.text)
        elif cell.kind == "check":
            yield Piece("exercise", cell.name, exercise=course.exercise(cell.exercise))


def _below_a_title(page: str) -> str:
    """Headings one step lower: the page has a title of its own."""
    page = _ANCHOR.sub("", page).replace("<th></th>", "<td></td>")  # what heads no column is no header
    return _HEADING.sub(lambda found: f"{found[1]}h{int(found[2]) + 1}", page)
