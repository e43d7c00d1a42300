"""Nothing that a student reads is left in English only."""

import ast
import gettext
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder import language
from autograder.judging.claims import Claim, claims, text_of
from autograder.judging.shortfalls import timed_out
from autograder.language import LANGUAGES, NO_BREAK, bound, decimal, spaced, thousands, use

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "autograder" / "locale" / "fr" / "LC_MESSAGES"


def _messages() -> Iterator[str]:
    for path in sorted(x for house in ("autograder", "release") for x in (ROOT / house).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                texts = node.args[: 1 if node.func.id == "_" else 2]
                yield from (x.value for x in texts if isinstance(x, ast.Constant) and isinstance(x.value, str))


def _catalogue() -> dict[str, str]:
    with (LOCALE / "autograder.mo").open("rb") as file:
        return gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("message", sorted(set(_messages())))
def test_every_message_of_the_kit_is_translated(message: str) -> None:
    assert _catalogue().get(message)


@pytest.mark.parametrize("claim", claims(), ids=lambda claim: claim.function.__name__)
def test_every_claim_is_said_in_every_language(claim: Claim) -> None:
    assert [*language.languages_of(claim.function.__doc__ or "")] and len(set(claim.texts.values())) == len(LANGUAGES)
    assert all(claim.texts[x] and "[" + x + "]" not in claim.texts[x] for x in LANGUAGES)
    assert not set(claim.texts.values()) & _catalogue().keys()


def test_a_claim_is_shown_in_the_language_in_use() -> None:
    language.use("fr")
    french = claims()[0].text
    language.use("en")
    assert (french, claims()[0].text) == (claims()[0].texts["fr"], claims()[0].texts["en"])


def test_a_claim_of_several_lines_is_one_line() -> None:
    def grader() -> None:
        """
        [fr] Un début
        [fr] et une fin.
        [en] One beginning
        [en] and one end.
        """

    assert [text_of(grader, x) for x in ("fr", "en")] == ["Un début et une fin.", "One beginning and one end."]


def test_a_translation_has_the_fields_of_its_message() -> None:
    import string

    def fields(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    for message, translation in _catalogue().items():
        if isinstance(message, str) and message:
            assert fields(message) == fields(translation), message


def test_an_unknown_message_stays_as_it_is() -> None:
    language.use("fr")
    assert language._("no such message") == "no such message"


def test_no_line_of_french_ends_before_its_mark_and_code_stays_as_it_is() -> None:
    text = "de combien augmente a + b ? « oui » : 10 000 fois ; `a ; b`, $x : y$ et\n```\nx ; y\n```"
    assert bound(text).replace(NO_BREAK, "~") == (
        "de combien augmente a~+~b~? «~oui~»~: 10~000 fois~; `a ; b`, $x : y$ et\n```\nx ; y\n```"
    )


def test_no_line_ends_in_a_short_formula() -> None:
    text = "pour L = (x × x) × x ; f(x, y) = (x + y) × y en (1, 2), 2 et 5 (une fois par jour)"
    assert bound(text).replace(NO_BREAK, "~") == (
        "pour L~=~(x~×~x)~×~x~; f(x,~y)~=~(x~+~y)~×~y en (1,~2), 2 et 5 (une fois par jour)"
    )
    assert spaced(text).replace(NO_BREAK, "~") == text.replace(" ;", "~;")  # in Python it may be copied, and has to run


def test_numbers_in_sentences_are_written_as_each_language_writes_them() -> None:
    use("fr")
    assert (decimal("0.57"), thousands(10_000)) == ("0,57", f"10{NO_BREAK}000")
    use("en")
    assert (decimal("0.57"), thousands(10_000)) == ("0.57", "10,000")


def test_a_limit_of_time_is_told_in_one_figure_as_each_language_writes_it() -> None:
    use("fr")
    assert "réponse en 2 s" in str(timed_out("ask", 1.9))
    assert "en 0,5 s" in str(timed_out("ask", 0.5)) and "en 40 s" in str(timed_out("ask", 38.0))
    use("en")
    assert "within 2 s" in str(timed_out("ask", 1.9)) and "within 0.5 s" in str(timed_out("ask", 0.5))
