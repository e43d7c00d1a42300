"""The page: nothing of the instructor's is in it; in Chromium it judges as the kit does, and a morning goes through."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.judging.claims import claims_of
from release.instructor.collect import collect
from release.instructor.course_folder import Where
from release.instructor.people.students import Roster
from release.kit import project_files
from release.proof.contract import _scrambled_files, scrambled
from release.sources.build import build_course
from release.sources.read import read_sources
from release.tab.lesson import chapters
from release.tab.site import _forget_others, _index, judge_files
from release.tab.truths import NUMPY, on_the_page, truths, written
from tests import axe, page
from tests import nbgrader_course as lab
from tests.bank import bank
from tests.browser import Browser, open_browser
from tests.submissions import ROOT, skeleton
from tests.two_judges import Native, Tried, compared, right_ones, the_bank

PAGE = ROOT / "release" / "tab"
Opened = tuple[Browser, str, list[page.Asked]]
TWO = f"exercices réussis : 2 sur {len(on_the_page(page.course()))}"


# What is in the folder


def test_no_answer_and_no_hidden_claim_is_in_the_page() -> None:
    course, names = page.course(), [exercise.name for exercise in page.course().exercises]
    visible = {text for claim in claims_of(names, visible=True) for text in claim.texts.values()}
    hidden = {text for claim in claims_of(names) for text in claim.texts.values()} - visible
    files = judge_files(course, project_files(ROOT))
    everything = b"\n".join([*files.values(), *(_index(course, x) for x in course.languages), written(truths(course))])
    assert hidden
    for secret in [*hidden, "BEGIN SOLUTION", "other.data * out.grad", "operands_are_listed"]:
        assert secret.encode() not in everything
    assert not [path for path in files if "hidden" in path or not path.startswith("autograder/")]


def test_other_answers_and_other_hidden_graders_would_give_the_same_page() -> None:
    sources, files = read_sources(ROOT / "solutions"), project_files(ROOT)
    other = build_course(scrambled(sources), lambda _: page.course())
    assert judge_files(other, _scrambled_files(files)) == judge_files(page.course(), files)
    assert [_index(other, x) for x in other.languages] == [_index(page.course(), x) for x in other.languages]


def test_what_comes_from_registries_is_pinned_by_version_and_hash_and_names_no_place() -> None:
    asked = json.loads((PAGE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    locked = json.loads((PAGE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert all(re.fullmatch(r"[\d.]+", version) for version in asked.values())
    assert {name: locked[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert all(x["integrity"].startswith("sha512-") for path, x in locked.items() if path)
    wheels = (PAGE / "wheels.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[\w-]+==[\d.]+ --hash=sha256:[0-9a-f]{64}", line) for line in wheels)
    for name in ("package.json", "package-lock.json", "wheels.txt"):
        assert "://" not in (PAGE / name).read_text(encoding="utf-8")


def test_the_modules_of_numpy_are_shown_and_cannot_be_graded() -> None:
    index = _index(page.course(), "fr").decode()
    assert NUMPY == tuple(x.name for x in page.course().modules if "import numpy" in skeleton(x.name))
    for exercise in page.course().exercises:
        assert (f'data-exercise="{exercise.name}"' in index) == (exercise.module not in NUMPY)
        assert f'id="exercise-{exercise.name}"' in index


def test_no_answer_is_shown_whose_question_only_the_notebook_asks() -> None:
    course = page.course()
    for language in course.languages:
        answers = [cell for cell in course.cells[language] if cell.name.startswith("why_")]
        shown = {piece.name for chapter in chapters(course, language) for piece in chapter.pieces}
        assert answers
        assert not shown & {cell.name for cell in answers}
        assert "<details>" not in _index(course, language).decode()


def test_what_an_earlier_build_left_is_handed_out_to_nobody(tmp_path: Path) -> None:
    for name in ("index.html", "pyodide/pyodide.mjs", "kept/file.js"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    _forget_others(tmp_path, {"index.html": b"", "kept/file.js": b""})
    assert {x.relative_to(tmp_path).as_posix() for x in tmp_path.rglob("*")} == {"index.html", "kept", "kept/file.js"}


# In Chromium


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page in French, as it is published."""
    where = page.required(tmp_path_factory.mktemp("page"), "fr")
    page.bare(where)
    return where


