"""Nothing that a student reads is left in English only."""

import ast
import gettext
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder import language
from autograder.graders import hidden, visible

ROOT = Path(__file__).parent.parent / "autograder"
LOCALE = ROOT / "locale" / "fr" / "LC_MESSAGES"


def _messages() -> Iterator[str]:
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                texts = node.args[: 1 if node.func.id == "_" else 2]
                yield from (x.value for x in texts if isinstance(x, ast.Constant) and isinstance(x.value, str))


def _claims(package: object) -> Iterator[str]:
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):  # type: ignore[attr-defined]
        for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            if name.startswith("test_"):
                yield " ".join((function.__doc__ or "").split())


def _catalogue(domain: str) -> dict[str, str]:
    with (LOCALE / f"{domain}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("message", sorted(set(_messages())))
def test_every_message_of_the_kit_is_translated(message: str) -> None:
    assert _catalogue("autograder").get(message)


@pytest.mark.parametrize("claim", sorted(set(_claims(visible))))
def test_every_visible_claim_is_translated(claim: str) -> None:
    assert _catalogue("autograder").get(claim)


@pytest.mark.parametrize("claim", sorted(set(_claims(hidden))))
def test_every_hidden_claim_is_translated_in_the_catalogue_that_students_do_not_get(claim: str) -> None:
    assert _catalogue("hidden").get(claim)
    assert claim not in _catalogue("autograder")


def test_a_translation_has_the_fields_of_its_message() -> None:
    import string

    def fields(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    for domain in language.DOMAINS:
        for message, translation in _catalogue(domain).items():
            if isinstance(message, str) and message:
                assert fields(message) == fields(translation), message


def test_an_unknown_message_stays_as_it_is() -> None:
    language.use("fr")
    assert language._("no such message") == "no such message"
