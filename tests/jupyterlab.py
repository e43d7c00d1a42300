"""A notebook in a real JupyterLab, as a student at a laptop has it: cells are run, written, read off the screen."""

import json
from pathlib import Path
from typing import Any

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser import PATIENCE, Browser

OPTIONS = ("--LabApp.expose_app_in_browser=True",)
LAPTOP = (1366, 768)
QUIET = {"fetchNews": "false", "checkForUpdates": False}  # JupyterLab asks whether it may ask for news
BOOK = "const book = window.jupyterapp.shell.currentWidget.content;"
NUMBER = BOOK + "return [...book.model.cells].findIndex(cell => cell.id === arguments[0])"


def be_quiet(home: Path) -> None:
    """Settings of somebody who has answered JupyterLab's questions."""
    file = (
        home
        / "config"
        / "lab"
        / "user-settings"
        / "@jupyterlab"
        / "apputils-extension"
        / "notification.jupyterlab-settings"
    )
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(QUIET), encoding="utf-8")


class Lab:
    """The notebook that is open; its cells go by their ids."""

    def __init__(self, browser: Browser, address: str, file: Path) -> None:
        self.chrome, self.file = browser.chrome, file
        self._wait = WebDriverWait(self.chrome, PATIENCE)
        self.chrome.set_window_size(*LAPTOP)
        browser.go(f"{address}/lab/tree/{file.name}")
        self._until(
            "return !!window.jupyterapp && !!window.jupyterapp.shell.currentWidget?.content?.model?.cells?.length"
        )
        self.idle()

    def idle(self) -> None:
        """Wait until the kernel has nothing to do."""
        self._until(
            "const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel;"
            "return kernel?.status === 'idle' && kernel.connectionStatus === 'connected'"
        )

    def run_all(self) -> None:
        """Run all cells."""
        self._command("notebook:run-all-cells")
        self.idle()

    def restart(self) -> None:
        """Restart the kernel, and say yes."""
        self.chrome.execute_script("window.jupyterapp.commands.execute('notebook:restart-kernel')")
        self._until("return !!document.querySelector('.jp-Dialog .jp-mod-accept')")
        self.chrome.find_element(By.CSS_SELECTOR, ".jp-Dialog .jp-mod-accept").click()
        self._until("return !document.querySelector('.jp-Dialog')")
        self.idle()

    def write(self, name: str, text: str) -> None:
        """Put this into a cell."""
        self.chrome.execute_script(
            BOOK + "book.model.cells.get(arguments[0]).sharedModel.setSource(arguments[1])", self._number(name), text
        )

    def add(self, after: str, name: str, text: str) -> None:
        """A new cell below another one."""
        cell = {"cell_type": "code", "id": name, "source": text, "metadata": {}}
        self.chrome.execute_script(
            BOOK + "book.model.sharedModel.insertCell(arguments[0] + 1, arguments[1])", self._number(after), cell
        )

    def run(self, name: str) -> WebElement:
        """Go to a cell, press Shift+Enter, and wait; the cell with its output, on the screen where it is."""
        self.chrome.execute_async_script(
            BOOK + "const done = arguments[1]; book.activeCellIndex = arguments[0]; book.deselectAll();"
            "book.mode = 'command'; book.node.focus(); book.scrollToItem(arguments[0], 'center').then(done, done)",
            self._number(name),
        )
        self.chrome.switch_to.active_element.send_keys(Keys.SHIFT + Keys.ENTER)
        self._until(BOOK + "return book.activeCellIndex === arguments[0] + 1", self._number(name))
        self.idle()
        return self.cell(name)

    def cell(self, name: str) -> WebElement:
        """A cell that is on the screen."""
        found: WebElement = self.chrome.execute_script(
            BOOK + "return book.widgets[arguments[0]].node", self._number(name)
        )
        return found

    def place(self, cell: WebElement, css: str, text: str = "") -> dict[str, float]:
        """Where the first element of a cell that holds a text stands in the window: its top and its bottom."""
        found: dict[str, float] = self._wait.until(
            lambda _: self.chrome.execute_script(
                "const found = [...arguments[0].querySelectorAll(arguments[1])].find("
                "x => x.textContent.includes(arguments[2]));"
                "return found ? found.getBoundingClientRect().toJSON() : null",
                cell,
                css,
                text,
            )
        )
        return found

    def active(self) -> int:
        """The number of the cell that keys go to."""
        return int(self.chrome.execute_script(BOOK + "return book.activeCellIndex"))

    def top(self) -> float:
        """Where the part of the window begins in which cells are shown."""
        return float(self.chrome.execute_script(BOOK + "return book.node.getBoundingClientRect().top"))

    def bottom(self) -> float:
        """Where it ends."""
        return float(self.chrome.execute_script(BOOK + "return book.node.getBoundingClientRect().bottom"))

    def saved(self) -> list[dict[str, Any]]:
        """The cells as they are in the file after saving."""
        self._command("docmanager:save")
        cells: list[dict[str, Any]] = json.loads(self.file.read_bytes())["cells"]
        return cells

    def picture(self, path: Path) -> None:
        """A screenshot, for people."""
        self.chrome.save_screenshot(str(path))

    def _number(self, name: str) -> int:
        number = int(self.chrome.execute_script(NUMBER, name))
        assert number >= 0, f"there is no cell {name}"
        return number

    def _command(self, name: str) -> None:
        failed = self.chrome.execute_async_script(
            "const done = arguments[1];"
            "window.jupyterapp.commands.execute(arguments[0]).then(() => done(''), x => done(`${x}`))",
            name,
        )
        assert not failed, failed

    def _until(self, script: str, *arguments: Any) -> None:
        self._wait.until(lambda _: self.chrome.execute_script(script, *arguments), script)
