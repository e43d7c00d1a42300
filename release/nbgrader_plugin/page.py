"""What a student wrote, for pages that others open: it runs no script in a browser, and it ends none of our patience.

nbgrader's own feedback pages load scripts from elsewhere (MathJax, require.js, jQuery): here they load nothing.
On some texts, which a student may choose, a renderer of Markdown or a colourer of code takes time that grows with the
square of their length.
"""

import re
from html import escape
from typing import Any

import bleach  # type: ignore[import-untyped]
from nbconvert.exporters import HTMLExporter
from nbconvert.filters import Highlight2HTML, markdown2html

INLINE = ("a", "abbr", "b", "br", "code", "del", "em", "i", "img", "s", "span", "strong", "sub", "sup")
BLOCKS = ("blockquote", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul")
TABLES = ("table", "tbody", "td", "th", "thead", "tr")
# No address of any kind: a picture would tell its owner who looks when, and a link may be /logout.
ATTRIBUTES = {"*": ["class", "id", "title"], "img": ["alt"], "td": ["align"]}
LONGEST = 10_000  # characters of one cell: a longer one is shown as it is

# The only scripts, links and styles of a page are its template's: what students wrote is escaped or cleaned.
LOADING = re.compile(r"<script\b.*?</script>|<link\b[^>]*>", re.DOTALL | re.IGNORECASE)
STYLE = re.compile(r"<style\b.*?</style>", re.DOTALL | re.IGNORECASE)
ADDRESS = re.compile(r"""url\((?!\s*["']?data:)[^)]*\)|@import[^;]*;""")
POLICY = (
    '<meta http-equiv="Content-Security-Policy"'
    " content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">"
)


class QuietPage(HTMLExporter):
    """nbgrader's page of a notebook, without what it would load: formulas stay as they are written."""

    def from_notebook_node(self, nb: Any, resources: Any = None, **options: Any) -> Any:
        """The page as text, and nbconvert's resources."""
        page, resources = super().from_notebook_node(nb, resources, **options)
        page = STYLE.sub(lambda style: ADDRESS.sub("none", style[0]), LOADING.sub("", page))
        return page.replace("<head>", f"<head>\n{POLICY}", 1), resources


def safe_markdown(source: str) -> str:
    """Markdown as HTML without anything that runs, or that leads or fetches from anywhere."""
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
