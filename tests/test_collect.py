"""Collecting: Moodle's zip and folders of kits become nbgrader's submissions; what cannot is listed with its reason."""

import json
import os
import zipfile
from collections.abc import Mapping
from datetime import UTC
from pathlib import Path

import pytest

from autograder.course import load_course
from autograder.errors import UsageError
from autograder.submission import open_submission
from release.__main__ import main
from release.instructor.collect import Taken, collect
from release.instructor.course_folder import Where
from release.instructor.lab import lab_of
from release.instructor.people.students import Roster, Student, newcomer, settle
from release.instructor.people.worksheet import read_people
from release.instructor.receipt import read_receipt
from release.instructor.returns import make_inert
from release.kit import kit_files, project_files
from release.nbgrader_plugin.handed_in import handed_in
from release.nbgrader_plugin.rebuild import rebuilt
from release.nbgrader_plugin.verdicts import task_for
from release.sources.build import answers, module_files
from release.sources.read import read_sources
from release.sources.skeleton import without_markers
from tests import nbgrader_course as lab
from tests.moodle import Moodle, Participant
from tests.submissions import ROOT, reference, skeleton, write
from tests.test_people import LATE

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


def test_a_folder_of_clones_is_collected_by_the_accounts_of_the_roster(root: Path, tmp_path: Path) -> None:
    kit_of_all = kit_files(project_files(ROOT), COURSE, "en", notebook(root))
    del kit_of_all["lab.ipynb"]
    for account in ("autograd-adal", "autograd-bob"):
        for name, content in {**kit_of_all, **KIT, ".git/HEAD": b"ref: refs/heads/main"}.items():
            path = tmp_path / "clones" / account / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    roster = Roster((Student("ada@u", "Ada", "Li", account="AdaL"), Student("cy@u", account="cyril")))
    assert taken(root, tmp_path / "clones", roster) == {
        "autograd-adal": "ada@u",
        "autograd-bob": "this student is not in the roster",
    }
    sources = open_submission(submitted(root, "ada@u"), COURSE).sources
    assert {f"exercises/{name}.py": (x.text or "").encode() for name, x in sources.items()} == KIT


def test_moodles_worksheet_tells_homonyms_apart_and_a_folder_keeps_what_moodle_knows(
    root: Path, tmp_path: Path
) -> None:
    people = [Participant(11, "Paul Roy", "p1@u.example", LATE), Participant(12, "Paul Roy", "p2@u.example")]
    (tmp_path / "notes.csv").write_bytes(Moodle(people).worksheet())
    roster, ours = read_people(tmp_path / "notes.csv", UTC), notebook(root)
    source = zipped(tmp_path / "all.zip", {moodle("Paul Roy", n, "lab.ipynb"): ours for n in (11, 12)})
    assert taken(root, source, roster) == {"Paul Roy (11)": "p1@u.example", "Paul Roy (12)": "p2@u.example"}
    assert (submitted(root, "p1@u.example").parent / "timestamp.txt").read_text().startswith("2026-11-26 22:30")
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / "p2@u.example.ipynb").write_bytes(ours)
    taken(root, tmp_path / "again")
    kept = read_receipt(Where(root), lab.ASSIGNMENT)["p2@u.example"]
    assert (kept.name, kept.number, kept.source) == ("Paul Roy", "12", "again")


def test_moodles_zip_has_no_times_of_its_own(root: Path, tmp_path: Path) -> None:
    source = zipped(tmp_path / "all.zip", {moodle("Ada Li", 11, "lab.ipynb"): notebook(root)})
    [reason] = taken(root, source, times=True).values()
    assert "give the grading worksheet as ROSTER" in reason


def test_an_archive_beside_jupyters_checkpoints_is_the_submission(root: Path, tmp_path: Path) -> None:
    work = zipped(tmp_path / "class" / "ada" / "work.zip", {"lab.ipynb": notebook(root), "__MACOSX/._lab.ipynb": b"\0"})
    zipped(work.parent / ".ipynb_checkpoints" / "work-checkpoint.ipynb", {})
    zipped(work.parent / "__MACOSX" / "._work.zip", {})
    assert taken(root, tmp_path / "class") == {"ada": "ada"}
    assert submitted(root, "ada").read_bytes() == notebook(root)


