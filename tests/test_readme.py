"""The README's terminal sessions are real ones; `make golden` renews them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import load_course
from autograder.surroundings import BY
from tests.submissions import reference, skeleton, write

README = Path(__file__).parent.parent / "README.md"
SESSION = re.compile(r"(?<=```console\n)\$ make grade([^\n]*)\n(.*?)(?=```)", re.DOTALL)
DONE = ("linear", "by_hand")  # where the student of the README stands: here, and at the first closure
REGION = "            # TODO\n            raise NotImplementedError\n"
WRONG = "            self.grad = out.grad\n            other.grad = out.grad\n"


def _grade(folder: Path, variables: str) -> str:
    options = {"L": "--lang", "EXERCISE": "--exercise"}
    arguments = [word for x in variables.split() for word in (options[x.split("=")[0]], x.split("=")[1])]
    command = [sys.executable, "-m", "autograder", "grade", *arguments]
    by_make = {**os.environ, BY: "make"}
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False, env=by_make).stdout


def _sessions(folder: Path, text: str) -> str:
    """The README with what its commands print now: on a closure with `=`, then with `+=`."""
    modules = {x.name: (reference if x.name in DONE else skeleton)(x.name) for x in load_course().modules}
    states = iter((WRONG, WRONG.replace("=", "+=")))

    def session(match: re.Match[str]) -> str:
        write(folder / "exercises", modules | {"value": modules["value"].replace(REGION, next(states), 1)})
        return f"$ make grade{match[1]}\n{_grade(folder, match[1])}"

    return SESSION.sub(session, text)


def test_the_sessions_are_what_the_commands_print(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    text = README.read_text(encoding="utf-8")
    now = _sessions(tmp_path, text)
    assert len(SESSION.findall(text)) == 2
    if request.config.getoption("--golden"):
        README.write_text(now, encoding="utf-8")
    assert README.read_text(encoding="utf-8") == now
