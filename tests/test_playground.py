"""The playground: what it asks of an engine, and in Chromium how it opens, learns, stops a wrong engine and is read."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.support.ui import WebDriverWait

from release.kit import project_files
from release.tab.site import INSIDE
from tests import axe, page
from tests.browser import Browser, open_browser
from tests.submissions import ROOT

# What it asks of an engine

ANSWERING = """
import sys
sys.path[:0] = ["autograder/sandbox", "autograder/tab"]
import answering
for line in sys.stdin:
    print(answering.answer(line), flush=True)
"""
XOR = {"inputs": [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], "targets": [[-1.0], [1.0], [1.0], [-1.0]]}
BEGIN = ("begin", {"sizes": [2, 2, 1], "seed": 1, **XOR})


def _asked(folder: Path, modules: Mapping[str, str], *requests: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers of what the page lays into a Web Worker, and of nothing else of the kit, in a process."""
    for path, content in project_files(ROOT).items():
        if path.startswith(INSIDE):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
    sources = {name: {"text": text} for name, text in modules.items()}
    load = ("load", {"module": "network", "sources": sources, "symbols": [], "site": None})
    frames = [json.dumps({"seq": k, "do": do, "with": x}) for k, (do, x) in enumerate([load, *requests])]
    command = [sys.executable, "-S", "-c", ANSWERING]
    done = subprocess.run(command, cwd=folder, input="\n".join(frames), capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()][1:]


def _learn(most: int = 1, seconds: float = 60.0) -> tuple[str, dict[str, Any]]:
    return "learn", {"rate": 0.1, "most": most, "seconds": seconds}


def test_their_network_is_trained_by_their_train_and_gives_its_weights_and_answers(tmp_path: Path) -> None:
    begun, one, many = _asked(tmp_path, page.answered("fr"), BEGIN, _learn(), _learn(120))
    assert begun["ok"]["losses"] == []
    assert len(begun["ok"]["parameters"]) == 9
    assert (len(one["ok"]["losses"]), len(many["ok"]["losses"])) == (1, 120)
    assert many["ok"]["losses"][-1] < 0.001 < one["ok"]["losses"][0]
    assert [round(x) for x in many["ok"]["answers"]] == [-1, 1, 1, -1]


def test_a_slice_of_time_is_one_step_at_least_and_begins_no_step_after_its_end(tmp_path: Path) -> None:
    _begun, shortest, longer = _asked(tmp_path, page.answered("fr"), BEGIN, _learn(1000, 0.0), _learn(1000000, 0.2))
    assert len(shortest["ok"]["losses"]) == 1
    assert 1 < len(longer["ok"]["losses"]) < 1000000


WRONG = {
    "return losses": ("return [float('nan')]", {"losses": ["nan"]}),
    "losses.append(loss.data)": ("losses.append(loss)", {"losses": ["Value"]}),
}


@pytest.mark.parametrize("line", WRONG)
def test_what_is_no_number_is_told_as_what_it_is(line: str, tmp_path: Path) -> None:
    written, told = WRONG[line]
    modules = page.answered("fr")
    modules["network"] = modules["network"].replace(line, written)
    assert _asked(tmp_path, modules, BEGIN, _learn())[1]["ok"]["losses"] == told["losses"]


def test_an_error_of_theirs_is_told_with_its_place_and_a_missing_network_by_its_name(tmp_path: Path) -> None:
    modules = page.answered("fr")
    broken = {**modules, "relu": modules["relu"].replace("def relu(x: Value) -> Value:", "def relu(x):\n    1 / 0")}
    begun = _asked(tmp_path / "broken", broken, BEGIN)[0]
    assert begun["raised"]["type"] == "ZeroDivisionError"
    assert begun["raised"]["frames"][-1][::2] == ["relu", "relu"]
    gone = {**modules, "network": modules["network"].replace("class MLP", "class Perceptron")}
    assert _asked(tmp_path / "gone", gone, BEGIN)[0]["malformed"]["name"] == "MLP"


