"""The language that people read.

The kit's own text stands in gettext catalogues, message ids in English. What an author writes (modules, the claims of
graders) holds its languages where it stands, in lines that begin with [fr] or [en], in comments and docstrings:

    # [fr] Transmettez le gradient amont.
    # [en] Pass the upstream gradient on.

A line without a marker belongs to every language; each run of marked lines must hold every language.
"""

import gettext
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from autograder.errors import KitError

LANGUAGES = ("fr", "en")
LONGEST = 2_000  # characters of a submission's text that are shown
LINES, COLUMNS = 10, 160  # of what a submission prints that are shown
_LOCALE = Path(__file__).parent / "locale"
_current: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def use(language: str) -> None:
    """Speak `language` ("fr" or "en") from now on."""
    global _current, _language
    english = language == "en"
    _current = gettext.NullTranslations() if english else gettext.translation("autograder", _LOCALE, [language])
    _language = language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` for a while."""
    before = _language
    use(language)
    try:
        yield
    finally:
        use(before)


def in_use() -> str:
    """The language that is spoken."""
    return _language


def _(message: str) -> str:
    """`message` in the language in use."""
    return _current.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of a counted message for `n`, in the language in use."""
    return _current.ngettext(singular, plural, n)


# Typography

NO_BREAK = "\u00a0"
_AS_IT_STANDS = re.compile(r"(```.*?```|`[^`\n]*`|\$\$.*?\$\$|\$[^$]*\$)", re.DOTALL)  # code and formulas
_BEFORE_A_MARK = re.compile(r"(?<=\S) (?=[?!:;»])|(?<=«) |(?<=\d) (?=\d{3}\b)")
_GROUP = r"\w{0,3}\((?![^()]*[^\W\d]{4})[^()\n]{1,14}\)"  # (1, 2), f(x, y), (x + y): no word of a sentence in it
_OPERAND = rf"(?:{_GROUP}|−?\w{{1,3}})"
_SHORT_GROUP = re.compile(_GROUP)
_SHORT_FORMULA = re.compile(rf"(?<![\w.])({_OPERAND}) ([+×*−=]) (?={_OPERAND}(?![\w.]))")


def bound(text: str) -> str:
    """The text with no-break spaces where French must not end a line, and in formulas as short as L = (x + y) × y.

    French writes a space before `: ; ? ! »`, after `«` and between thousands. Code and LaTeX stay as they are.
    """
    return _outside_code(lambda part: _spaced(_in_one_piece(part)), text)


def spaced(text: str) -> str:
    """The same for lines of Python, which are not broken: a formula that somebody copies from there has to run."""
    return _outside_code(_spaced, text)


def _outside_code(change: Callable[[str], str], text: str) -> str:
    parts = _AS_IT_STANDS.split(text)
    return "".join(part if number % 2 else change(part) for number, part in enumerate(parts))


def _spaced(text: str) -> str:
    return _BEFORE_A_MARK.sub(NO_BREAK, text)


def _in_one_piece(text: str) -> str:
    grouped = _SHORT_GROUP.sub(lambda group: group[0].replace(" ", NO_BREAK), text)
    return _SHORT_FORMULA.sub(rf"\1{NO_BREAK}\2{NO_BREAK}", grouped)


def decimal(number: str) -> str:
    """A number in a sentence; what Python prints keeps its point in every language."""
    return number.replace(".", ",") if _language == "fr" else number


def thousands(count: int) -> str:
    """A count in a sentence: `10,000`, `10 000`."""
    return f"{count:,}".replace(",", NO_BREAK) if _language == "fr" else f"{count:,}"


def all_bound(words: Mapping[str, str]) -> dict[str, str]:
    """The words of a page, by name."""
    return {name: bound(text) for name, text in words.items()}


# One language out of several

_MARKED = re.compile(r"(?P<before>\s*(?:#+\s?)?)\[(?P<language>[a-z]{2})\](?: |$)(?P<after>.*)")
# Quotes on a marked line would go with the line: they stand on lines of their own until the choice is made.
_OPENING = re.compile(r'^([ \t]*)((?:[rRuU]?)(?:"""|\'\'\'))(?=\[[a-z]{2}\])', re.MULTILINE)
_CLOSING = re.compile(r'^([ \t]*\[[a-z]{2}\].*?)("""|\'\'\')[ \t]*$', re.MULTILINE)
_JOIN = "\0"


def in_language(text: str, language: str) -> str:
    """The lines of a text that belong to one language, without their markers."""
    apart = _CLOSING.sub(rf"\1\n{_JOIN}\2", _OPENING.sub(rf"\1\2{_JOIN}\n\1", text))
    kept = "\n".join(chosen for line in apart.split("\n") if (chosen := _line(line, language)) is not None)
    return re.sub(rf"{_JOIN}\n\s*|\n{_JOIN}", "", kept)


def _line(line: str, language: str) -> str | None:
    marked = _MARKED.fullmatch(line)
    if marked is None:
        return line
    return (marked["before"] + marked["after"]).rstrip() if marked["language"] == language else None


def languages_of(text: str) -> Iterator[str]:
    """The languages of a text's marked lines."""
    lines = _CLOSING.sub(r"\1", _OPENING.sub(r"\1", text)).split("\n")
    return (marked["language"] for line in lines if (marked := _MARKED.fullmatch(line)))


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


# Text of a submission, made fit to be shown: nothing in it moves a cursor, colours, rings or reverses


def printable(text: str, longest: int = LONGEST) -> str:
    """The text without control characters, escapes, direction marks and lone surrogates, and not longer than that.

    Line ends stay; a tabulator becomes a space.
    """
    kept = text[:longest].replace("\t", " ")
    if kept.replace("\n", "").replace(NO_BREAK, "").isprintable():  # nearly always
        return kept
    return "".join(x for x in kept if x == "\n" or (unicodedata.category(x)[0] != "C" and x not in "\u2028\u2029"))


def excerpt(text: str) -> str:
    """The first lines of what a submission printed, made fit to be shown, and how many more there are."""
    lines = printable(text, len(text)).rstrip("\n").split("\n")
    shown = [line if len(line) <= COLUMNS else line[: COLUMNS - 1] + "…" for line in lines[:LINES]]
    more = len(lines) - len(shown)
    told = _("… and more lines: {count}").format(count=more)
    return "\n".join([*shown, *[told] * bool(more)])


def on_one_line(text: str, longest: int = LONGEST) -> str:
    """The same for a name: it cannot pass for a line of the report."""
    return printable(text, longest).replace("\n", " ")


def digits(number: float | str, significant: int = 6) -> str:
    """So many significant digits; a name stands as it is.

    By way of twelve: a number in the middle between two would fall to either side by its last bit.
    """
    return number if isinstance(number, str) else f"{float(f'{number:.12g}') + 0.0:.{significant}g}"