@pytest.fixture(scope="module")
def opened(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A browser in which nothing is open yet, the address of the page, and the paths that were asked for."""
    with open_browser(tmp_path_factory.mktemp("profile")) as browser, page.served(folder) as (url, asked):
        yield browser, url, asked


@pytest.fixture(scope="module")
def judge(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[page.TabJudge]:
    """The page's judge under the page's policy, in a browser of its own."""
    with open_browser(tmp_path_factory.mktemp("profile")) as browser, page.served(folder) as (url, _asked):
        browser.go(url + page.BARE)
        yield page.TabJudge(browser, "fr")


def _ready(browser: Browser, url: str) -> None:
    browser.go(url)
    browser.attribute("body[data-ready]", "data-ready")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's
def test_a_morning_on_the_page(opened: Opened, folder: Path, root: Path, tmp_path: Path) -> None:
    """Read, answer wrongly, be told why, take a hint, mend, hand in; collected and graded the zip earns its points."""
    browser, url, asked = opened
    browser.chrome.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    _ready(browser, url)
    assert "Addition : le gradient passe tel quel" in browser.read("#module-value")
    right = page.answer("value", "fr")
    page.paste(browser, "value", right.replace("grad += 1.0 * out.grad", "grad = 1.0 * out.grad"))
    browser.click('[data-exercise="add"] .check')
    told = browser.read('[data-exercise="add"]', "pas encore")
    assert "L = x + x" in told
    assert "en x = 3" in told
    assert re.search(r"exercises/value\.py:\d+  Value\.__add__", told)
    graph = browser.chrome.find_element("css selector", '[data-exercise="add"] .report img')
    assert "attendu" in str(graph.get_attribute("alt"))
    browser.click('[data-exercise="add"] .hint')
    assert "Si `x`".replace("`", "") in browser.read('[data-exercise="add"] .hints').replace("`", "")
    page.paste(browser, "value", right)
    browser.click('[data-exercise="add"] .check')
    browser.read('[data-exercise="add"] > .state', "réussi")
    browser.read("#progress-text", TWO)
    browser.chrome.set_script_timeout(page.LONGEST)
    assert not axe.findings(browser, axe.require_axe())
    browser.click("#export")
    browser.read("#status", "dans vos téléchargements")
    handed_in = _downloaded(browser, tmp_path)
    earned = _collected(handed_in, root)
    assert (earned["check_add"], earned["check_mul"], earned["check_relu"]) == (2.0, 1.0, 0.0)
    browser.chrome.execute_script("localStorage.clear()")
    _ready(browser, url)
    browser.read("#progress-text", "exercices réussis : 0 sur")
    browser.chrome.find_element("css selector", "#file").send_keys(str(handed_in))
    browser.read("#progress-text", TWO)
    browser.go(url)  # kept in the browser
    browser.read("#progress-text", TWO)
    there = {f"/{path.relative_to(folder).as_posix()}" for path in folder.rglob("*")} | {"/"}
    assert {x.path for x in asked} <= there


def _downloaded(browser: Browser, folder: Path) -> Path:
    browser._wait.until(lambda _: list(folder.glob("*.zip")), "nothing is downloaded")
    return next(folder.glob("*.zip"))


def _collected(file: Path, root: Path) -> dict[str, float | None]:
    """What the zip earns in a course, taken in and graded as an instructor does."""
    (root / "inbox" / "ada").mkdir(parents=True)
    shutil.copy(file, root / "inbox" / "ada")
    taken = collect(Where(root), lab.ASSIGNMENT, root / "inbox", roster=Roster())
    assert [x.student and x.student.id for x in taken] == ["ada"]
    graded = lab.open_api(root).autograde(lab.ASSIGNMENT, "ada")
    assert graded["success"], graded["log"]
    return lab.points(root, "ada")


PASSES = """
def forward_pass(x, y):
    {code}
    return x + y, (x + y) * y

def backward_pass(x, y, a, b):
    return y, a + y
"""
HOSTILE = {
    "while True: pass": ("timeout",),
    "import os; os._exit(3)": ("crashed",),
    "kept = [0] * (1 << 27)": ("error",),  # a gigabyte
    "f = lambda x: sorted([1], key=f); f(1)": ("error",),  # through C, where the browser's stack is the shorter one
    "import js; js.postMessage('forged')": ("passed",),  # there is no such module, as for a process
    "import urllib.request; urllib.request.urlopen('{elsewhere}')": ("error", "timeout"),  # it is long in importing
    "pass": ("passed",),
}


@pytest.mark.slow
def test_hostile_answers_end_and_leave_the_judge_usable_and_nothing_leaves_the_folder(
    judge: page.TabJudge, tmp_path: Path
) -> None:
    with page.served(tmp_path) as (elsewhere, reached):
        for code, outcomes in HOSTILE.items():
            text = PASSES.format(code=code.format(elsewhere=elsewhere))
            assert judge.graded({"by_hand": text}, ["backward_pass"])["backward_pass"]["outcome"] in outcomes, code
        assert not reached


REFUSED = """
const [url, done] = arguments;
const code = `fetch(${JSON.stringify(url)}).then(() => postMessage("came"), () => postMessage("refused"))`;
const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })), { type: "module" });
worker.onmessage = ({ data }) => fetch(url).then(() => done([data, "came"]), () => done([data, "refused"]));
"""


@pytest.mark.slow
def test_the_page_and_its_workers_may_ask_nobody_else(opened: Opened, tmp_path: Path) -> None:
    browser, url, _asked = opened
    with page.served(tmp_path) as (elsewhere, reached):
        browser.go(url)
        assert browser.chrome.execute_async_script(REFUSED, elsewhere) == ["refused", "refused"]
        assert not reached
        assert browser.chrome.execute_async_script(REFUSED, f"{url}page.css") == ["came", "came"]


@pytest.mark.slow
def test_opened_as_a_file_the_page_is_the_course_and_says_what_is_missing(opened: Opened, folder: Path) -> None:
    browser, _url, _asked = opened
    browser.go((folder / "index.html").as_uri())
    assert "python serve.py" in browser.read("#status")
    assert "Micro-autograd" in browser.read("#module-value")


@pytest.mark.slow
def test_on_a_phone_the_page_is_no_wider_than_the_screen_and_long_formulas_scroll(opened: Opened) -> None:
    browser, url, _asked = opened
    screen = {"width": 400, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    browser.chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    browser.go(url)
    width = browser.chrome.execute_script("return document.documentElement.scrollWidth")
    formulas = browser.chrome.execute_script(SIZES)
    browser.chrome.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert width == 400
    assert any(wide > room for wide, room, _high, _height in formulas)
    assert all(high <= height for _wide, _room, high, height in formulas)  # nothing is cut off above or below


SIZES = """
return [...document.querySelectorAll("math[display=block]")].map((x) =>
  [x.scrollWidth, x.clientWidth, x.scrollHeight, x.clientHeight]);
"""


@pytest.mark.slow
def test_in_chromium_verdict_counterexample_and_name_are_those_of_the_kit(judge: page.TabJudge, tmp_path: Path) -> None:
    """One mistake of each module, and a right program of another shape; `make bench-page` compares all of them."""
    by_exercise = {bank()[1][x.name].exercise.partition(":")[0]: x for x in the_bank()}
    chosen: list[Tried] = [by_exercise[x] for x in ("backward_pass", "add", "relu", "topological_sort", "train")]
    assert not compared([*chosen, right_ones()[0]], Native(tmp_path, "fr"), judge)
