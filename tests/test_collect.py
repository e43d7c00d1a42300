"""Collecting: Moodle's zip and folders of kits become nbgrader's submissions; what cannot is listed with its reason."""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.course import load_course
from autograder.errors import UsageError
from autograder.submission import open_submission
from release.__main__ import main
from release.build import answers, module_files
from release.lane.collect import Taken, collect, lab_of
from release.lane.receipt import read_receipt
from release.lane.returns import make_inert
from release.lane.students import Roster, Student, newcomer, read_roster
from release.lane.where import Where
from release.skeleton import without_markers
from release.sources import read_sources
from tests import nbgrader_course as lab
from tests.submissions import ROOT, skeleton

COURSE = load_course()


def kit(language: str = "en") -> dict[str, bytes]:
    """A student's kit with every answer in it."""
    cells = without_markers(answers(read_sources(ROOT / "solutions"), language))
    return {f"exercises/{name}": content for name, content in module_files(COURSE, tuple(cells)).items()}


KIT = kit()


def zipped(path: Path, files: Mapping[str, bytes]) -> Path:
    """An archive of these files."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def notebook(root: Path) -> bytes:
    return json.dumps(lab.answered(root, lab.solutions())).encode()


def taken(root: Path, source: Path, roster: Roster | None = None, *, times: bool = False) -> dict[str, str]:
    """What collecting says, by what was handed in: the student's identifier, or the reason of the refusal."""
    found = collect(Where(root), lab.ASSIGNMENT, source, roster=roster or Roster(), times=times)
    return {x.shown: x.student.id if x.student else str(x.fault) for x in found}


def submitted(root: Path, student: str) -> Path:
    return root / "submitted" / student / lab.ASSIGNMENT / f"{lab.LAB}.ipynb"


def moodle(name: str, number: int, file: str = "") -> str:
    return f"{name}_{number}_assignsubmission_file_/{file}"


def test_a_moodle_download_becomes_submissions_of_students_with_names(root: Path, tmp_path: Path) -> None:
    ours = notebook(root)
    source = zipped(
        tmp_path / "M2-Devoir-1234.zip",
        {
            moodle("Élodie Dupont-Martin", 41, "lab.ipynb"): ours,
            moodle("Zoë de l’Isle", 42, "rendu.zip"): zipped(tmp_path / "kit.zip", KIT).read_bytes(),
            **{moodle("Ana Li", 43, name.removeprefix("exercises/")): text for name, text in KIT.items()},
        },
    )
    assert taken(root, source) == {
        "Élodie Dupont-Martin (41)": "elodie-dupont-martin-41",
        "Zoë de l’Isle (42)": "zoe-de-l-isle-42",
        "Ana Li (43)": "ana-li-43",
    }
    assert submitted(root, "elodie-dupont-martin-41").read_bytes() == ours
    assert submitted(root, "zoe-de-l-isle-42").read_bytes() == submitted(root, "ana-li-43").read_bytes()
    with Where(root).gradebook() as gradebook:
        student = gradebook.find_student("elodie-dupont-martin-41")
        assert (student.first_name, student.last_name) == ("Élodie", "Dupont-Martin")
    assert read_receipt(Where(root), lab.ASSIGNMENT)["ana-li-43"].number == "43"


def test_moodles_flat_download_is_understood_too(root: Path, tmp_path: Path) -> None:
    flat = {f"Zoé Roy_7_assignsubmission_file_{Path(name).name}": text for name, text in KIT.items()}
    typed = {"Luc Roy_8_assignsubmission_onlinetext_onlinetext.html": b"<p>bonjour</p>"}
    assert taken(root, zipped(tmp_path / "all.zip", flat | typed)) == {
        "Zoé Roy (7)": "zoe-roy-7",
        "Luc Roy (8)": "a text typed into Moodle, and no file",
    }


def test_accents_survive_an_archive_that_does_not_say_that_it_is_utf_8(root: Path, tmp_path: Path) -> None:
    name = moodle("Élodie Noël", 9, "lab.ipynb")
    path = zipped(tmp_path / "all.zip", {name.encode().decode("cp437"): notebook(root)})
    content = path.read_bytes()
    raw = name.encode().decode("cp437").encode()
    path.write_bytes(_with_raw_names(content, raw, name.encode()))
    assert taken(root, path) == {"Élodie Noël (9)": "elodie-noel-9"}


def _with_raw_names(archive: bytes, before: bytes, after: bytes) -> bytes:
    """The archive's one entry under a name in bytes, without the flag for UTF-8."""
    out = bytearray(archive.replace(before, after))
    for signature, flags, length in ((b"PK\x03\x04", 6, 26), (b"PK\x01\x02", 8, 28)):
        at = out.find(signature)
        out[at + flags : at + flags + 2] = b"\0\0"
        out[at + length : at + length + 2] = len(after).to_bytes(2, "little")
    shift = len(before) - len(after)
    end = out.rfind(b"PK\x05\x06")
    for place, less in ((end + 12, shift), (end + 16, shift)):
        value = int.from_bytes(out[place : place + 4], "little") - less
        out[place : place + 4] = value.to_bytes(4, "little")
    return bytes(out)


