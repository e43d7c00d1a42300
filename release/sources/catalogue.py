"""gettext catalogues: .po to .mo, the same bytes whoever compiles them and whenever."""

from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from autograder.errors import KitError


class _Dateless(Catalog):
    """A catalogue whose header says no more than what gettext reads: no dates, no version of a tool."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [("Content-Type", "text/plain; charset=UTF-8"), ("Plural-Forms", self.plural_forms)]

    @mime_headers.setter
    def mime_headers(self, _headers: object) -> None: ...


def compiled(source: bytes, *, language: str, file: str) -> bytes:
    """The .mo of a .po. Raises KitError, naming the file, when it is malformed."""
    try:
        read = read_po(BytesIO(source), locale=language, domain=file, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise KitError(f"{file}: {error}") from None
    catalogue = _Dateless(locale=language, charset="utf-8")
    for message in read:
        if message.id and not message.fuzzy:
            catalogue.add(message.id, message.string, context=message.context)
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()
