"""axe-core, the accessibility checker: installed by npm beside the environment when a test first needs it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.browser import Browser

PACKAGE = "axe-core@4.10.3"
FOLDER = Path(sys.prefix) / "axe"
SCRIPT = FOLDER / "node_modules" / "axe-core" / "axe.min.js"


def require_axe() -> str:
    """The checker's source. Skips the test where npm cannot install it; in CI it may not be missing."""
    if not SCRIPT.is_file():
        npm = shutil.which("npm")
        command = [npm or "npm", "install", "--no-save", "--silent", "--prefix", str(FOLDER), PACKAGE]
        if not npm or subprocess.run(command, check=False).returncode:
            reason = "axe-core is not here: npm is missing (apt install npm)" if not npm else "npm cannot get axe-core"
            pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return SCRIPT.read_text(encoding="utf-8")


def findings(browser: Browser, script: str) -> list[str]:
    """What the checker has to say about the page that is open, on light paper and on dark: the rule, and where."""
    browser.chrome.execute_script(script)
    return [x for scheme in ("light", "dark") for x in _found(browser, scheme)]


def _found(browser: Browser, scheme: str) -> list[str]:
    media = "print" if browser.chrome.execute_script("return matchMedia('print').matches") else ""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})
    results: dict[str, Any] = browser.chrome.execute_async_script("axe.run().then(arguments[0])")
    browser.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": []})
    assert results["passes"], "the checker has checked nothing"
    return [f"{x['id']} ({scheme}): {node['html']}" for x in results["violations"] for node in x["nodes"]]
