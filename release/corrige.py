"""The corrigé, for after the deadline: the lab notebook with its answers, as .ipynb and as one HTML page.

The page needs nothing from elsewhere, neither style nor script: its formulas are MathML.
"""

import re
from collections.abc import Callable
from typing import Any

import nbformat
from latex2mathml.converter import convert
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from autograder.course import Course
from release.build import answers
from release.notebook import lab_notebook, notebook_bytes, plain_notebook
from release.skeleton import without_markers
from release.sources import Sources

# nbconvert's own page without the scripts that it loads from the network.
_PAGE = """
{%- extends 'index.html.j2' -%}
{%- block html_head_js -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
"""

# In what latex2mathml writes: a comma between digits; + or - after an operator that is no closing bracket.
_DECIMAL_COMMA = re.compile(r"<mn>(\d+)</mn><mrow><mo>&#x0002C;</mo></mrow><mn>(\d+)</mn>")
_SIGN = re.compile(r"(?<=</mo>)(?<!&#x00029;</mo>)(?<!&#x0005D;</mo>)(?<!&#x0007D;</mo>)<mo>(&#x02212;|&#x0002B;)</mo>")

_exporter: Callable[..., HTMLExporter] = HTMLExporter  # nbconvert has no types


def corrige_notebook(sources: Sources, course: Course, language: str) -> bytes:
    """The notebook with the answers to this assignment's exercises."""
    ours = {cell.name for cell in course.cells[language]}
    cells = (cell for cell in without_markers(answers(sources, language)) if cell.name in ours)
    return notebook_bytes(plain_notebook(lab_notebook(course, cells)))


def corrige_page(notebook: bytes, *, title: str, language: str) -> bytes:
    """A notebook as one self-contained page."""
    node: Any = nbformat.reads(notebook.decode(), as_version=4)
    node.metadata.title = title
    exporter = _exporter(raw_template=_PAGE, language_code=language, filters={"markdown2html": _html})
    page: str = exporter.from_notebook_node(node)[0]
    return page.encode()


def _html(source: str) -> str:
    return str(MarkdownWithMath(renderer=_Renderer(escape=False)).render(source))


class _Renderer(IPythonRenderer):
    """Formulas as MathML, which browsers show by themselves."""

    def inline_math(self, body: str) -> str:
        """A formula in a line."""
        return _mathml(body, "inline")

    def block_math(self, body: str) -> str:
        """A formula on lines of its own."""
        return _mathml(body, "block")


def _mathml(body: str, display: str) -> str:
    """A formula where `1{,}5` is one number, and the sign of `= -3` stands beside its number."""
    found = _DECIMAL_COMMA.sub(r"<mn>\1,\2</mn>", convert(body, display=display))
    return _SIGN.sub(r'<mo form="prefix">\1</mo>', found)
