"""Two spellings of one name: parts in any order, in any script, by any keyboard; accents are a second question."""

import re
import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
# Accents of Latin, Greek and Cyrillic letters; the marks of other scripts are letters of their names.
ACCENTS = re.compile("[\u0300-\u036f]")

JOINERS = re.compile("[\u200c\u200d]")  # how letters are written, not which: terminals and archives lose them


def words(name: str) -> tuple[str, ...]:
    """The parts of a name, sorted: letters of any script with their accents, whatever their case or width."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", JOINERS.sub("", name)).casefold())
    return tuple(sorted("".join(x if _belongs(x) else " " for x in folded).split()))


def bare_words(name: str) -> tuple[str, ...]:
    """The same without accents, for where nothing else matches."""
    return tuple(sorted(without_accents(x) for x in words(name)))


def without_accents(text: str) -> str:
    """Text in lower case whose letters have lost their accents, and its ligatures."""
    return ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold().translate(LIGATURES)))


def plain(name: str) -> str:
    """Letters and digits of ASCII, parted by single spaces."""
    return re.sub(r"[^a-z0-9]+", " ", without_accents(name)).strip()


def _belongs(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LMN"