def test_a_folder_of_kits_archives_and_notebooks(root: Path, tmp_path: Path) -> None:
    source = tmp_path / "rendus"
    for name, text in KIT.items():
        (source / "ada" / name).parent.mkdir(parents=True, exist_ok=True)
        (source / "ada" / name).write_bytes(text)
    zipped(source / "bob.zip", {f"kit/{name}": text for name, text in KIT.items()})
    (source / "cyd.ipynb").write_bytes(notebook(root))
    (source / ".DS_Store").write_bytes(b"")
    assert taken(root, source) == {"ada": "ada", "bob.zip": "bob", "cyd.ipynb": "cyd"}


def test_an_archive_beside_jupyters_checkpoints_is_the_submission(root: Path, tmp_path: Path) -> None:
    work = zipped(tmp_path / "class" / "ada" / "work.zip", {"lab.ipynb": notebook(root), "__MACOSX/._lab.ipynb": b"\0"})
    zipped(work.parent / ".ipynb_checkpoints" / "work-checkpoint.ipynb", {})
    zipped(work.parent / "__MACOSX" / "._work.zip", {})
    assert taken(root, tmp_path / "class") == {"ada": "ada"}
    assert submitted(root, "ada").read_bytes() == notebook(root)


def test_what_cannot_be_taken_in_is_listed_and_the_others_are_taken(root: Path, tmp_path: Path) -> None:
    ours, source = notebook(root), tmp_path / "rendus"
    zipped(source / "slip.zip", {"../../value.py": b"x = 1"})
    zipped(source / "two.zip", {"a.ipynb": ours, "b.ipynb": ours})
    zipped(source / "none.zip", {"report.txt": b"sorry"})
    (source / "damaged.zip").write_bytes(b"PK nothing")
    (source / "broken.ipynb").write_bytes(b"{")
    (source / "other.ipynb").write_bytes(b'{"cells": [{"cell_type": "code", "source": "1 + 1", "metadata": {}}]}')
    (source / "notes.rar").write_bytes(b"Rar!")
    (source / "[1].ipynb").write_bytes(ours)
    (source / "ada.ipynb").write_bytes(ours)
    zipped(source / "bob.zip", KIT)
    (source / "bob").mkdir()
    said = taken(root, source)
    assert {x for x, y in said.items() if y == "ada"} == {"ada.ipynb"}
    assert sorted(path.parent.parent.name for path in (root / "submitted").glob("*/*/*")) == ["1", "ada"]
    for shown, reason in {
        "slip.zip": "leads out of it",
        "two.zip": "several notebooks: a.ipynb, b.ipynb",
        "none.zip": "holds no module of the course",
        "damaged.zip": "damaged archive",
        "broken.ipynb": "no notebook",
        "other.ipynb": "no cell of the course",
        "notes.rar": "neither a folder, nor a .zip, nor an .ipynb",
        "bob, bob.zip": "several submissions of bob",
    }.items():
        assert reason in said[shown], said


def test_an_entry_that_leads_out_of_the_archive_is_left_out(root: Path, tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "in" / "all.zip", {"../../evil.txt": b"x", moodle("Ana Li", 1, "lab.ipynb"): notebook(root)}
    )
    assert taken(root, path) == {"../../evil.txt": "its name leads out of the archive", "Ana Li (1)": "ana-li-1"}
    assert not list(tmp_path.rglob("evil.txt"))


def test_only_students_of_the_roster_are_taken(root: Path, tmp_path: Path) -> None:
    (tmp_path / "participants.csv").write_text(
        "Prénom;Nom de famille;Adresse de courriel;Numéro d'identification\n"
        "Élodie;DUPONT;elodie@example.org;e123\nPaul;Roy;p1@example.org;p1\nPaul;Roy;p2@example.org;p2\n",
        encoding="utf-8-sig",
    )
    roster, ours = read_roster(tmp_path / "participants.csv"), notebook(root)
    people = ["Dupont Elodie", "Paul Roy", "Eve Malory"]
    source = zipped(tmp_path / "all.zip", {moodle(name, n, "lab.ipynb"): ours for n, name in enumerate(people)})
    assert taken(root, source, roster) == {
        "Dupont Elodie (0)": "e123",
        "Paul Roy (1)": "several students of the roster have this name: p1, p2",
        "Eve Malory (2)": "this student is not in the roster",
    }
    with Where(root).gradebook() as gradebook:
        assert gradebook.find_student("e123").email == "elodie@example.org"


def test_a_roster_of_nbgraders_and_one_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "students.csv").write_text("id,first_name,last_name,email\nada,Ada,Lovelace,\n")
    assert read_roster(tmp_path / "students.csv").students == (Student("ada", "Ada", "Lovelace"),)
    (tmp_path / "points.csv").write_text("a,b\n1,2\n")
    for path, reason in (("points.csv", "has no column"), ("absent.csv", "cannot be read")):
        with pytest.raises(UsageError, match=reason):
            read_roster(tmp_path / path)
    assert newcomer("Sœur Thérèse", "5").id == "soeur-therese-5"
    assert newcomer("李 明", "6").id == "participant-6"
    with pytest.raises(UsageError, match="no name"):
        newcomer("[]", "")


