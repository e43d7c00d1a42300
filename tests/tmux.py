"""A window of tmux, 80 × 24, on a server of its own: a terminal that is looked at as a person looks at one."""

import os
import subprocess
import time
import uuid
from collections.abc import Callable
from pathlib import Path

PATIENCE = 90.0  # seconds


class Window:
    """One program in a window."""

    def __init__(self, folder: Path, command: str) -> None:
        self.server = f"kit-{uuid.uuid4().hex[:8]}"
        environment = f"PYTHONPATH={folder} NO_COLOR=1 LC_ALL=C.UTF-8"
        self._tmux(
            "-f",
            os.devnull,
            "new-session",
            "-d",
            "-x",
            "80",
            "-y",
            "24",
            "-c",
            str(folder),
            f"env {environment} {command}",
        )
        self._tmux("set-option", "-g", "remain-on-exit", "on")

    def _tmux(self, *arguments: str) -> str:
        command = ["tmux", "-L", self.server, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8").stdout

    def screen(self) -> str:
        lines = self._tmux("capture-pane", "-p").split("\n")
        return "\n".join(line.rstrip() for line in lines).rstrip("\n")

    def press(self, key: str) -> None:
        self._tmux("send-keys", key)

    def wait(self, holds: Callable[[str], bool]) -> str:
        """The screen, as soon as it is as it should be and has come to rest: it may be looked at half drawn."""
        end = time.monotonic() + PATIENCE
        before = ""
        while (screen := self.screen()) != before or not holds(screen):
            assert time.monotonic() < end, screen
            before = screen
            time.sleep(0.1)
        return screen

    def close(self) -> None:
        subprocess.run(["tmux", "-L", self.server, "kill-server"], check=False, capture_output=True)
