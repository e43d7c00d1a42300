"""Parts of a page of text: sentences, lines that stand as they are, lines that are cut."""

from collections.abc import Sequence
from io import StringIO
from textwrap import wrap

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.text import Text

from autograder.language import NO_BREAK, bound


def page(parts: Sequence[RenderableType], *, width: int = 80, color: bool = False) -> str:
    """Parts one below the other as text."""
    stream = StringIO()
    console = Console(
        file=stream,
        width=width,
        force_terminal=color,
        force_jupyter=False,
        no_color=not color,
        highlight=False,
        emoji=False,
        markup=False,
    )
    console.print(Group(*parts))
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


class Prose:
    """A sentence in lines that never begin with a mark that French writes after a space."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text(_folded(self._text, options.max_width))


class Lines:
    """Lines that stand as they are where there is room; one that is too wide goes on below its own indentation."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        width = options.max_width
        yield Text("\n".join(x if cell_len(x) <= width else _folded(x, width) for x in self._lines))


class Cut:
    """One line, cut where the width ends, and what stands after it in any case."""

    def __init__(self, text: str, after: str = "") -> None:
        self._text, self._after = text, after

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        text = Text(self._text)
        text.truncate(options.max_width - cell_len(self._after), overflow="ellipsis")
        yield text + Text(self._after)


def _folded(line: str, width: int) -> str:
    indentation = " " * (len(line) - len(line.lstrip(" ")))
    lines = wrap(bound(line), width, subsequent_indent=indentation, break_on_hyphens=False)
    return "\n".join(lines).replace(NO_BREAK, " ")


def indented(part: RenderableType, by: int) -> Padding:
    """A part moved to the right."""
    return Padding(part, (0, 0, 0, by))
