"""The page in a real browser: built once, served by a plain static server, its judge asked as the page asks it."""

import json
import os
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from autograder.course import Course
from autograder.errors import KitError
from release.kit import project_files
from release.sources.build import answers, build_course, module_files
from release.sources.read import read_sources
from release.sources.skeleton import without_markers
from release.tab.site import page_files
from release.tab.truths import NUMPY
from tests.browser import Browser
from tests.submissions import ROOT

LONGEST = 600  # seconds that a script may take: a slow machine is no failure


@cache
def course() -> Course:
    """The course as students have it."""
    return build_course(read_sources(ROOT / "solutions"))


@cache
def built(language: str) -> Mapping[str, bytes]:
    """The files of the page."""
    return page_files(course(), project_files(ROOT), language)


def written(folder: Path, language: str) -> Path:
    """The page as a folder."""
    for path, content in built(language).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def required(folder: Path, language: str) -> Path:
    """The page as a folder. Skips where npm or PyPI cannot be asked; in CI they have to be there."""
    try:
        return written(folder, language)
    except KitError as error:
        pytest.fail(str(error)) if os.environ.get("CI") == "true" else pytest.skip(str(error))


class Asked(NamedTuple):
    """A request: what for, and what was answered, 304 where nothing was sent."""

    path: str
    status: int


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, list[Asked]]]:
    """What `python -m http.server` does with a folder: its address, and what was asked."""
    asked: list[Asked] = []

    class Plain(SimpleHTTPRequestHandler):
        def log_request(self, code: int | str = 0, _size: int | str = 0) -> None:
            asked.append(Asked(self.path, int(code)))

        def log_message(self, _format: str, *_args: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Plain, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


# A judge of the test's own: the page's is nobody else's.
OPEN = """
const [language, numpy, done] = arguments;
const base = new URL(".", location.href).href;
window.said = new Map();
window.tell = (id, fields) => new Promise((resolve) => {
  window.said.set(id, resolve);
  window.tested.postMessage({ id, ...fields });
});
(async () => {
  const script = await (await fetch(new URL("worker.js", base))).text();
  const blob = new Blob([script], { type: "text/javascript" });
  window.tested = new Worker(URL.createObjectURL(blob), { type: "module" });
  window.tested.onmessage = ({ data }) => window.said.get(data.id)?.(data);
  done(await window.tell(0, { do: "open", language, base, numpy }));
})();
"""
GRADE = """
const [modules, exercises, done] = arguments;
(async () => {
  let id = 1;
  for (const [module, text] of Object.entries(modules)) await window.tell(id++, { do: "write", module, text });
  done(JSON.stringify(await window.tell(id, { do: "grade", exercises })));
})();
"""


class TabJudge:
    """The page's judge, as a test asks it."""

    def __init__(self, browser: Browser, language: str, *, numpy: bool = False) -> None:
        self._chrome = browser.chrome
        self._chrome.set_script_timeout(LONGEST)
        opened = self._chrome.execute_async_script(OPEN, language, numpy)
        assert "fault" not in opened, opened

    def graded(self, modules: Mapping[str, str], exercises: Sequence[str]) -> dict[str, Any]:
        """The results of some exercises of these modules, by name, as a report has them."""
        answer = json.loads(self._chrome.execute_async_script(GRADE, dict(modules), list(exercises)))
        assert "fault" not in answer, answer
        assert "fault" not in answer["ok"], answer
        results: dict[str, Any] = answer["ok"]["results"]
        return results


# A paste, for keys one by one take a minute.
PASTE = """
const content = document.querySelector(arguments[0]);
content.focus();
document.getSelection().selectAllChildren(content);
const clipboardData = new DataTransfer();
clipboardData.setData("text/plain", arguments[1]);
content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
"""


def paste(browser: Browser, cell: str, code: str) -> None:
    """Let an editor hold this code instead of what it holds."""
    browser.chrome.execute_script(PASTE, f'[data-cell="{cell}"] .cm-content', code)


def answer(cell: str, language: str) -> str:
    """What the author wrote in a cell."""
    sources = read_sources(ROOT / "solutions")
    return next(x.text for x in without_markers(answers(sources, language)) if x.name == cell)


def answered(language: str) -> dict[str, str]:
    """The author's modules as a student has them who has written everything, by name."""
    cells = tuple(without_markers(answers(read_sources(ROOT / "solutions"), language)))
    files = {path.removesuffix(".py"): text.decode() for path, text in module_files(course(), cells).items()}
    return {name: text for name, text in files.items() if name not in NUMPY}


KEEP = "localStorage.setItem(arguments[0], JSON.stringify({ files: arguments[1], outcomes: arguments[2] }))"


def keep(browser: Browser, language: str, modules: Mapping[str, str], *passed: str) -> None:
    """Let the browser have kept these modules, and which exercises have passed, for when the page is opened again."""
    outcomes = dict.fromkeys(passed, "passed")
    browser.chrome.execute_script(KEEP, f"{course().assignment}:{language}", dict(modules), outcomes)


BARE = "bare.html"  # the page's policy, and nothing else of the page


def bare(folder: Path) -> None:
    """Write a page without a judge, for a test to start one of its own."""
    index = (folder / "index.html").read_text(encoding="utf-8")
    policy = re.search(r'<meta http-equiv="Content-Security-Policy"[^>]*>', index)
    assert policy
    (folder / BARE).write_text(f"<!DOCTYPE html>{policy[0]}<title>bare</title>", encoding="utf-8")
