"""Each module of the course runs as a script, and the network's learns XOR there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(path.stem for path in (ROOT / "solutions").glob("*.py") if path.stem != "__init__")


def script(path: str) -> str:
    done = subprocess.run(
        [sys.executable, path], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("folder", ["solutions", "exercises"])
@pytest.mark.parametrize("module", MODULES)
def test_every_module_runs_as_a_script(folder: str, module: str) -> None:
    script(f"{folder}/{module}.py")


def test_the_network_learns_xor() -> None:
    printed = script("solutions/network.py")
    first, last = (float(loss) for loss in re.findall(r"^L = (.+)$", printed, re.MULTILINE))
    assert last < 0.05 < first
    answers = re.findall(r"^o\((\d), (\d)\) = (\S+) +t = (\S+)$", printed, re.MULTILINE)
    assert [(a, b) for a, b, _, _ in answers] == [("0", "0"), ("0", "1"), ("1", "0"), ("1", "1")]
    for a, b, answer, wanted in answers:
        assert float(wanted) == (1 if a != b else -1) and float(answer) * float(wanted) > 0


def test_an_unwritten_network_says_what_comes_first() -> None:
    assert "`mlp`" in script("exercises/network.py")
