"""A CSV file with a head, as other programs write it: in UTF-8, UTF-16 or Windows-1252, parted by `,`, `;` or tabs."""

import codecs
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import UsageError

SEPARATORS = ",;\t"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Table:
    """The names of columns, and lines that are as long as the head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, names: Sequence[str]) -> int | None:
        """The place of the first of these columns that is there, by names in lower case."""
        known = {column_name(x): i for i, x in reversed(list(enumerate(self.head)))}
        return next((known[x] for x in names if x in known), None)


def read_table(path: Path) -> Table:
    """The table in a file. Raises UsageError where it cannot be read, or holds nothing but a head."""
    try:
        return table_of(path.read_bytes())
    except (OSError, UnicodeError, csv.Error) as error:
        raise UsageError(f"{path} cannot be read: {error}") from None
    except UsageError as error:
        raise UsageError(f"{path} holds nobody: {error}") from None


def table_of(content: bytes) -> Table:
    """The table in a file's content."""
    text = decoded(content)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)))
    rows = [[x.strip() for x in row] for row in rows if any(x.strip() for x in row)]
    if len(rows) < 2:
        raise UsageError("there is only a head" if rows else "it is empty")
    [head, *lines] = rows
    return Table(tuple(head), tuple(tuple([*row, *[""] * len(head)][: len(head)]) for row in lines))


def decoded(content: bytes) -> str:
    """Text as Moodle and GitHub write it (UTF-8) or as Excel does (UTF-16, or Windows-1252)."""
    if content.startswith(UTF_16):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def column_name(text: str) -> str:
    """A column's name as it is compared."""
    return " ".join(text.replace("’", "'").casefold().split())


def _separator(text: str) -> str:
    head = text.partition("\n")[0]
    return max(SEPARATORS, key=head.count)
