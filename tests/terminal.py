"""A terminal of 80 × 24 in which a program runs: what it writes is read, keys are pressed."""

import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

from tests.submissions import ROOT

PATIENCE = 60.0  # seconds


class Terminal:
    """A program on a pseudo-terminal, in a session of its own."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.master, self.slave = os.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(self.slave)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "NO_COLOR": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "autograder", *arguments],
            cwd=folder,
            env=environment,
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            start_new_session=True,
        )
        self.written = ""

    def wait_for(self, text: str) -> str:
        """Read until this was written since the last time; all that was written since then."""
        end = time.monotonic() + PATIENCE
        while text not in self.written:
            assert time.monotonic() < end, f"no {text!r} in {self.written[-3000:]!r}"
            if select.select([self.master], [], [], 0.1)[0]:
                self.written += os.read(self.master, 1 << 16).decode(errors="replace")
        found, self.written = self.written, ""
        return found

    def press(self, key: str) -> None:
        os.write(self.master, key.encode())

    def interrupt(self) -> None:
        os.killpg(self.process.pid, signal.SIGINT)

    def end(self) -> tuple[int, str, bool]:
        """How it exits, what it wrote last, and whether the terminal is as it was."""
        status = self.process.wait(PATIENCE)
        while select.select([self.master], [], [], 0.1)[0]:
            self.written += os.read(self.master, 1 << 16).decode(errors="replace")
        same = termios.tcgetattr(self.slave)[:4] == self.before[:4]
        return status, self.written, same

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.master)
        os.close(self.slave)
