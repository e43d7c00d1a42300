"""The page as an application: after one visit it works without a network, and asks again only for what changed."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from socket import create_server

import pytest

from release.tab.offline import file_list
from release.tab.site import STATIC, _index, handed_out
from release.tab.words import WORDS
from tests import page
from tests.browser import Browser, open_browser

KEPT = """
const done = arguments[arguments.length - 1];
navigator.serviceWorker.ready.then(({ active }) => {
  const look = () => (active.state === "activated" ? done(true) : setTimeout(look, 50));
  look();
});
"""
ALWAYS = {"/service-worker.js", "/files.js"}  # how a browser sees that there is a new version


@pytest.fixture
def visited(tmp_path: Path) -> Path:
    """The folder of the page, to be changed."""
    return page.required(tmp_path / "page", "fr")


def _ready(browser: Browser, url: str) -> None:
    browser.go(url)
    browser.attribute("body[data-ready]", "data-ready")


def _visit(browser: Browser, url: str) -> None:
    """Until the page is kept."""
    _ready(browser, url)
    browser.chrome.set_script_timeout(page.LONGEST)
    assert browser.chrome.execute_async_script(KEPT)


@pytest.mark.slow
def test_without_the_server_the_page_of_yesterday_still_judges(visited: Path, tmp_path: Path) -> None:
    with open_browser(tmp_path / "profile") as browser:
        with page.served(visited) as (url, _asked):
            _visit(browser, url)
            manifest = browser.chrome.execute_cdp_cmd("Page.getAppManifest", {})
            assert json.loads(manifest["data"])["name"] == page.course().title["fr"]
            assert not manifest["errors"]
        _ready(browser, url)
        page.paste(browser, "value", page.answer("value", "fr"))
        browser.click('[data-exercise="add"] .check')
        browser.read('[data-exercise="add"] > .state', "réussi")


@pytest.mark.slow
def test_of_a_new_version_only_the_file_that_changed_is_asked_for(
    visited: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_browser(tmp_path / "profile") as browser, page.served(visited) as (url, asked):
        _visit(browser, url)
        assert sum(x.status == 200 for x in asked) == len({x.path for x in asked})  # what was fetched was at hand
        monkeypatch.setitem(WORDS, "fr", {**WORDS["fr"], "hint": "Un coup de pouce"})
        before = page.built("fr")
        after = handed_out({**_contents(before), "index.html": _index(page.course(), "fr")})
        for path in (changed := {path for path in after if after[path] != before[path]}):
            (visited / path).write_bytes(after[path])
        assert changed == {"index.html", "files.js"}
        asked.clear()
        _ready(browser, url)
        browser.read("#status", "plus récente")
        assert {x.path for x in asked} - ALWAYS == {"/index.html"}
        asked.clear()
        _ready(browser, url)
        assert browser.read('[data-exercise="add"] .hint') == "Un coup de pouce"
        assert {x.path for x in asked} <= ALWAYS


def _contents(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if f"/{path}" not in ALWAYS | {"/serve.py"}}


def test_the_list_names_the_hash_of_each_file() -> None:
    files = {"b": b"2", "a": b"1"}
    hashes = json.loads(file_list(files).decode().removeprefix("self.FILES = ").rstrip(";\n"))
    assert hashes == {path: sha256(content).hexdigest() for path, content in files.items()}


def test_the_server_in_the_folder_says_where_it_is_and_keeps_a_connection(tmp_path: Path) -> None:
    shutil.copy(STATIC / "serve.py", tmp_path)
    (tmp_path / "index.html").write_text("the course", encoding="utf-8")
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "serve.py", str(port)]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            assert re.fullmatch(rf"http://[\d.]+:{port}/\n", server.stdout.readline())
            asked = HTTPConnection("127.0.0.1", port)
            for _ in range(2):
                asked.request("GET", "/")
                socket, said = asked.sock, asked.getresponse().read()
                assert (said, asked.sock) == (b"the course", socket)
            asked.close()
        finally:
            server.terminate()
