"""The README's terminal session is a real one."""

import re
import subprocess
import sys
from pathlib import Path

from tests.submissions import skeleton, write

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
REGION = "            # TODO\n            raise NotImplementedError\n"
WRONG = "            self.grad = out.grad\n            other.grad = out.grad\n"


def _grade(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "autograder", "grade", "--lang", "en", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False).stdout


def test_the_session_is_what_the_command_prints(tmp_path: Path) -> None:
    modules = {name: skeleton(name) for name in ("value", "relu", "backward")}
    sessions = re.findall(r"```console\n\$ make grade[^\n]*\n(.*?)```", README, re.DOTALL)
    modules["value"] = modules["value"].replace(REGION, WRONG, 1)
    write(tmp_path / "exercises", modules)
    assert _grade(tmp_path) == sessions[0]
    modules["value"] = modules["value"].replace(WRONG, WRONG.replace("=", "+="), 1)
    write(tmp_path / "exercises", modules)
    assert _grade(tmp_path, "--exercise", "add") == sessions[1]
