"""The table of contents: what is there, what is refused, and how an assignment is chosen from it."""

from pathlib import Path

import msgspec
import pytest

from autograder.course import Assignment, Course, decode_course, for_assignment, load_course
from autograder.errors import KitError, UsageError

CORE_MINUTES = 150  # of work, in a morning of 240 with lecture and break


def test_the_course_that_was_built_is_complete_in_every_language() -> None:
    course = load_course()
    assert set(course.cells) == set(course.languages)
    for exercise in course.exercises:
        assert exercise.points > 0 and set(exercise.hints) == set(course.languages)


def test_the_core_fits_the_morning_and_all_of_it_comes_to_twenty_points() -> None:
    course = load_course()
    assert 0 < sum(exercise.minutes for exercise in course.exercises if not exercise.bonus) <= CORE_MINUTES
    assert sum(exercise.points for exercise in course.exercises) == course.out_of == 20


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("course.toml", b"assignment = [", "course.toml: "),
        ("course.toml", b"assignment = 3", "course.toml: Expected `str`, got `int` - at `$.assignment`"),
        ("course.json", b"{", "course.json: "),
        ("course.json", b"\xff", "course.json: "),
    ],
)
def test_a_malformed_course_names_its_file(name: str, content: bytes, message: str) -> None:
    with pytest.raises(KitError) as error:
        decode_course(content, name)
    assert str(error.value).startswith(message)


def test_a_missing_course_says_how_to_write_it(tmp_path: Path) -> None:
    with pytest.raises(KitError, match="make exercises"):
        load_course(tmp_path / "course.json")


def test_a_misspelt_key_is_refused() -> None:
    with pytest.raises(KitError, match="pionts"):
        decode_course(msgspec.json.encode(load_course()).replace(b'"points"', b'"pionts"', 1), "course.json")


def _with_assignment(course: Course) -> Course:
    short = Assignment("short", ("relu", "backward"), {"relu": 7})
    return msgspec.structs.replace(course, assignments=(short,))


def test_an_assignment_has_its_exercises_with_its_points() -> None:
    short = for_assignment(_with_assignment(load_course()), "short")
    assert [exercise.name for exercise in short.exercises] == ["relu", "backward"]
    assert short.exercise("relu").points == 7
    assert short.assignment == "short"


def test_an_assignment_keeps_the_modules_that_its_own_import() -> None:
    short = for_assignment(_with_assignment(load_course()), "short")
    assert [module.name for module in short.modules] == ["by_hand", "value", "relu", "backward"]


def test_an_assignment_has_the_checks_of_its_exercises_only() -> None:
    short = for_assignment(_with_assignment(load_course()), "short")
    checks = [cell.exercise for cell in short.cells["fr"] if cell.kind == "check"]
    assert checks == ["relu", "backward"]


def test_the_courses_own_assignment_is_the_whole_course() -> None:
    assert for_assignment(load_course(), load_course().assignment) == load_course()


def test_an_unknown_assignment_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="there is no assignment long; there are: autograd, short"):
        for_assignment(_with_assignment(load_course()), "long")


def test_an_unknown_exercise_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"there is no exercise ad: did you mean `add`\? There are: .*\badd\b"):
        load_course().exercise("ad")
