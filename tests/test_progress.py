"""Progress: a bar on a terminal, plain lines in a pipe, and at the end who was refused and of whom there is nothing."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from release.__main__ import main
from release.instructor.course_folder import Where
from release.instructor.receipt import note_refused
from tests import nbgrader_course as lab
from tests.submissions import ROOT

DEMONSTRATION = [sys.executable, "-m", "release.progress"]


def test_in_a_pipe_there_are_plain_lines_and_no_escape() -> None:
    done = subprocess.run(DEMONSTRATION, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "".join(f"{n}\n" for n in range(20))
    assert done.stderr == "counting …\ncounting: 14 to do, 5 as before, 1 refused\n"


@pytest.mark.skipif(os.name == "nt", reason="there is no pty")
def test_on_a_terminal_there_is_a_bar_with_how_many_of_how_many() -> None:
    import pty

    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(DEMONSTRATION, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=theirs) as running:
        os.close(theirs)
        shown = b""
        try:
            while read := os.read(ours, 4096):
                shown += read
        except OSError:  # the other end is closed
            pass
        os.close(ours)
        assert running.stdout and running.stdout.read().split() == [b"%d" % n for n in range(20)]
    assert b"counting" in shown and b"14 to do, 5 as before, 1 refused" in shown and b"/20" in shown and b"/s" in shown


def test_at_the_end_the_refused_are_in_a_file_and_the_absent_are_named(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "r.csv").write_text("id,first_name\nada,Ada\nbob,Bob\ncleo,Cleo\n", encoding="utf-8")
    source = tmp_path / "kits"
    source.mkdir()
    (source / "ada.ipynb").write_bytes((root / "release" / lab.ASSIGNMENT / f"{lab.LAB}.ipynb").read_bytes())
    (source / "bob.ipynb").write_bytes(b"{")
    collect = ["collect", "--course", str(root), str(source), "--roster", str(tmp_path / "r.csv")]
    assert main([*collect, "--lang", "en"]) == 1
    assert "nothing collected from (2): bob, cleo\n" in capsys.readouterr().err
    path = root / f"refused-{lab.ASSIGNMENT}.csv"
    [row] = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    assert (row["step"], row["who"]) == ("collect", "bob.ipynb") and "not a notebook" in row["reason"]
    (source / "bob.ipynb").unlink()
    assert main(collect) == 0
    assert not path.exists()


def test_each_step_keeps_its_own_refusals_and_no_reason_is_a_formula(tmp_path: Path) -> None:
    where = Where(tmp_path)
    note_refused(where, "a", "collect", [("=bob", "=1+1")])
    path = note_refused(where, "a", "autograde", [("cleo", "why")])
    assert path and path.read_text(encoding="utf-8-sig") == "step,who,reason\ncollect,'=bob,'=1+1\nautograde,cleo,why\n"
    assert note_refused(where, "a", "collect", []) == path
    assert note_refused(where, "a", "autograde", []) is None
