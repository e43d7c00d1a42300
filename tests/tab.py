"""The page's judge outside of a browser: without numpy and pytest, its truths read from data, its workers processes.

Run with the folder of what stands in for both before everything else; a line of JSON asks, a line answers.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy

from autograder.sandbox.channel import ChannelClosed, read_frame, write_frame
from autograder.sandbox.rungs.process import FLAGS, WORKER
from autograder.tab.judge import open_judge
from autograder.tab.transport import Reply

ABSENT = "absent" in str(numpy.__file__)  # or numpy itself, as on a page that was made with NUMPY=


class ProcessPort:
    """A worker process as a port. It is not late: whoever asks what never ends here waits."""

    def __init__(self) -> None:
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  # a worker prints where errors go
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": self._said}
        self._process = subprocess.Popen([sys.executable, *FLAGS, str(WORKER)], **pipes)

    def ask(self, frame: str, seconds: float) -> Reply:
        """See Port."""
        assert self._process.stdin
        assert self._process.stdout
        try:
            write_frame(self._process.stdin.fileno(), frame.encode())
            return Reply(read_frame(self._process.stdout.fileno()).decode(), late=False, printed=self._printed())
        except ChannelClosed:
            return Reply(None, late=False, printed=self._printed())

    def end(self) -> None:
        """See Port."""
        self._process.kill()
        self._process.communicate()
        self._said.close()

    def _printed(self) -> str:
        """All that it has printed so far."""
        size = os.fstat(self._said.fileno()).st_size
        return os.pread(self._said.fileno(), size, 0).decode(errors="replace")


def main(language: str) -> None:
    """Answer until nobody asks any more."""
    sys.modules["autograder.graders.hidden"] = None  # type: ignore[assignment]  # as in the page, they are not there
    judge = open_judge(language, Path("truths.json").read_text("utf-8"), lambda _: ProcessPort(), numpy=not ABSENT)
    for line in sys.stdin:
        asked = json.loads(line)
        for module, text in asked["modules"].items():
            judge.write(module, text)
        print(judge.grade(json.dumps(asked["exercises"])), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
