"""What a student wrote, for pages that others open: it runs no script in a browser, and it ends none of our patience.

On some texts, which a student may choose, a renderer of Markdown or a colourer of code takes time that grows with the
square of their length.
"""

from html import escape
from typing import Any

import bleach  # type: ignore[import-untyped]
from nbconvert.filters import Highlight2HTML, markdown2html

INLINE = ("a", "abbr", "b", "br", "code", "del", "em", "i", "img", "s", "span", "strong", "sub", "sup")
BLOCKS = ("blockquote", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul")
TABLES = ("table", "tbody", "td", "th", "thead", "tr")
ATTRIBUTES = {"*": ["class", "id", "title"], "a": ["href"], "img": ["src", "alt", "width", "height"], "td": ["align"]}
LONGEST = 10_000  # characters of one cell: a longer one is shown as it is


def safe_markdown(source: str) -> str:
    """Markdown as HTML without anything that runs or that fetches from elsewhere than http and https."""
    if len(source) > LONGEST:
        return plain(source)
    try:
        html = markdown2html(source)
    except Exception:  # deeper than mistune goes, or a picture that was pasted in: those stay with the student
        return plain(source)
    return str(bleach.clean(html, tags={*INLINE, *BLOCKS, *TABLES}, attributes=ATTRIBUTES))


def bounded_highlight(source: str, language: str | None = None, metadata: Any = None) -> str:
    """Code in colours, or plain where that could take long."""
    if len(source) > LONGEST:
        return plain(source)
    highlight: Any = Highlight2HTML
    return str(highlight()(source, language, metadata))


def plain(source: str) -> str:
    """Text as text."""
    return f'<div class="highlight"><pre>{escape(source)}</pre></div>'