def test_what_cannot_be_taken_in_is_listed_and_the_others_are_taken(root: Path, tmp_path: Path) -> None:
    ours, source = notebook(root), tmp_path / "rendus"
    zipped(source / "slip.zip", {"../../value.py": b"x = 1"})
    zipped(source / "two.zip", {f"{x}.ipynb": ours.replace(b"out.grad", b"%d * out.grad" % x) for x in (1, 2)})
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
        "two.zip": "several notebooks: 1.ipynb, 2.ipynb",
        "none.zip": "holds no module of the course",
        "damaged.zip": "damaged archive",
        "broken.ipynb": "not a notebook",
        "other.ipynb": "no cell of the course",
        "notes.rar": "notes.rar is in the format .rar, which is not read here",
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
    roster, ours = read_people(tmp_path / "participants.csv"), notebook(root)
    people = ["Dupont Elodie", "Paul Roy", "Eve Malory"]
    source = zipped(tmp_path / "all.zip", {moodle(name, n, "lab.ipynb"): ours for n, name in enumerate(people)})
    assert taken(root, source, roster) == {
        "Dupont Elodie (0)": "e123",
        "Paul Roy (1)": f"several students of the roster have this name (p1, p2): {settle()}",
        "Eve Malory (2)": "this student is not in the roster",
    }
    with Where(root).gradebook() as gradebook:
        assert gradebook.find_student("e123").email == "elodie@example.org"


def test_a_roster_of_nbgraders_and_one_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "students.csv").write_text("id,first_name,last_name,email\nada,Ada,Lovelace,\n")
    assert read_people(tmp_path / "students.csv").students == (Student("ada", "Ada", "Lovelace"),)
    (tmp_path / "points.csv").write_text("a,b\n1,2\n")
    for path, reason in (("points.csv", "has no column"), ("absent.csv", "cannot be read")):
        with pytest.raises(UsageError, match=reason):
            read_people(tmp_path / path)
    assert newcomer("Sœur Thérèse", "5").id == "soeur-therese-5"
    assert newcomer("李 明", "6").id == "participant-6"
    with pytest.raises(UsageError, match="no name"):
        newcomer("[]", "")


@pytest.mark.parametrize("language", COURSE.languages)
def test_modules_become_a_notebook_and_come_back_as_they_were(tmp_path: Path, language: str) -> None:
    files = kit(language)
    collected = lab_of(zipped(tmp_path / "kit.zip", files), COURSE)
    (tmp_path / "lab.ipynb").write_bytes(collected.content)
    back = open_submission(tmp_path / "lab.ipynb", COURSE).sources
    assert collected.receipt.ignored == collected.notes == ()
    assert {f"exercises/{name}.py": (source.text or "").encode() for name, source in back.items()} == files


def test_a_module_that_cannot_be_read_costs_itself_only(root: Path, tmp_path: Path) -> None:
    files = {**KIT, "exercises/relu.py": "# r\u00e9ponse\n".encode("latin-1")}
    source = tmp_path / "rendus"
    zipped(source / "ada.zip", files)
    [said] = collect(Where(root), lab.ASSIGNMENT, source, roster=Roster())
    assert "relu.py (not UTF-8" in str(said) and said.fault is None
    sources = open_submission(submitted(root, "ada"), COURSE).sources
    assert "NotImplementedError" in (sources["relu"].text or "")


def test_of_work_that_is_left_aside_the_instructor_is_told(root: Path, tmp_path: Path) -> None:
    source = tmp_path / "kits"
    write(source / "ada" / "mine", {"value": reference("value")})
    write(source / "ada" / "handed out", {"value": skeleton("value")})
    [said] = collect(Where(root), lab.ASSIGNMENT, source, roster=Roster())
    assert "ignored handed out/*.py (modules too; those that hold more answers are graded)" in str(said)


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
    said = capsys.readouterr().out
    assert "bob.ipynb: not collected: bob.ipynb est un fichier vide" in said
    assert said.endswith("1 collected for autograd, 1 not\n")
    assert main([*arguments, "--lang", "en", str(tmp_path / "rendus")]) == 1
    assert "bob.ipynb: not collected: bob.ipynb is an empty file" in capsys.readouterr().out
    for source, reason in (("absent", "does not exist"), ("rendus/bob.ipynb", "neither a folder nor a sound .zip")):
        assert main([*arguments, str(tmp_path / source)]) == 2
        assert reason in capsys.readouterr().err
    assert main([*arguments, "--lang", "en", "--assignment", "algebra", str(tmp_path / "rendus")]) == 2
    assert "there is no assignment algebra" in capsys.readouterr().err


def test_a_refusal_reads_as_a_line() -> None:
    assert str(Taken("bob", fault=UsageError("why"))) == "bob: not collected: why"