@pytest.mark.parametrize("language", COURSE.languages)
def test_modules_become_a_notebook_and_come_back_as_they_were(tmp_path: Path, language: str) -> None:
    files = kit(language)
    content, notes = lab_of(zipped(tmp_path / "kit.zip", files), COURSE)
    (tmp_path / "lab.ipynb").write_bytes(content)
    back = open_submission(tmp_path / "lab.ipynb", COURSE).sources
    assert notes == ()
    assert {f"exercises/{name}.py": (source.text or "").encode() for name, source in back.items()} == files


def test_a_module_that_cannot_be_read_costs_itself_only(root: Path, tmp_path: Path) -> None:
    files = {**KIT, "exercises/relu.py": "# r\u00e9ponse\n".encode("latin-1")}
    source = tmp_path / "rendus"
    zipped(source / "ada.zip", files)
    [said] = collect(Where(root), lab.ASSIGNMENT, source, roster=Roster())
    assert "relu.py: not UTF-8" in str(said) and said.fault is None
    sources = open_submission(submitted(root, "ada"), COURSE).sources
    assert "NotImplementedError" in (sources["relu"].text or "")


def test_a_later_submission_takes_the_place_of_an_earlier_one_and_says_so(root: Path, tmp_path: Path) -> None:
    source = tmp_path / "rendus"
    zipped(source / "ada.zip", {"relu.py": skeleton("relu").encode()})
    assert taken(root, source)
    zipped(source / "ada.zip", KIT)
    [said] = collect(Where(root), lab.ASSIGNMENT, source, roster=Roster())
    assert "replaces what was there" in str(said)
    [said] = collect(Where(root), lab.ASSIGNMENT, source, roster=Roster())
    assert str(said) == "ada.zip: ada"


def test_times_of_files_become_times_of_submissions(root: Path, tmp_path: Path) -> None:
    source = zipped(tmp_path / "rendus" / "ada.zip", KIT).parent
    taken(root, source)
    assert not (submitted(root, "ada").parent / "timestamp.txt").exists()
    taken(root, source, times=True)
    assert Where(root).directory.get_existing_timestamp(str(submitted(root, "ada").parent))


def test_the_command_counts_and_says_what_was_refused(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    zipped(tmp_path / "rendus" / "ada.zip", KIT)
    arguments = ["collect", "--course", str(root)]
    assert main([*arguments, str(tmp_path / "rendus")]) == 0
    (tmp_path / "rendus" / "bob.ipynb").write_text("")
    assert main([*arguments, str(tmp_path / "rendus")]) == 1
    assert capsys.readouterr().out.endswith("1 collected for autograd, 1 not\n")
    for source, reason in (("absent", "does not exist"), ("rendus/bob.ipynb", "neither a folder nor a sound .zip")):
        assert main([*arguments, str(tmp_path / source)]) == 2
        assert reason in capsys.readouterr().err
    assert main([*arguments, "--assignment", "algebra", str(tmp_path / "rendus")]) == 2
    assert "there is no assignment algebra" in capsys.readouterr().err


def test_a_refusal_reads_as_a_line() -> None:
    assert str(Taken("bob", fault=UsageError("why"))) == "bob: not collected: why"


def test_a_name_obeys_no_terminal_fills_no_spreadsheet_and_takes_nobody_elses_place(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kits"
    folder.mkdir()
    for name in ("bob ", "ada\x1b[2J", "two\nlines", "=cmd|calc!A1", "@SUM(A1)", "tab\tx"):
        (folder / f"{name}.ipynb").write_bytes(notebook(root))
    ids = taken(root, folder)
    assert sorted(ids.values()) == ["ada-2j", "bob", "cmd-calc-a1", "sum-a1", "tab x", "two lines"]
    shown = "".join(map(str, collect(Where(root), lab.ASSIGNMENT, folder, roster=Roster())))
    assert shown.isprintable()


def test_the_name_of_a_file_is_not_that_of_another_student(root: Path, tmp_path: Path) -> None:
    mine = "Ada Lovelace_123_assignsubmission_file_Grace Hopper_456_assignsubmission_file_lab.ipynb"
    source = zipped(tmp_path / "flat.zip", {mine: notebook(root)})
    assert taken(root, source) == {"Ada Lovelace (123)": "ada-lovelace-123"}


def test_no_name_in_nbgraders_table_is_a_formula(tmp_path: Path) -> None:
    table = tmp_path / "grades.csv"
    table.write_text("student_id,first_name,score\n1,\"=cmd|'x'!A1, or\nso\",-2.0\n", encoding="utf-8")
    make_inert(table)
    assert table.read_text(encoding="utf-8") == ("student_id,first_name,score\n1,\"'=cmd|'x'!A1, or\nso\",-2.0\n")
