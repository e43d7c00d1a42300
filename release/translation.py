"""One language out of several: lines that begin with [fr] or [en], in comments and docstrings.

    # [fr] Transmettez le gradient amont.
    # [en] Pass the upstream gradient on.

A line without a marker belongs to every language; each run of marked lines must hold every language.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from autograder.errors import KitError

_MARKED = re.compile(r"(?P<before>\s*(?:#+\s?)?)\[(?P<language>[a-z]{2})\](?: |$)(?P<after>.*)")
# Quotes on a marked line would go with the line: they stand on lines of their own until the choice is made.
_OPENING = re.compile(r'^([ \t]*)((?:[rRuU]?)(?:"""|\'\'\'))(?=\[[a-z]{2}\])', re.MULTILINE)
_CLOSING = re.compile(r'^([ \t]*\[[a-z]{2}\].*?)("""|\'\'\')[ \t]*$', re.MULTILINE)
_JOIN = "\0"


def in_language(text: str, language: str) -> str:
    """The lines of code or markdown that belong to one language, without their markers."""
    apart = _CLOSING.sub(rf"\1\n{_JOIN}\2", _OPENING.sub(rf"\1\2{_JOIN}\n\1", text))
    kept = "\n".join(chosen for line in apart.split("\n") if (chosen := _line(line, language)) is not None)
    return re.sub(rf"{_JOIN}\n\s*|\n{_JOIN}", "", kept)


def _line(line: str, language: str) -> str | None:
    marked = _MARKED.fullmatch(line)
    if marked is None:
        return line
    return (marked["before"] + marked["after"]).rstrip() if marked["language"] == language else None


def require_all(text: str, languages: Sequence[str], where: str) -> None:
    """Raises KitError where a run of marked lines lacks one of the languages, or names another one."""
    lines = enumerate(_CLOSING.sub(r"\1", _OPENING.sub(r"\1", text)).split("\n"), 1)
    runs = groupby(((n, _MARKED.fullmatch(line)) for n, line in lines), key=lambda pair: pair[1] is not None)
    for marked, run in runs:
        if marked:
            pairs = [(number, match["language"]) for number, match in run if match]
            require(languages, (language for _, language in pairs), f"{where}:{pairs[0][0]}")


def require(languages: Sequence[str], found: Iterable[str], where: str) -> None:
    """Raises KitError, naming the place, unless exactly these languages were found."""
    there = set(found)
    if missing := [language for language in languages if language not in there]:
        raise KitError(f"{where}: there is no translation into: {', '.join(missing)}")
    if unknown := sorted(there - set(languages)):
        raise KitError(f"{where}: not a language of the course: {', '.join(unknown)}")
