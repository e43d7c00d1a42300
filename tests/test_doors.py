"""Every door: who is trusted there, and what it does where work cannot be confined. docs/isolation.md has the table.

Each row is measured on a machine that is lowered to `limits`; run with -s to print it.
"""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course import load_course
from autograder.errors import UsageError
from autograder.notebook import grade_executed
from autograder.sandbox import Sandbox
from release.nbgrader_plugin import verdicts
from tests.submissions import ROOT, reference, skeleton, write

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the highest rung is Linux's")
LOWERED = """
import sys, pytest
import autograder.sandbox as sandbox
sandbox.open_sandbox = lambda: sandbox.Sandbox("limits")
from autograder.cli import main
sys.exit(main(sys.argv[2:]) if sys.argv[1] == "cli" else pytest.main(sys.argv[2:]))
"""
REFUSES, GRADES = "refuses, status {}", "grades, and names the rung"
WISH, CONFIGURED = "`--unsafe`", "`c.Grade.unsafe = True`"


def lowered(*arguments: str | Path) -> str:
    """What a command does with others' work on a lesser machine."""
    quiet = ("-W", "ignore::pytest.PytestAssertRewriteWarning") if arguments[0] == "pytest" else ()
    command = [sys.executable, "-c", LOWERED, *map(str, arguments), "--exercise", "add", "--lang", "en", *quiet]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    if "does not protect you" in said:
        return REFUSES.format(done.returncode)
    assert "isolation: limits" in said, said
    return GRADES


def folder(tmp: Path) -> str:
    return lowered("cli", "grade", write(tmp / "theirs", {"value": reference("value")}))


def archive(tmp: Path) -> str:
    with zipfile.ZipFile(tmp / "theirs.zip", "w") as packed:
        packed.writestr("value.py", reference("value"))
    return lowered("cli", "grade", tmp / "theirs.zip")


def notebook(tmp: Path) -> str:
    cells = [{"cell_type": "code", "source": reference("value"), "metadata": {}}]
    (tmp / "lab.ipynb").write_text(json.dumps({"cells": cells}))
    return lowered("cli", "grade", tmp / "lab.ipynb")


def own(_tmp: Path) -> str:
    return lowered("cli", "grade", "exercises")


def plain_pytest(tmp: Path) -> str:
    theirs = write(tmp / "theirs", {"value": reference("value")})
    return lowered("pytest", "autograder/graders", "-q", "--submission", theirs)


def nbgraders(tmp: Path) -> str:
    """All of nbgrader's lanes judge by this function: autograde, formgrader's button, make autograde's judges."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verdicts, "open_sandbox", lambda: Sandbox("limits"))
        patch.setattr(verdicts, "sandbox_for_others", verdicts.sandbox_for_others.__wrapped__)
        with pytest.raises(UsageError, match="does not protect you"):
            verdicts.sandbox_for_others(unsafe=False)
    return REFUSES.format(2)


def in_jupyter(_tmp: Path) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("autograder.judging.session.open_sandbox", lambda: Sandbox("limits"))
        report = grade_executed([skeleton("value")], load_course(), "add")
    assert report.rung == "limits"
    return "grades"


DOORS: dict[str, tuple[str, str, str, Callable[[Path], str]]] = {
    "`make grade`, `exercises/`": ("whoever grades", "limits", "", own),
    "`make grade`, a folder": ("nobody", "confined", WISH, folder),
    "`make grade`, a zip": ("nobody", "confined", WISH, archive),
    "`make grade`, a notebook": ("nobody", "confined", WISH, notebook),
    "plain pytest, any path but `exercises/`": ("nobody", "confined", WISH, plain_pytest),
    "`make autograde`, `nbgrader autograde`, formgrader's button": ("nobody", "confined", CONFIGURED, nbgraders),
    "`check()` in Jupyter": ("whoever grades", "limits", "", in_jupyter),
}
COLLECT = "| `make collect` | nobody | any | no code of theirs runs; it reads within 300 MB and 5 s | |"


def test_the_table_of_doors_is_what_they_do(tmp_path: Path) -> None:
    lines = [COLLECT]
    for number, (door, (trusted, needed, wish, measure)) in enumerate(DOORS.items()):
        place = tmp_path / str(number)
        place.mkdir()
        rung = needed if needed == "confined" else "any"
        lines.append(f"| {door} | {trusted} | {rung} | {measure(place)} | {wish} |")
    print("\n".join(["", *lines]))
    page = (ROOT / "docs" / "isolation.md").read_text("utf-8")
    assert [line for line in lines if line not in page] == []
