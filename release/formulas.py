"""Markdown as HTML whose formulas are MathML, which browsers show by themselves."""

import re
from html import escape

from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

# In what latex2mathml writes: a comma between digits; + or - after an operator that is no closing bracket.
_DECIMAL_COMMA = re.compile(r"<mn>(\d+)</mn><mrow><mo>&#x0002C;</mo></mrow><mn>(\d+)</mn>")
_SIGN = re.compile(r"(?<=</mo>)(?<!&#x00029;</mo>)(?<!&#x0005D;</mo>)(?<!&#x0007D;</mo>)<mo>(&#x02212;|&#x0002B;)</mo>")


def html(source: str) -> str:
    """Markdown as HTML."""
    return str(MarkdownWithMath(renderer=_Renderer(escape=False)).render(source))


def comment_html(source: str) -> str:
    """The same where tags are text, and a picture is its description: nothing is fetched from anywhere."""
    return str(MarkdownWithMath(renderer=_OfComments(escape=True)).render(source))


class _Renderer(IPythonRenderer):
    """Formulas as MathML."""

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


class _OfComments(_Renderer):
    """Without pictures."""

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """What the picture shows, in words."""
        return escape(text)
