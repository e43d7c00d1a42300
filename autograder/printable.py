"""Text of a submission, made fit to be shown: nothing in it moves a cursor, colours, rings or reverses."""

import unicodedata

LONGEST = 2_000  # characters


def printable(text: str, longest: int = LONGEST) -> str:
    """The text without control characters, escapes, direction marks and lone surrogates, and not longer than that.

    Line ends stay; a tabulator becomes a space.
    """
    kept = text[:longest].replace("\t", " ")
    if kept.isascii() and kept.isprintable():  # nearly always
        return kept
    return "".join(x for x in kept if x == "\n" or (unicodedata.category(x)[0] != "C" and x not in "\u2028\u2029"))


def on_one_line(text: str, longest: int = LONGEST) -> str:
    """The same for a name: it cannot pass for a line of the report."""
    return printable(text, longest).replace("\n", " ")