# In Chromium

TOLD, FIGURES, PLAY, AGAIN = (f"#playground .{x}" for x in ("told", "figures", "play", "again"))
HUNG = "def backward(root):\n    while True:\n        pass\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page in French, as it is published."""
    return page.required(tmp_path_factory.mktemp("page"), "fr")


@pytest.fixture(scope="module")
def opened(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Browser, str, list[page.Asked]]]:
    """A browser in which nothing is open yet, the address of the page, and the paths that were asked for."""
    with open_browser(tmp_path_factory.mktemp("profile")) as browser, page.served(site) as (url, asked):
        yield browser, url, asked


def _with_everything_written(browser: Browser, url: str) -> None:
    browser.go(url)
    page.keep(browser, "fr", page.answered("fr"), "train")
    browser.go(url)
    _says(browser, TOLD, "ouvert")


def _says(browser: Browser, css: str, text: str) -> str:
    """What it says, once it says that. The page's own judge is at work too, and a slow machine is no failure."""
    place = browser.chrome.find_element("css selector", css)
    WebDriverWait(browser.chrome, page.LONGEST).until(lambda _: text in place.text, f"{css} never says {text!r}")
    return str(place.text)


def _click(browser: Browser, css: str) -> None:
    """In the middle of the window, where nothing lies over it."""
    browser.chrome.execute_script("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", css)
    browser.click(css)


def _loss(browser: Browser) -> float:
    found = re.search(r"perte ([\d,]+)", browser.read(FIGURES))
    assert found
    return float(found[1].replace(",", "."))


@pytest.mark.slow
def test_it_opens_when_train_is_right_and_says_what_is_still_to_be_written(
    opened: tuple[Browser, str, list[page.Asked]],
) -> None:
    browser, url, _asked = opened
    browser.go(url)
    page.keep(browser, "fr", {name: page.answered("fr")[name] for name in ("value", "relu", "backward")})
    browser.go(url)
    assert "dès que « train » est réussi" in browser.read(TOLD)
    assert not browser.shown(f"{PLAY}, #playground canvas, #playground select")
    browser.attribute("body[data-ready]", "data-ready")
    page.paste(browser, "train", page.answer("train", "fr"))
    _click(browser, '[data-exercise="train"] .check')
    _says(browser, TOLD, "ouvert")
    _click(browser, PLAY)
    left = _says(browser, TOLD, "reste à écrire")
    assert re.search(r"exercises/network\.py:\d+ Layer\.__init__", left)
    page.paste(browser, "train", page.answer("train", "fr").replace("-= rate", "+= rate"))
    _click(browser, '[data-exercise="train"] .check')
    _says(browser, TOLD, "dès que")
    assert not browser.shown(PLAY)


@pytest.mark.slow
def test_xor_is_learned_by_the_own_engine_and_its_picture_is_kept(
    opened: tuple[Browser, str, list[page.Asked]], site: Path, tmp_path: Path
) -> None:
    browser, url, asked = opened
    browser.chrome.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    _with_everything_written(browser, url)
    _click(browser, "#playground .step")
    _says(browser, FIGURES, "Époque 1 ")
    first = _loss(browser)
    browser.chrome.execute_script(f"document.querySelector('{PLAY}').focus()")
    browser.press_enter()
    _says(browser, TOLD, "Appris en")
    assert "4 sur 4" in browser.read(FIGURES)
    assert _loss(browser) < 0.001 < first
    assert browser.read("#playground .heard") == browser.read(FIGURES)
    _click(browser, "#playground .keep")
    picture = _downloaded(tmp_path)
    assert picture.name == "autograd-xor-2-1.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert len(picture.read_bytes()) > 10_000
    browser.chrome.set_script_timeout(page.LONGEST)
    assert not axe.findings(browser, axe.require_axe())
    names = browser.chrome.execute_script("return performance.getEntriesByType('resource').map((x) => x.name)")
    assert all(name.startswith((url, f"blob:{url}")) for name in names)
    assert {x.path for x in asked} <= {f"/{path.relative_to(site).as_posix()}" for path in site.rglob("*")} | {"/"}


