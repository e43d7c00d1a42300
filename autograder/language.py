"""The language that people read: gettext catalogues, message ids in English.

Two domains: `autograder` for the kit's own text and the claims of visible graders, `hidden` for the
claims of hidden graders (a student's kit does not have it).
"""

import gettext
from itertools import pairwise
from pathlib import Path

LANGUAGES = ("fr", "en")
DOMAINS = ("autograder", "hidden")
_LOCALE = Path(__file__).parent / "locale"
_current: gettext.NullTranslations = gettext.NullTranslations()


def use(language: str) -> None:
    """Make `_` translate into `language` ("fr" or "en") from now on."""
    global _current
    _current = _catalogue(language)


def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    # English stands in where a catalogue is absent: always so for `hidden` in a student's kit.
    catalogues = [gettext.translation(domain, _LOCALE, [language], fallback=True) for domain in DOMAINS]
    for first, second in pairwise(catalogues):
        first.add_fallback(second)
    return catalogues[0]


def _(message: str) -> str:
    """`message` in the language in use."""
    return _current.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of a counted message for `n`, in the language in use."""
    return _current.ngettext(singular, plural, n)
