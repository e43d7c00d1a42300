"""A class of 120 as Moodle has it, from its zip to its worksheet to pages: every line is accounted for."""

import csv
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from release.__main__ import main
from tests import nbgrader_course as lab
from tests.moodle import Moodle, Participant

LATE = datetime(2026, 11, 26, 22, 30, tzinfo=UTC)
SCRIPTS = (
    *("Élodie Noël", "Elodie Noel", "Zoë de l’Isle", "Sœur Thérèse", "Jean-Pierre D'Arc", "Łukasz Żółć", "Ærø Ødegård"),
    *("明 李", "芳 王", "أحمد علي", "محمد حسن", "Иван Петров", "Пётр Иванов", "कमल सिंह", "민수 김", "さくら 田中"),
    *("Paul Roy", "Paul Roy", "Paul Roy", "José Núñez", "Jose Nunez", "Nguyễn Thị Ánh", "Ada_B Lovelace"),
)
SIZE = 120
WITHOUT = range(105, 120)  # who hand in nothing
BROKEN = {30: b"{", 31: b"%PDF"}


def people() -> list[Participant]:
    """The class; every fifth is in a group, whose name Moodle puts before the student's."""
    names = [*SCRIPTS, *(f"Prénom{n} Nom{n}" for n in range(SIZE - len(SCRIPTS)))]
    return [
        Participant(
            4000 + n,
            name,
            f"p{n}@univ.example",
            None if n in WITHOUT else LATE,
            group="Groupe A-2" if n % 5 == 0 else "",
        )
        for n, name in enumerate(names)
    ]


def handed_in(root: Path) -> dict[int, dict[str, bytes]]:
    """A third right, a third empty, a third in between: few different ones, which are judged once each."""
    import json

    right, empty = lab.solutions(), dict[str, str]()
    kinds = [json.dumps(lab.answered(root, x)).encode() for x in (right, empty, {"relu": right["relu"]})]
    return {4000 + n: {"lab.ipynb": BROKEN.get(n, kinds[n % 3])} for n in range(SIZE) if n not in WITHOUT}


def run(root: Path, command: str, *arguments: str) -> int:
    return main([command, "--course", str(root), "--assignment", lab.ASSIGNMENT, *arguments])


@pytest.mark.slow
def test_every_line_of_a_class_of_120_is_accounted_for(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    moodle = Moodle(people())
    (tmp_path / "all.zip").write_bytes(moodle.submissions(handed_in(root)))
    (tmp_path / "notes.csv").write_bytes(moodle.worksheet())
    collect = [str(tmp_path / "all.zip"), "--roster", str(tmp_path / "notes.csv"), "--zone", "UTC"]
    assert run(root, "collect", *collect) == 1
    said = capsys.readouterr().out
    assert f"{SIZE - len(WITHOUT) - len(BROKEN)} collected for autograd, {len(BROKEN)} not" in said
    for x in moodle.people:
        sent_in = root / "submitted" / x.email / lab.ASSIGNMENT
        gone = x.number - 4000 in (*WITHOUT, *BROKEN)
        assert sent_in.is_dir() != gone, x
        assert gone or (sent_in / "timestamp.txt").read_text() == "2026-11-26 22:30:00.000000 UTC\n"

    assert run(root, "autograde") == 0
    assert run(root, "grades") == 0
    worksheet = (root / "grades-moodle-autograd.csv").read_bytes()
    taken = moodle.upload_worksheet(worksheet)
    assert set(taken) == {x.number for x in moodle.people}
    counted = {result: sum(x == result for x in taken.values()) for result in taken.values()}
    assert counted == {"taken": 103, "empty": 17}
    points = {0: 20.0, 1: 0.0, 2: 2.0}
    for n, x in enumerate(moodle.people):
        assert x.grade == (-1 if n in (*WITHOUT, *BROKEN) else points[n % 3]), x

    assert run(root, "feedback") == 0
    together = (root / "feedback-moodle-autograd.zip").read_bytes()
    moodle.upload_feedback(together)
    for x in moodle.people:
        assert (list(x.feedback) == ["lab.html"]) == (x.grade >= 0), x
        if x.feedback:
            page = x.feedback["lab.html"].decode()
            assert x.name.replace("'", "&#39;") in page and f"{x.grade:g} of 20 points" in page
    with zipfile.ZipFile(io.BytesIO(together)) as archive:
        assert sum(x.compress_size for x in archive.infolist()) < sum(x.file_size for x in archive.infolist()) / 3

    before = {path: path.stat().st_mtime_ns for path in (root / "feedback").glob("*/*/lab.html")}
    capsys.readouterr()
    assert run(root, "feedback") == 0
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert capsys.readouterr().out.count("as before") == 103
    rows = list(csv.DictReader(io.StringIO((root / "grades.csv").read_text(encoding="utf-8"))))
    assert {x["assignment"] for x in rows} == {lab.ASSIGNMENT}


def test_feedback_first_makes_lines_of_the_worksheet_stale_and_the_box_or_a_fresh_one_heals_it() -> None:
    """Why the guide says in which order to upload: a feedback file makes a grade, younger than the worksheet."""
    person = Participant(4001, "Ada Li", "a@u.example", LATE)
    moodle = Moodle([person], language="en")
    old = moodle.worksheet().replace(b",,20.00,", b",13.00,20.00,")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("Ada Li_4001_assignsubmission_file_/lab.html", "x")
    moodle.upload_feedback(target.getvalue())
    assert moodle.upload_worksheet(old) == {4001: "stale"}
    assert moodle.upload_worksheet(old, ignore_modified=True) == {4001: "taken"}
