"""`python -m tests.bench_room`, a part of `make bench-page`: thirty laptops before one, `http.server` and `serve.py`.

All ask at once, over the loopback: thirty clients that fetch what a browser fetches on a first visit, as many files at
a time as a browser does, and two of Chromium. What a radio can carry is computed, not measured. Who is turned away asks
again a second later, as the page does.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from socket import create_server
from typing import Any

from tests import page
from tests.bench_page import first_verdict
from tests.browser import open_browser

LAPTOPS = 30
BROWSERS = 2
AT_ONCE = 6  # connections that a browser opens to one server
SERVERS = {"python -m http.server": ("-m", "http.server"), "python serve.py": ("serve.py",)}
UNASKED = {"service-worker.js", "files.js", "serve.py"}  # the first two are for a secure context, which this is not
TURNED_AWAY: list[str] = []
CARRIED = (20, 50, 100)  # Mbit/s that an access point shares among all: crowded, ordinary, good


def main() -> int:
    """Measure, compute, print."""
    with tempfile.TemporaryDirectory() as name:
        folder = page.written(Path(name, "page"), "fr")
        sizes = {path.name: path.stat().st_size for path in folder.iterdir() if path.name not in UNASKED}
        each = sum(sizes.values())
        print(f"a laptop: {len(sizes)} files, {each / 1e6:.1f} MB; {LAPTOPS} laptops: {LAPTOPS * each / 1e6:.0f} MB")
        for rate in CARRIED:
            print(f"  over an access point that carries {rate} Mbit/s: {LAPTOPS * each * 8 / rate / 60e6:.1f} min")
        for title, command in SERVERS.items():
            with _server(folder, command) as url:
                _measure(title, url, sizes, Path(name, command[-1]))
    return 0


def _measure(title: str, url: str, sizes: dict[str, int], room: Path) -> None:
    began = time.perf_counter()
    TURNED_AWAY.clear()
    with ThreadPoolExecutor(LAPTOPS + BROWSERS) as pool:
        verdicts = [pool.submit(_verdict, url, room / f"profile-{k}") for k in range(BROWSERS)]
        took = sorted(pool.map(lambda _: _laptop(url, sizes), range(LAPTOPS)))
        shown = ", ".join(f"{x.result():.1f}" for x in verdicts)
    print(f"{title}, loopback: the first laptop has all after {took[0]:.1f} s, the last after {took[-1]:.1f} s")
    print(
        f"  {LAPTOPS * sum(sizes.values()) * 8 / took[-1] / 1e6:.0f} Mbit/s, {len(TURNED_AWAY)} connections turned away"
    )
    print(f"  first verdict in Chromium meanwhile: {shown} s")
    print(
        f"  all of it {time.perf_counter() - began:.0f} s, load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors"
    )


def _laptop(url: str, sizes: dict[str, int]) -> float:
    """Seconds until everything is there; every byte is counted."""
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        came = dict(zip(sizes, pool.map(lambda name: len(_asked(url + name)), sizes), strict=True))
    assert came == sizes, came
    return time.perf_counter() - began


def _asked(url: str) -> bytes:
    while True:
        try:
            return _fetched(url)
        except OSError:
            TURNED_AWAY.append(url)
            time.sleep(1)


def _fetched(url: str) -> bytes:
    with urllib.request.urlopen(url) as response:
        content: bytes = response.read()
    return content


def _verdict(url: str, profile: Path) -> float:
    with open_browser(profile) as browser:
        return first_verdict(browser, url)


@contextmanager
def _server(folder: Path, command: Sequence[str]) -> Iterator[str]:
    """A server in the folder, as a teacher starts it; its address."""
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    silent: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([sys.executable, *command, str(port)], cwd=folder, **silent) as server:
        try:
            _wait(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()


def _wait(url: str) -> None:
    for _ in range(100):
        try:
            _fetched(url)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(url)


if __name__ == "__main__":
    sys.exit(main())
