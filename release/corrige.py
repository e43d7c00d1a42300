"""The corrigé, for after the deadline: the lab notebook with its answers, as .ipynb and as one HTML page.

Above each answer stands why it is right (solutions/corrige.LANGUAGE.md), under its exercise three mistakes of the bank.
The page needs nothing from elsewhere, neither style nor script: its formulas are MathML.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import HTMLExporter

from autograder.course import Cell, Course, Exercise
from autograder.errors import KitError
from autograder.language import bound
from release.formulas import html
from release.sources.build import answers
from release.sources.misconceptions import Misconception, read_misconceptions
from release.sources.notebook import lab_notebook, notebook_bytes, plain_notebook
from release.sources.read import Sources
from release.sources.skeleton import without_markers

# nbconvert's own page without the scripts that it loads from the network.
_PAGE = """
{%- extends 'index.html.j2' -%}
{%- block html_head_js -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
"""

_exporter: Callable[..., HTMLExporter] = HTMLExporter  # nbconvert has no types


ORIGINS = ("survey", "threads", "slides", "constructed")  # of mistakes: those that people were seen to make come first
SHOWN = 3  # mistakes of an exercise
TITLES = {"fr": "**Trois erreurs que l'on rencontre**", "en": "**Three mistakes that people make**"}


@dataclass(frozen=True)
class Commentary:
    """What there is to say in one language: of each answer, by exercise, and of the mistakes that people make."""

    language: str
    explanations: Mapping[str, str]
    bank: Sequence[Misconception]


def read_commentary(folder: Path, course: Course, language: str) -> Commentary:
    """Read it from the author's folder. Raises KitError for the explanation of what is no exercise."""
    path = folder / f"corrige.{language}.md"
    bank = read_misconceptions(folder, course)
    if not path.is_file():
        return Commentary(language, {}, bank)
    _head, *sections = re.split(r"^# (\w+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    typeset = bound if language == "fr" else str
    told = {name: typeset(section.strip()) for name, section in zip(sections[::2], sections[1::2], strict=True)}
    if wrong := sorted(told.keys() - {exercise.name for exercise in course.exercises}):
        raise KitError(f"{path.name}: no exercise is called {', '.join(wrong)}")
    return Commentary(language, told, bank)


def corrige_notebook(sources: Sources, course: Course, commentary: Commentary) -> bytes:
    """The notebook with the answers to this assignment's exercises, and what there is to say of them."""
    language = commentary.language
    ours = {cell.name for cell in course.cells[language]}
    cells = [cell for cell in without_markers(answers(sources, language)) if cell.name in ours]
    return notebook_bytes(plain_notebook(lab_notebook(course, list(_told(cells, course.exercises, commentary)))))


def _told(cells: Iterable[Cell], exercises: Sequence[Exercise], commentary: Commentary) -> Iterator[Cell]:
    """The cells, with explanations above an answer and mistakes below a check."""
    for cell in cells:
        answered = [x.name for x in exercises if cell.kind == "solution" and x.symbol.partition(".")[0] in cell.defines]
        for name in answered:
            if said := commentary.explanations.get(name):
                yield Cell(f"explained_{name}", cell.module, "markdown", f"**`{name}`.** {said}")
        yield cell
        mistakes = [x for x in commentary.bank if x.exercise == cell.exercise] if cell.kind == "check" else []
        if told := _mistakes(mistakes, commentary.language):
            yield Cell(f"mistakes_{cell.exercise}", cell.module, "markdown", told)


def _mistakes(entries: Sequence[Misconception], language: str) -> str:
    """What people believe who write the wrong answers, and what to ask them; empty where fewer than three are known."""
    chosen = sorted(entries, key=lambda entry: ORIGINS.index(entry.source))[:SHOWN]
    if len(chosen) < SHOWN:
        return ""
    lines = [f"- {_plain(entry.belief[language])} → {_plain(entry.question[language])}" for entry in chosen]
    told = "\n".join([TITLES[language], "", *lines])
    return bound(told) if language == "fr" else told


def _plain(sentence: str) -> str:
    """A sentence in which Markdown takes no product for emphasis; code between backticks stands as it is."""
    parts = sentence.split("`")
    return "`".join(x if i % 2 else x.replace("*", r"\*").replace("_", r"\_") for i, x in enumerate(parts))


def corrige_page(notebook: bytes, *, title: str, language: str) -> bytes:
    """A notebook as one self-contained page."""
    node: Any = nbformat.reads(notebook.decode(), as_version=4)
    node.metadata.title = title
    exporter = _exporter(raw_template=_PAGE, language_code=language, filters={"markdown2html": html})
    page: str = exporter.from_notebook_node(node)[0]
    return page.encode()
