"""`make bench-page`: the page in headless Chromium, measured, and compared with the kit on everything that is known.

Median of 10 where nothing else is said. `--times`, `--playground` or `--equal` is one part alone; status 1 where a
verdict differs.
"""

import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from statistics import median

from tests import page
from tests.browser import Browser, open_browser
from tests.two_judges import Native, compared, mutants, right_ones, the_bank

TIMES = 10
SAVED = {"add": "value", "topological_sort": "backward"}  # what is saved and checked, and its module
SETTLED = 4.0  # seconds between two saves: a warm Web Worker is there again
OPEN = "document.querySelector('[data-exercise=\"backward_pass\"] .check').click()"


def main(arguments: Sequence[str]) -> int:
    """Measure, compare, print; returns the exit status."""
    with tempfile.TemporaryDirectory() as name:
        folder = page.written(Path(name, "page"), "fr")
        page.bare(folder)
        sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
        print(f"folder: {len(sizes)} files, {sum(sizes) / 1e6:.1f} MB")
        if not {"--equal", "--playground"} & {*arguments}:
            _times(folder, Path(name))
        if not {"--equal", "--times"} & {*arguments}:
            playground(folder, Path(name))
        return 0 if {"--times", "--playground"} & {*arguments} else _equal(folder, Path(name))


def _times(folder: Path, room: Path) -> None:
    with page.served(folder) as (url, asked):
        cold = []
        for k in range(TIMES):
            with open_browser(room / f"cold-{k}") as browser:
                cold.append(_first_verdict(browser, url))
        print(f"first verdict, cold cache: {median(cold):.1f} s, {len(asked) / TIMES:.0f} requests")
        with open_browser(room / "warm") as browser:
            warm = [_first_verdict(browser, url) for _ in range(TIMES + 1)][1:]
            print(f"first verdict, warm cache: {median(warm):.1f} s")
            for exercise, module in SAVED.items():
                print(f"save to verdict, {exercise}: {median(_saves(browser, exercise, module)):.0f} ms")


def _first_verdict(browser: Browser, url: str) -> float:
    """Seconds from an address to the first verdict."""
    began = time.perf_counter()
    browser.go(url)
    browser.attribute("body[data-ready]", "data-ready")
    browser.chrome.execute_script(OPEN)
    browser.attribute("body[data-took]", "data-took")
    return time.perf_counter() - began


def _saves(browser: Browser, exercise: str, module: str) -> list[float]:
    """Milliseconds from a save to the verdicts of its file, by the page's own clock."""
    took = list[float]()
    right = page.answer(module, "fr")
    for k in count():
        if len(took) == TIMES:
            return took
        time.sleep(SETTLED)
        browser.chrome.execute_script("delete document.body.dataset.took")
        page.paste(browser, module, f"{right}\n# {k}\n")
        browser.chrome.execute_script(f"document.querySelector('[data-exercise=\"{exercise}\"] .check').click()")
        took.append(float(browser.attribute("body[data-took]", "data-took")))
    return took


CHOOSE = """
for (const [name, value] of [["set", arguments[0]], ["rate", "0.001"]]) {
  const field = document.querySelector(`#playground [name=${name}]`);
  field.value = value;
  field.dispatchEvent(new Event("change"));
}
"""
COUNT = """
const [seconds, done] = arguments;
const canvas = document.querySelector("#playground canvas");
const epoch = () => Number(canvas.dataset.epoch);
const [frames, epochs, began] = [Number(canvas.dataset.frames), epoch(), performance.now()];
setTimeout(() => {
  const passed = (performance.now() - began) / 1000;
  done([(Number(canvas.dataset.frames) - frames) / passed, (epoch() - epochs) / passed]);
}, 1000 * seconds);
"""


def playground(folder: Path, room: Path) -> None:
    """Pictures and epochs a second of the author's own engine, on each set of data; the page does nothing else then."""
    with open_browser(room / "playground") as browser, page.served(folder) as (url, _asked):
        browser.go(url)
        page.keep(browser, "fr", page.answered("fr"), "train")
        browser.go(url)
        _wait_until_judged(browser)
        for chosen in ("xor", "moons", "spiral"):
            browser.chrome.execute_script(CHOOSE, chosen)  # so slow a rate learns nothing: it goes on
            browser.click("#playground .play")
            browser.attribute("#playground canvas[data-epoch]:not([data-epoch='0'])", "data-epoch")
            frames, epochs = browser.chrome.execute_async_script(COUNT, TIMES)
            print(f"playground, {chosen}: {frames:.1f} pictures a second, {epochs:.0f} epochs a second", flush=True)
            browser.click("#playground .play")


def _wait_until_judged(browser: Browser) -> None:
    """Until every exercise has its verdict."""
    while browser.chrome.find_elements("css selector", "nav a[data-of]:not([data-outcome=passed])"):
        time.sleep(1)


def _equal(folder: Path, room: Path) -> int:
    found: list[str] = []
    with open_browser(room / "equal") as browser, page.served(folder) as (url, _asked):
        browser.go(url + page.BARE)
        judge = page.TabJudge(browser, "fr")
        for name, tried in (("bank", the_bank()), ("right ones", right_ones()), ("mutants", mutants())):
            lines = compared(tried, Native(room, "fr"), judge)
            print(f"{name}: {len(tried)} compared, places that differ: {len(lines)}", *lines, sep="\n  ", flush=True)
            found += lines
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
