"""Who is who: names in any script, rosters as other programs write them, and Moodle's grading worksheet."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from autograder.errors import UsageError
from release.instructor.people.names import bare_words, words
from release.instructor.people.students import Roster, Student, settle
from release.instructor.people.tables import read_table, table_of
from release.instructor.people.worksheet import filled, moodle_time, read_people
from release.instructor.receipt import Collected, _known_to_moodle
from tests.moodle import Moodle, Participant

LATE = datetime(2026, 11, 26, 22, 30, tzinfo=UTC)
PEOPLE = [
    Participant(11, "Élodie Noël", "elodie@u.example", LATE),
    Participant(12, "Paul Roy", "p1@u.example", LATE),
    Participant(13, "Paul Roy", "p2@u.example"),
    Participant(14, "明 李", "li@u.example", LATE),
    Participant(15, "أحمد علي", "ahmed@u.example", LATE, group="Groupe A-2"),
]


def roster(path: Path, text: str, encoding: str = "utf-8") -> Roster:
    path.write_bytes(text.encode(encoding))
    return read_people(path)


@pytest.fixture
def worksheet(tmp_path: Path) -> Path:
    path = tmp_path / "notes.csv"
    path.write_bytes(Moodle(PEOPLE).worksheet())
    return path


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Noël Élodie", "ÉLODIE noël"),
        ("Zoë de l’Isle", "Isle, Zoë de l'"),
        ("Ｌｉ Ｍｉｎｇ", "Li Ming"),
        ("Straße Jo", "STRASSE JO"),
        ("e\u0301lodie", "élodie"),
    ],
)
def test_one_name_in_two_spellings(one: str, other: str) -> None:
    assert words(one) == words(other)


def test_accents_make_another_name_until_they_are_forgiven() -> None:
    assert words("Noel") != words("Noël") and bare_words("Noel") == bare_words("Noël")
    assert bare_words("Sœur Øst") == bare_words("soeur ost")
    assert bare_words("कमल") != bare_words("कमला") and bare_words("が") != bare_words("か")


def test_names_of_two_scripts_are_two_names() -> None:
    class_list = Roster((Student("a", "أحمد", "علي"), Student("b", "明", "李"), Student("c", "Иван", "Петров")))
    assert class_list.find("李 明").id == "b"
    assert class_list.find("ПЕТРОВ Иван", "4").id == "c"
    for stranger in ("王 芳", "محمد علي", "Пётр Иванов", "???", "()"):
        with pytest.raises(UsageError, match="not in the roster"):
            class_list.find(stranger)


def test_an_accent_decides_between_two_and_is_forgiven_to_one() -> None:
    both = Roster((Student("1", "René", "Roy"), Student("2", "Rene", "Roy")))
    assert (both.find("René Roy").id, both.find("rene ROY").id) == ("1", "2")
    assert Roster((Student("1", "René", "Roy"),)).find("Rene Roy").id == "1"
    several = Roster((Student("1", "René", "Roy"), Student("2", "Renè", "Roy")))
    with pytest.raises(UsageError, match=r"\(1, 2\)"):
        several.find("Rene Roy")


def test_homonyms_are_told_apart_by_number_or_address_or_refused_with_a_way_out(worksheet: Path) -> None:
    people = read_people(worksheet)
    assert people.find("Paul Roy", "12").id == "p1@u.example"
    assert people.find("Paul Roy", "13").id == "p2@u.example"
    assert people.find("P2@U.example").id == "p2@u.example"
    with pytest.raises(UsageError) as refused:
        people.find("Paul Roy")
    assert settle() in str(refused.value) and "p1@u.example, p2@u.example" in str(refused.value)


def test_a_number_of_another_assignment_credits_nobody(worksheet: Path) -> None:
    people = read_people(worksheet)
    for name, number in (("Paul Roy", "11"), ("Élodie Noël", "99")):
        with pytest.raises(UsageError, match="another assignment"):
            people.find(name, number)


def test_letters_that_excel_has_lost_are_any_letters_where_the_number_says_whose_it_is() -> None:
    saved = Roster((Student("a", "???", number="7"), Student("b", "Jos?", "D?az", number="8")))
    assert [saved.find("王小明", "7").id, saved.find("José Díaz", "8").id] == ["a", "b"]
    for name, number in (("王明", "7"), ("Joséphine Díaz", "8")):
        with pytest.raises(UsageError, match="is it another assignment's"):
            saved.find(name, number)


def test_an_identifier_is_found_in_other_capitals_where_it_is_the_only_one() -> None:
    assert Roster((Student("dave"), Student("eve"))).find("DAVE").id == "dave"
    assert Roster((Student("dave"), Student("Dave"))).find("Dave").id == "Dave"


def test_a_group_before_a_name_is_read_where_the_number_says_whose_it_is(worksheet: Path) -> None:
    assert read_people(worksheet).find("Groupe A-2-أحمد علي", "15").id == "ahmed@u.example"
    other = Roster((Student("pd", "Pierre", "Dupont"),))
    with pytest.raises(UsageError, match="if it begins with a group"):
        other.find("Jean-Pierre Dupont", "3")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_times_of_submission_come_from_the_worksheet(tmp_path: Path, language: str) -> None:
    path = tmp_path / "notes.csv"
    path.write_bytes(Moodle(PEOPLE, language=language).worksheet())
    at = [x.at for x in read_people(path, ZoneInfo("UTC")).students or ()]
    assert at == [LATE, LATE, None, LATE, LATE]


def test_times_as_moodle_shows_them() -> None:
    paris = ZoneInfo("Europe/Paris")
    summer = datetime(2026, 8, 1, 0, 5, tzinfo=paris)
    assert moodle_time("samedi 1er août 2026, 00:05", paris) == summer
    assert moodle_time("Saturday, August 1, 2026, 12:05 AM", paris) == summer
    assert moodle_time("Saturday, 1 August 2026, 12:05 PM", paris) == summer.replace(hour=12)
    assert moodle_time("-") is None and moodle_time("31 février 2026, 10:00") is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_roster_as_excel_saves_it(tmp_path: Path, encoding: str, separator: str) -> None:
    rows = [["Prénom", "Nom de famille", "Numéro d’identification"], ["Zoë", "Noël", "z1"]]
    text = "\r\n".join(separator.join(row) for row in rows)
    [student] = roster(tmp_path / "r.csv", text, encoding).students or ()
    assert student == Student("z1", "Zoë", "Noël")


def test_rosters_of_github_classroom_50_and_nbgrader(tmp_path: Path) -> None:
    github = roster(
        tmp_path / "g.csv", '"identifier","github_username","github_id","name"\n"ada@u","adal","1","Ada L"\n'
    )
    assert github.find("autograd-adal").id == github.find("ADAL").id == "ada@u"
    fifty = roster(
        tmp_path / "f.csv", "username,first_name,last_name,email,section,github_id\nadal,Ada,Lovelace,a@u,1,7\n"
    )
    assert fifty.find("autograd-adal").id == fifty.find("A@u").id == "adal"
    ours = roster(tmp_path / "n.csv", "id,first_name,last_name,email,lms_user_id\nada,Ada,Lovelace,,\n")
    assert ours.find("lovelace ada").id == "ada"


def test_a_line_without_identifier_refuses_its_student_by_name_and_no_other(tmp_path: Path) -> None:
    some = roster(tmp_path / "r.csv", "id,first_name,last_name\n,Luc,Roy\na,Ada,Li\n")
    assert some.nameless == ("Luc Roy",) and some.find("Ada Li").id == "a"
    with pytest.raises(UsageError, match="the roster has no identifier for this student"):
        some.find("Roy Luc", "4")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("id,first_name\n", "there is only a head"),
        ("", "it is empty"),
        ("id,name\na,Ada\na,Bob\n", "one identifier: a"),
        ("id,name\n=1+1,Ada\n", "cannot take: '=1\\+1'"),
    ],
)
def test_a_roster_that_cannot_be_used_says_why(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        roster(tmp_path / "r.csv", text)


def test_a_filled_worksheet_differs_in_grades_alone_and_moodle_takes_it(worksheet: Path) -> None:
    moodle, table = Moodle(PEOPLE), read_table(worksheet)
    done = filled(table, {"11": 13.25, "14": 20.5}, 20)
    assert done.notes == ("Participant14: 20.50 is more than Moodle's maximum, 20, which it gets",)
    worksheet.write_bytes(done.content)
    before, after = (np.array(x.rows) for x in (table, read_table(worksheet)))
    assert after[before != after].tolist() == ["13.25", "20.00"]
    said = moodle.upload_worksheet(done.content)
    assert said == {11: "taken", 12: "empty", 13: "empty", 14: "taken", 15: "empty"}


def test_a_grade_that_was_changed_in_moodle_since_is_not_written_over() -> None:
    """The line says when the worksheet was downloaded; `-` of our own would be the beginning of time."""
    graded = Participant(11, "Ada Li", "a@u", LATE, grade=10.0, modified=LATE)
    moodle = Moodle([graded], language="en")
    table = table_of(moodle.worksheet())
    graded.modified = moodle.now
    assert moodle.upload_worksheet(filled(table, {"11": 12.0}, 20).content) == {11: "stale"}
    fresh = table_of(moodle.worksheet())
    assert moodle.upload_worksheet(filled(fresh, {"11": 12.0}, 20).content) == {11: "taken"}


def test_locked_lines_other_maxima_and_unknown_numbers_are_named() -> None:
    moodle = Moodle([Participant(11, "Ada Li", "a@u", locked=True)], maximum=100)
    done = filled(table_of(moodle.worksheet()), {"11": 12.0, "77": 3.0}, 20)
    assert "locked" in done.notes[0] and "set 20 in Moodle" in done.notes[1] and "77" in done.notes[2]
    assert moodle.upload_worksheet(done.content) == {11: "empty"}


def test_moodles_number_survives_a_second_collection_from_a_folder() -> None:
    before = Collected("ada", "Ada Li", "11", "all.zip")
    assert _known_to_moodle(Collected("ada", "", "", "kits"), before) == Collected("ada", "Ada Li", "11", "kits")
    later = Collected("ada", "Ada Li", "12", "all.zip")
    assert _known_to_moodle(later, before) == later
