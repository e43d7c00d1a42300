"""Modules that show themselves, and the page that shows the way through the house."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
SHOWN = {
    "programs": " 1  L = x + x\n",
    "truth": "gradient 8.000000000",
    "judging": "dL/dy  expected -4  yours -1",
    "sandbox": "first answer after ",
}


@pytest.mark.parametrize("room", SHOWN)
def test_a_room_shows_itself(room: str) -> None:
    command = [sys.executable, "-m", f"autograder.{room}"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert SHOWN[room] in shown


def _named() -> set[str]:
    """What ARCHITECTURE.md names in code marks that looks like a file or a folder of the repository."""
    return {x for x in re.findall(r"`([\w./-]+)`", ARCHITECTURE) if "/" in x or x.endswith((".py", ".toml", ".md"))}


def test_every_file_that_the_map_names_is_there() -> None:
    assert len(_named()) > 30
    assert [name for name in sorted(_named()) if not (ROOT / name).exists()] == []


def test_the_map_names_every_room() -> None:
    rooms = {
        x.parent.relative_to(ROOT).as_posix() + "/" for x in ROOT.glob("*/*/__init__.py") if x.parts[-3] != "tests"
    }
    assert [room for room in sorted(rooms) if f"`{room}`" not in ARCHITECTURE] == []


def test_the_reading_path_is_as_long_as_it_says() -> None:
    path = ARCHITECTURE.split("## A reading path", 1)[1].split("\n## ", 1)[0]
    files = re.findall(r"^\d\. `([\w./]+)`", path, flags=re.MULTILINE)
    said = int(re.search(r"about (\d+) lines", path).group(1))  # type: ignore[union-attr]
    lines = sum(len((ROOT / file).read_text(encoding="utf-8").splitlines()) for file in files)
    assert len(files) == 6 and abs(lines - said) <= 60, lines
