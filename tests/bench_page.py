"""`make bench-page`: the page in headless Chromium, measured, and compared with the kit on everything that is known.

Median of 10 where nothing else is said, beside the machine's load. `--times`, `--playground` or `--equal` is one part
alone; status 1 where a verdict differs, or a hostile module does not end or spoils the page.
"""

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import count
from math import inf
from pathlib import Path
from statistics import median

from tests import gauntlet, page
from tests.browser import Browser, open_browser
from tests.gauntlet import HOSTILE
from tests.submissions import reference
from tests.two_judges import Native, Tried, different, judged, mutants, right_ones, the_bank

TIMES = 10
SAVED = {"add": "value", "topological_sort": "backward"}  # what is saved and checked, and its module
SETTLED = 4.0  # seconds between two saves: a warm Web Worker is there again
LONGEST = 60.0  # seconds for a hostile module: a few time limits, which are four times the kit's
OPEN = "document.querySelector('[data-exercise=\"backward_pass\"] .check').click()"


def main(arguments: Sequence[str]) -> int:
    """Measure, compare, print; returns the exit status."""
    with tempfile.TemporaryDirectory() as name:
        folder = page.written(Path(name, "page"), "fr")
        sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
        print(f"folder: {len(sizes)} files, {sum(sizes) / 1e6:.1f} MB; {os.cpu_count()} processors")
        page.bare(folder)
        if not {"--equal", "--playground"} & {*arguments}:
            _times(folder, Path(name))
        if not {"--equal", "--times"} & {*arguments}:
            playground(folder, Path(name))
        return 0 if {"--times", "--playground"} & {*arguments} else _equal(folder, Path(name))


def _told(what: str, figure: str) -> None:
    print(f"{what:48} {figure:>12}   load {os.getloadavg()[0]:.1f}", flush=True)


def _times(folder: Path, room: Path) -> None:
    with page.served(folder) as (url, asked):
        cold = []
        for k in range(TIMES):
            with open_browser(room / f"cold-{k}") as browser:
                cold.append(first_verdict(browser, url))
        _told("first verdict, cold cache", f"{median(cold):.1f} s")
        came = sum((folder / x.path.lstrip("/")).stat().st_size for x in asked if x.status == 200 and x.path != "/")
        _told("bytes, requests of a first visit", f"{came / TIMES / 1e6:.1f} MB, {len(asked) / TIMES:.0f}")
        with open_browser(room / "warm") as browser:
            warm = [first_verdict(browser, url) for _ in range(TIMES + 1)][1:]
            _told("first verdict, warm cache", f"{median(warm):.1f} s")
            for exercise, module in SAVED.items():
                _told(f"save to verdict, {exercise}", f"{median(_saves(browser, exercise, module)):.0f} ms")


def first_verdict(browser: Browser, url: str) -> float:
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
    """Everything that is known, and everything that is hostile, before the page's judge: the exit status."""
    with open_browser(room / "equal") as browser, page.served(folder) as (url, _asked):
        browser.go(url + page.BARE)
        judge = page.TabJudge(browser, "fr")
        found = [
            _same("bank", the_bank(), room, judge),
            _same("right programs of another shape", right_ones(), room, judge),
            _same("mutants", mutants(), room, judge),
            _bounded(judge),
        ]
    return 1 if any(found) else 0


def _same(name: str, tried: Sequence[Tried], room: Path, judge: page.TabJudge) -> list[str]:
    """Where verdict, counterexample or name are not the kit's; printed is where a word differs, too."""
    native, alike, failed = Native(room, "fr"), 0, list[str]()
    for x in tried:
        ours, theirs = native.graded(x.modules, x.exercises), judge.graded(x.modules, x.exercises)
        alike += not _listed([f"{x.name}{line}" for line in different(ours, theirs)])
        if judged(ours) != judged(theirs):
            failed.append(x.name)
    same = len(tried) - len(failed)
    print(f"{name}: {len(tried)} compared, {same} with the same verdict, counterexample and name, {alike} word by word")
    return _listed([f"{name} is judged otherwise" for name in failed])


def _bounded(judge: page.TabJudge) -> list[str]:
    """Hostile modules that are long in ending, or after which a right one is not judged as it deserves."""
    modules = [path for path in HOSTILE if not path.read_text(encoding="utf-8").startswith("# builds")]
    took = {path.stem: _hostile(path, judge) for path in modules}
    late = [f"{name}: {seconds:.0f} s" for name, seconds in took.items() if seconds > LONGEST]
    print(f"hostile modules: {len(took) - len(late)} of {len(took)} end within {LONGEST:.0f} s and spoil nothing")
    print(f"  median {median(took.values()):.1f} s, longest {max(took.values()):.1f} s", flush=True)
    return _listed(late)


def _hostile(path: Path, judge: page.TabJudge) -> float:
    """Seconds until it is judged; for ever where the page does not judge a right module afterwards."""
    began = time.perf_counter()
    try:
        judge.graded({"value": gauntlet.value_of(path)}, gauntlet.EXERCISES)
        took = time.perf_counter() - began
        after = judge.graded({"value": reference("value")}, gauntlet.EXERCISES)
    except AssertionError as fault:
        print(f"  {path.stem}: {fault}")
        return inf
    return took if all(x["outcome"] == "passed" for x in after.values()) else inf


def _listed(lines: Sequence[str]) -> list[str]:
    for line in lines:
        print(f"  {line}", flush=True)
    return list(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