def test_a_name_obeys_no_terminal_fills_no_spreadsheet_and_takes_nobody_elses_place(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kits"
    folder.mkdir()
    for name in ("bob ", "ada\x1b[2J", "two\nlines", "=cmd|calc!A1", "@SUM(A1)", "tab\tx"):
        (folder / f"{name}.ipynb").write_bytes(notebook(root))
    ids = taken(root, folder)
    refused = [x for x in ids.values() if "characters that nobody sees" in x]
    assert len(refused) == 3 and {*ids.values()} - {*refused} == {"bob", "cmd-calc-a1", "sum-a1"}
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


@pytest.mark.skipif(os.name != "posix", reason="links are ordinary there")
def test_no_link_out_of_what_was_handed_in_is_followed(root: Path, tmp_path: Path) -> None:
    """A link to solutions/ earned everything; one to a neighbour handed in the neighbour's work."""
    folder = tmp_path / "handed in"
    right = write(folder / "neighbour", {"value": reference("value")})
    (folder / "folder").symlink_to(ROOT / "solutions")
    (folder / "relative").symlink_to("neighbour")
    (folder / "file.ipynb").symlink_to(root / "source" / lab.ASSIGNMENT / f"{lab.LAB}.ipynb")
    (folder / "archive.zip").symlink_to(zipped(tmp_path / "kit.zip", KIT))
    write(folder / "within", {"value": skeleton("value")})
    (folder / "within" / "relu.py").symlink_to(right / "value.py")
    (folder / "below" / "exercises").mkdir(parents=True)
    (folder / "below" / "exercises" / "value.py").symlink_to(ROOT / "solutions" / "value.py")
    (folder / "packed").mkdir()
    (folder / "packed" / "kit.zip").symlink_to(tmp_path / "kit.zip")
    (folder / "whole").mkdir()
    (folder / "whole" / "exercises").symlink_to(ROOT / "solutions")
    (folder / "endless").symlink_to("endless")
    (folder / "root").mkdir()
    (folder / "root" / "everything").symlink_to("/")
    found = taken(root, folder)
    assert found.pop("neighbour") == "neighbour"
    assert len(found) == 10 and all("link" in reason for reason in found.values()), found
    assert {path.name for path in (root / "submitted").iterdir()} == {"neighbour"}


@pytest.mark.parametrize("name", ["علی\u200cرضا کریمی", "ශ්\u200dරී පෙරේරා"])
def test_what_persian_and_sinhala_are_spelled_with_is_taken_under_moodles_number(
    root: Path, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "moodle"
    write(folder / f"{name}_5001_assignsubmission_file", {"value": reference("value")})
    [said] = collect(Where(root), lab.ASSIGNMENT, folder, roster=Roster((Student("ada", name, number="5001"),)))
    assert said.fault is None and said.student and said.student.id == "ada"


def test_who_hands_in_modules_reads_of_their_files_and_not_of_a_notebook(root: Path, tmp_path: Path) -> None:
    source = tmp_path / "kits"
    write(source / "ada", {"value": reference("value").replace("+=", "="), "relu": skeleton("relu")})
    list(collect(Where(root), lab.ASSIGNMENT, source, roster=Roster()))
    folder = Where(root).of("submitted", lab.ASSIGNMENT, "ada")
    notebook = rebuilt(Where(root).of("release", lab.ASSIGNMENT) / "lab.ipynb", folder / "lab.ipynb", COURSE)
    task = task_for(notebook, COURSE, name="lab.ipynb", folder=tmp_path, receipt=handed_in(folder))
    [sources] = task.versions
    assert set(sources) == {"value", "relu"}  # the others are not there, and that is what is said of them
    assert sources["value"].locate(30) == "value.py" and sources["relu"].path == "relu.py"


@pytest.mark.parametrize("invisible", ["\u200b", "\u00ad", "\u2060", "\u3164", "\ufe0f", "\u00a0", "\u2800", "\u202e"])
def test_names_that_nobody_tells_apart_are_refused_and_replace_nobody(
    root: Path, tmp_path: Path, invisible: str
) -> None:
    folder = tmp_path / "handed in"
    write(folder / "ada", {"value": reference("value")})
    for name in (f"a{invisible}da", f"ada{invisible}", invisible):
        write(folder / name, {"value": skeleton("value")})
    done = list(collect(Where(root), lab.ASSIGNMENT, folder, roster=Roster()))
    assert [x.student.id for x in done if x.student] == ["ada"]
    faults = [str(x) for x in done if x.fault]
    assert len(faults) == 3 and all(ascii(invisible) in fault for fault in faults), faults
    assert "+= 1.0 * out.grad" in submitted(root, "ada").read_text(encoding="utf-8")