def _downloaded(where: Path) -> Path:
    for _ in range(60):
        if found := list(where.glob("*.png")):
            return found[0]
        time.sleep(1)
    raise AssertionError("nothing is downloaded")


@pytest.mark.slow
def test_an_engine_that_never_answers_is_stopped_and_the_page_goes_on(
    opened: tuple[Browser, str, list[page.Asked]],
) -> None:
    browser, url, _asked = opened
    _with_everything_written(browser, url)
    page.paste(browser, "backward", HUNG)
    _click(browser, PLAY)
    _says(browser, TOLD, "Python arrive")
    _click(browser, '[data-exercise="add"] .hint')
    assert browser.read('[data-exercise="add"] .hints')
    _says(browser, TOLD, "n'a pas répondu en 5 secondes")
    assert browser.read(PLAY) == "Apprendre"
    page.paste(browser, "backward", page.answer("backward", "fr"))
    _click(browser, AGAIN)
    _click(browser, PLAY)
    _says(browser, FIGURES, "4 sur 4")


@pytest.mark.slow
def test_numbers_that_grow_without_end_are_told_and_another_rate_goes_on(
    opened: tuple[Browser, str, list[page.Asked]],
) -> None:
    browser, url, _asked = opened
    _with_everything_written(browser, url)
    _choose(browser, "set", "moons")
    assert "sur 40" in browser.read(FIGURES)
    _choose(browser, "width", "16")
    _choose(browser, "rate", "1")
    _click(browser, PLAY)
    _says(browser, TOLD, "trop grands")
    _choose(browser, "rate", "0.03")
    _click(browser, PLAY)
    _says(browser, FIGURES, "Époque 1")
    assert browser.read(TOLD, "") == ""


@pytest.mark.slow
def test_other_data_chosen_while_it_learns_is_learned_from_and_no_network_is_blamed(
    opened: tuple[Browser, str, list[page.Asked]],
) -> None:
    browser, url, _asked = opened
    _with_everything_written(browser, url)
    _choose(browser, "rate", "0.001")  # it learns nothing: it goes on
    _click(browser, PLAY)
    for chosen in ("moons", "spiral", "xor") * 6:
        browser.attribute("#playground canvas:not([data-epoch='0'])", "data-epoch")
        _choose(browser, "set", chosen)
        assert browser.read(PLAY) == "Pause" and browser.read(TOLD, "") == ""
    browser.attribute("#playground canvas:not([data-epoch='0'])", "data-epoch")
    assert browser.read(TOLD, "") == ""


def _choose(browser: Browser, name: str, value: str) -> None:
    script = (
        "const x = document.querySelector(arguments[0]); x.value = arguments[1]; x.dispatchEvent(new Event('change'))"
    )
    browser.chrome.execute_script(script, f"#playground [name={name}]", value)


@pytest.mark.slow
def test_where_motion_is_not_wanted_it_learns_and_draws_once_a_second(
    opened: tuple[Browser, str, list[page.Asked]],
) -> None:
    browser, url, _asked = opened
    calm = {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]}
    browser.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", calm)
    _with_everything_written(browser, url)
    _choose(browser, "set", "spiral")
    _click(browser, PLAY)
    browser.attribute("#playground canvas:not([data-epoch='0'])", "data-epoch")
    before, began = _count(browser), time.monotonic()
    time.sleep(5)
    after, passed = _count(browser), time.monotonic() - began
    browser.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert after["epoch"] > before["epoch"]
    assert after["frames"] - before["frames"] <= passed + 1


def _count(browser: Browser) -> dict[str, int]:
    dataset = browser.chrome.execute_script("return { ...document.querySelector('#playground canvas').dataset }")
    return {name: int(x) for name, x in dataset.items()}
