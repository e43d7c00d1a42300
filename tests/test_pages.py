"""The page that a student gets back: what it says, in what order, from what, and in a real browser."""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from autograder.report import IGNORED_SHOWN, CheckResult, Diagnosis, ExerciseResult, Graph, Node, Outcome, Report, Step
from release.kit import zipped
from release.pages.student import MADE_FROM, Mark, Marks, fingerprint, student_page
from release.pages.words import WORDS
from tests.axe import findings, require_axe
from tests.browser import Browser, open_browser

HOSTILE = "</pre><script src=https://evil.example/x></script>\x1b[2J<img src=https://evil.example/p>\u202e"
GRAPH = Graph(
    "gradient",
    (Node("a", (), 3.0, 2.0, 1.0, False), Node("y = a + a", (0, 0), 6.0, 1.0, 1.0, True)),
    first=0,
    steps=(Step(-1, (0.0, 1.0), (0.0, 1.0)), Step(1, (1.0, 1.0), (2.0, 1.0))),
    marked=1,
)
ADD = ExerciseResult(
    "add",
    "value",
    "Addition : le gradient passe tel quel",
    points=1.5,
    max_points=2.0,
    at_submission=0.0,
    outcome="failed",
    checks=(
        CheckResult("Les deux opérandes reçoivent le gradient.", True, "passed", weight=3),
        CheckResult("Une valeur qui sert deux fois.", True, "failed", "y = a + a", "value.py:9", 1, GRAPH),
        CheckResult("Tout petit graphe.", False, "failed", "y = a + a", "value.py:9", 0),
    ),
    diagnosis=Diagnosis("add.x", "vos gradients oublient", "Que devient la première part ?", "y = a + a"),
)
RELU = ExerciseResult(
    "relu", "relu", "ReLU", 2.0, 2.0, 0.0, "passed", (CheckResult("Zéro sous zéro.", True, "passed"),)
)
MARKS = Marks("Autograd", "Élodie Noël", 3.5, 4.0, 0.0, {"add": Mark(1.5, 2.0), "relu": Mark(2.0, 2.0)})


def report(*exercises: ExerciseResult, language: str = "fr") -> Report:
    return Report(1, "lab.ipynb", language, "confined", 3.5, 4.0, 0.0, 17.5, 20.0, exercises, ("lab.ipynb",))


PAGE = student_page(report(ADD, RELU), MARKS).decode()


