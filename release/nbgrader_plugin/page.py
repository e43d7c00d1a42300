"""Markdown for pages that others open: what a student wrote runs no script in an instructor's browser."""

import bleach  # type: ignore[import-untyped]
from nbconvert.filters import markdown2html

INLINE = ("a", "abbr", "b", "br", "code", "del", "em", "i", "img", "s", "span", "strong", "sub", "sup")
BLOCKS = ("blockquote", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul")
TABLES = ("table", "tbody", "td", "th", "thead", "tr")
ATTRIBUTES = {"*": ["class", "id", "title"], "a": ["href"], "img": ["src", "alt", "width", "height"], "td": ["align"]}


def safe_markdown(source: str) -> str:
    """Markdown as HTML without anything that runs or that fetches from elsewhere than http and https."""
    return str(bleach.clean(markdown2html(source), tags={*INLINE, *BLOCKS, *TABLES}, attributes=ATTRIBUTES))
