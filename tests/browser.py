"""A real headless Chromium: Debian's `chromium` and `chromium-driver`, as `.ci/run` installs them; no download."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium.common.exceptions import ElementNotInteractableException, StaleElementReferenceException
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

PATIENCE = 60  # seconds: a slow machine is no failure
NAMES = ("chromium", "google-chrome")  # Debian's; what GitHub's machines have
WIDTH, HEIGHT = 1280, 1600
GOING = (StaleElementReferenceException, ElementNotInteractableException)  # what was seen is not there any more
ARGUMENTS = ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars")


def require_chromium() -> tuple[str, str]:
    """The browser and its driver. Skips the test where they are missing; in CI they may not be missing."""
    chromium, driver = next(filter(None, map(shutil.which, NAMES)), None), shutil.which("chromedriver")
    if chromium and driver:
        return chromium, driver
    reason = "Chromium is not here: apt install chromium chromium-driver"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def open_browser(profile: Path) -> Iterator["Browser"]:
    """A browser with this folder for its profile; it is closed afterwards."""
    chromium, driver = require_chromium()
    options = ChromeOptions()
    options.binary_location = chromium
    for argument in (*ARGUMENTS, f"--window-size={WIDTH},{HEIGHT}", f"--user-data-dir={profile}"):
        options.add_argument(argument)
    chrome = Chrome(options=options, service=Service(executable_path=driver))
    try:
        yield Browser(chrome)
    finally:
        chrome.quit()


class Browser:
    """What a person does in a browser: go somewhere, click, read. Each waits until it can be done."""

    def __init__(self, chrome: Chrome) -> None:
        self.chrome = chrome
        self._wait = WebDriverWait(chrome, PATIENCE, ignored_exceptions=GOING)

    def go(self, url: str) -> None:
        """Open a page."""
        self.chrome.get(url)

    def shown(self, css: str) -> list[WebElement]:
        """The visible elements that `css` selects, now."""
        return [x for x in self.chrome.find_elements(By.CSS_SELECTOR, css) if x.is_displayed()]

    def click(self, css: str) -> None:
        """Click the first visible element."""
        self._wait.until(lambda _: self.shown(css), f"no {css}")[0].click()

    def press_enter(self) -> None:
        """On what has the focus."""
        self.chrome.switch_to.active_element.send_keys(Keys.ENTER)

    def read(self, css: str, text: str = "") -> str:
        """The text of the first visible element that holds `text`."""
        return str(self._wait.until(lambda _: self._holding(css, text), f"{css} never says {text!r}")[0].text)

    def attribute(self, css: str, name: str) -> str:
        """An attribute of the first visible element that has it."""
        return str(self._wait.until(lambda _: self._having(css, name), f"no {css} with {name}")[0].get_attribute(name))

    def dismiss(self, dialog: str, button: str) -> None:
        """Press a dialog's button until it is gone: while it comes in, it takes no press."""

        def is_gone(_: object) -> bool:
            for x in self.shown(button):
                x.click()
            return not self.shown(dialog)

        self._wait.until(is_gone, f"{dialog} does not go away")

    def picture(self, path: Path, height: int = HEIGHT) -> None:
        """A screenshot, for people."""
        self.chrome.set_window_size(WIDTH, height)
        self.chrome.save_screenshot(str(path))

    def _holding(self, css: str, text: str) -> list[WebElement]:
        return [x for x in self.shown(css) if text in x.text]

    def _having(self, css: str, name: str) -> list[WebElement]:
        return [x for x in self.shown(css) if x.get_attribute(name)]