def text_of(page: str) -> str:
    """What is read, on one line."""
    body = re.sub(r"<(style|title)>.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_the_failure_that_helps_stands_first_with_its_belief_and_its_question() -> None:
    told = text_of(PAGE)
    wanted = [
        *("Élodie Noël", "3,5 sur 4 points", "soit 17,5 sur 20", "À regarder d'abord", "Addition : le gradient"),
        *("Une valeur qui sert deux fois.", "Vos gradients oublient", "Que devient la première part ?", "y = a + a"),
        *("Tous les exercices", "1,5 sur 2", "vérifications : 1 sur 2", "1,5 sur 1,5", "0 sur 0,5"),
        *("2 sur 2", "ReLU", "Ce qui a été lu", "lab.ipynb"),
    ]
    places = [told.find(x) for x in wanted]
    assert -1 not in places and places == sorted(places), list(zip(wanted, places, strict=True))


@pytest.mark.parametrize("waiting", [("todo", "linear.py est absent"), ("blocked", "attend add")])
def test_what_was_worked_on_stands_before_what_is_absent_or_waits(waiting: tuple[Outcome, str]) -> None:
    outcome, message = waiting
    check = CheckResult("Le signe.", True, outcome, message)
    neuron = ExerciseResult("neuron", "linear", "Un neurone", 0.0, 1.0, 0.0, outcome, (check,))
    told = text_of(student_page(report(neuron, ADD, RELU), MARKS).decode())
    assert told.find("Une valeur qui sert deux fois.") < told.find("Un neurone")
    alone = text_of(student_page(report(neuron, RELU), MARKS).decode())
    assert alone.index("À regarder d'abord") < alone.index("Un neurone") < alone.index(message)


def test_the_backward_pass_is_walked_through_once_and_readable_without_styles_and_scripts() -> None:
    told = text_of(PAGE)
    wanted = [
        "Votre passe arrière, pas à pas",
        "départ",
        "étape 1 sur 1",
        "première erreur",
        "a reçoit 1 × 2 = 2 obtenu 1",
    ]
    places = [told.find(x) for x in wanted]
    assert -1 not in places and places == sorted(places), list(zip(wanted, places, strict=True))
    assert PAGE.count('class="steps"') == 1 and PAGE.count('type="radio"') == 2 and "<script" not in PAGE


def test_what_stands_first_is_not_told_twice() -> None:
    assert PAGE.count("value.py:9") == PAGE.count("<figure") == PAGE.count("Que devient la première part") == 1


def test_a_right_submission_is_told_that_it_is() -> None:
    page = student_page(report(RELU), MARKS).decode()
    assert "Toutes les vérifications passent" in page and 'class="first"' not in page


def test_a_page_shows_the_gradebooks_points_and_the_teachers_comments() -> None:
    given = Marks(
        "Autograd", "Ada", 2.5, 4.0, 1.0, {"add": Mark(1.75, 2.0, manual=True)}, ("Bien : $a^2$ <b>!</b> ![](x.png)",)
    )
    told = text_of(student_page(report(ADD), given).decode())
    assert "1,75 sur 2" in told and "points donnés par l'enseignant" in told and "retard : 1 en moins" in told
    page = student_page(report(ADD), given).decode()
    assert "<math" in page and "&lt;b&gt;" in page and "$a^2$" not in page


def test_of_many_files_left_aside_a_few_are_listed_and_the_rest_is_counted() -> None:
    many = tuple((f"z{number}", "no module of the course") for number in range(10_000))
    page = student_page(msgspec.structs.replace(report(ADD), ignored=many), MARKS).decode()
    assert page.count("no module of the course") == IGNORED_SHOWN
    assert "9988" in page


def test_a_page_says_what_was_read_and_what_was_not() -> None:
    marks = replace(MARKS, receipt=("relu.py: not UTF-8",))
    told = msgspec.structs.replace(report(ADD), ignored=(("rendu.rar", "no archive"),))
    said = text_of(student_page(told, marks).decode()).partition("Ce qui a été lu")[2]
    assert " ".join(said.split()) == "lab.ipynb ignoré : rendu.rar (no archive) relu.py: not UTF-8"


class _Resources(HTMLParser):
    """Every address in a page that a browser would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.found += [x or "" for name, x in attributes if name in ("src", "srcset", "data", "poster", "action")]
        self.found += [x or "" for name, x in attributes if name == "href" and tag != "a"]


def hostile_page() -> str:
    check = CheckResult(HOSTILE, True, "error", HOSTILE, HOSTILE, 1, GRAPH)
    exercise = ExerciseResult(HOSTILE, "value", HOSTILE, 0.0, 1.0, 0.0, "error", (check,))
    marks = Marks("Autograd", HOSTILE, 0.0, 1.0, 0.0, {}, (HOSTILE, "![x](https://evil.example/y)"))
    whole = report(exercise)
    return student_page(msgspec.structs.replace(whole, read=(HOSTILE,), ignored=((HOSTILE, HOSTILE),)), marks).decode()


def test_nothing_of_a_students_is_more_than_text() -> None:
    found = _Resources()
    found.feed(hostile_page())
    assert not found.tags & {"script", "link", "iframe", "object", "base", "form"}
    assert all(x.startswith("data:image/svg+xml") for x in found.found)
    assert "\x1b" not in hostile_page() and "\u202e" not in hostile_page()


def test_a_page_says_from_what_it_was_made() -> None:
    made = MADE_FROM.search(PAGE.encode())
    assert made and made[1].decode() == fingerprint(report(ADD, RELU), MARKS)
    later = Marks("Autograd", "Élodie Noël", 3.5, 4.0, 0.0, MARKS.exercises, ("Bien.",))
    assert fingerprint(report(ADD, RELU), later) != made[1].decode()


def test_both_languages_have_the_same_words_with_the_same_fields() -> None:
    french, english = WORDS["fr"], WORDS["en"]
    assert list(french) == list(english)
    for key, said in french.items():
        assert re.findall(r"{\w+}", said) == re.findall(r"{\w+}", english[key]), key
    assert "Look at this first" in student_page(report(ADD, language="en"), MARKS).decode()


def test_a_zip_of_pages_is_small_and_always_the_same() -> None:
    files = {f"{n}/lab.html": PAGE.encode() for n in range(10)}
    small = zipped(files, small=True)
    assert small == zipped(files, small=True) and len(small) < len(zipped(files)) / 2
    with zipfile.ZipFile(io.BytesIO(small)) as archive:
        assert archive.read("0/lab.html") == PAGE.encode()


# In a real browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with open_browser(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    comments = Marks("Autograd", "Ada", 3.5, 4.0, 0.5, MARKS.exercises, ("Vu : $a^2$\n\n- `x`",))
    written = {
        "fr": student_page(report(ADD, RELU), comments),
        "en": student_page(report(ADD, RELU, language="en"), MARKS),
        "right": student_page(report(RELU), MARKS),
        "hostile": hostile_page().encode(),
    }
    for name, content in written.items():
        (folder / f"{name}.html").write_bytes(content)
    return {name: folder / f"{name}.html" for name in written}


SIZES = {"phone": (360, 740), "desktop": (1280, 900), "print": (794, 1123)}


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["fr", "en", "right", "hostile"])
def test_a_page_asks_nothing_of_anybody_fits_and_is_accessible(
    browser: Browser, pages: dict[str, Path], name: str, size: str
) -> None:
    width, height = SIZES[size]
    chrome = browser.chrome
    chrome.execute_cdp_cmd("Network.enable", {})
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print" if size == "print" else ""})
    screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == "phone"}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    browser.go(pages[name].as_uri())
    fetched = chrome.execute_script("return performance.getEntriesByType('resource').map(x => x.name)")
    assert [x for x in fetched if not x.startswith("data:")] == []
    assert chrome.execute_script("return document.documentElement.scrollWidth") <= width
    chrome.execute_script("document.querySelectorAll('details').forEach(x => x.open = true)")
    assert chrome.execute_script("return document.documentElement.scrollWidth") <= width
    assert findings(browser, require_axe()) == []


@pytest.mark.slow
def test_folded_exercises_open_by_keyboard_and_are_on_paper(browser: Browser, pages: dict[str, Path]) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    chrome = browser.chrome
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    browser.go(pages["fr"].as_uri())
    assert not browser.shown(".claims")
    summary = chrome.find_element(By.CSS_SELECTOR, "summary:has(.points)")
    summary.send_keys(Keys.ENTER)
    assert len(browser.shown(".claims")) == 1
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert chrome.execute_script(
        "return [...document.querySelectorAll('.claims')].every(x => x.getBoundingClientRect().height > 0)"
    )


@pytest.mark.slow
def test_the_checker_sees_what_it_should(browser: Browser, tmp_path: Path) -> None:
    pale = "<style>@media (prefers-color-scheme: dark) { p { color: #ddd } }</style>"
    (tmp_path / "bad.html").write_text(f"<html><body>{pale}<img src='data:,'><p>pale words", encoding="utf-8")
    browser.go((tmp_path / "bad.html").as_uri())
    found = findings(browser, require_axe())
    assert any(x.startswith("image-alt (light)") for x in found)
    assert any(x.startswith("color-contrast (dark)") for x in found)
    assert not any(x.startswith("color-contrast (light)") for x in found)
