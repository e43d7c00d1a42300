"""The teacher's pages: a morning that adds up, the same in both languages, about exercises that there are."""

import re
from itertools import pairwise

import pytest

from autograder.course import load_course
from release.sources.build import PROJECT
from solutions.backward import backward, topological_sort
from solutions.by_hand import central_difference
from solutions.network import MLP, XOR_INPUTS, XOR_TARGETS, mean_squared_error
from solutions.value import Value

PAGES = {"fr": "enseigner", "en": "teaching"}
TEXTS = {language: (PROJECT / "docs" / f"{page}.md").read_text(encoding="utf-8") for language, page in PAGES.items()}
EXERCISES = {exercise.name: exercise for exercise in load_course().exercises}
CORE = [(name, exercise.minutes) for name, exercise in EXERCISES.items() if not exercise.bonus]
ROW = re.compile(r"^\| (\d+)(?: h |:)(\d\d) \| (\d+) \| (.*) \| ([\d, ]*)\|$", re.MULTILINE)
MORNING = 240
CARDINALS = {"fr": {10: "dix", 11: "onze", 12: "douze"}, "en": {10: "ten", 11: "eleven", 12: "twelve"}}


def timetable(language: str) -> list[tuple[int, int, list[str], str]]:
    """When a row begins, its minutes, what stands in backticks, the sections of the slides."""
    rows = ROW.findall(TEXTS[language])
    return [(60 * int(h) + int(m), int(n), re.findall(r"`(.*?)`", what), at.strip()) for h, m, n, what, at in rows]


def outline(language: str) -> list[tuple[str, int, list[str]]]:
    """Of each section: the level of its heading, how many items and rows it has, and what code it names."""
    sections = re.split(r"^(#+) .*$", TEXTS[language], flags=re.MULTILINE)[1:]
    return [
        (level, len(re.findall(r"^(?:- |\d\. |\| )", text, re.MULTILINE)), sorted(re.findall(r"`(.*?)`", text)))
        for level, text in zip(sections[::2], sections[1::2], strict=True)
    ]


def test_both_pages_have_the_same_sections_rows_and_names() -> None:
    assert timetable("fr") == timetable("en") != []
    assert outline("fr") == outline("en")


def test_the_morning_adds_up() -> None:
    rows = timetable("fr")
    assert all(start + minutes == following for (start, minutes, *_), (following, *_) in pairwise(rows))
    assert sum(minutes for _, minutes, *_ in rows) == MORNING


def test_the_exercises_of_the_morning_are_the_core_of_the_course_in_its_order() -> None:
    done = [(names[0], minutes) for _, minutes, names, _ in timetable("fr") if names and names[0] in EXERCISES]
    assert done == CORE


def test_the_pages_say_how_much_the_core_is_and_how_long_the_rest_takes() -> None:
    minutes = sum(minutes for _, minutes in CORE)
    beyond = [x for x in EXERCISES.values() if x.bonus]
    assert f"({CARDINALS['fr'][len(CORE)]} exercices, {minutes} minutes de travail)" in TEXTS["fr"]
    assert f"({CARDINALS['en'][len(CORE)]} exercises, {minutes} minutes of work)" in TEXTS["en"]
    for text in TEXTS.values():
        assert [int(n) for n in re.findall(r"\d+", text[text.index("`exp`") : text.index("##")])] == [
            x.minutes for x in beyond
        ]


@pytest.mark.parametrize("language", PAGES)
def test_each_exercise_has_a_word_of_advice(language: str) -> None:
    advice = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", TEXTS[language], re.MULTILINE)
    assert {name for cell in advice for name in re.findall(r"\w+", cell)} == set(EXERCISES)


@pytest.mark.parametrize("language", PAGES)
def test_every_section_of_the_slides_and_every_exercise_stand_in_the_table(language: str) -> None:
    rows = re.findall(r"^\| (\d) \| (.*) \| (.*) \|$", TEXTS[language], re.MULTILINE)
    assert [section for section, *_ in rows] == sorted(section for section, *_ in rows)
    assert {section for section, *_ in rows} == set("1234567")
    assert set(EXERCISES) <= {name for *_, at in rows for name in re.findall(r"`(\w+)`", at)}


@pytest.mark.parametrize("language", PAGES)
def test_there_are_five_questions_to_the_room_and_each_has_its_moment(language: str) -> None:
    assert len(re.findall(r"^\d\. \*", TEXTS[language], re.MULTILINE)) == 5
    assert re.findall(r"question (\d)", TEXTS[language]) == list("12345")


def test_the_numbers_of_the_questions_are_what_the_engine_computes() -> None:
    x, y = Value(2.0), Value(-3.0)
    root = (x + y) * y
    backward(root)
    assert (2 * x.grad, 2 * y.grad) == (-6, -8)
    backward(root)
    assert (x.grad, y.grad) == (-9, -11)
    assert all("−6" in text and "−8" in text and "−9" in text and "−11" in text for text in TEXTS.values())


def test_walked_forwards_only_the_root_and_its_operands_receive_anything() -> None:
    x, y = Value(2.0), Value(-3.0)
    a = x + y
    root = a * y
    root.grad = 1.0
    for value in topological_sort(root):
        value._backward()
    assert (root.grad, a.grad, x.grad) == (1, -3, 0) and y.grad


def test_three_hidden_biases_of_xor_start_on_a_fold() -> None:
    model = MLP([2, 3, 1], seed=1)
    parameters = model.parameters()

    def loss(numbers: list[float]) -> Value:
        for parameter, number in zip(parameters, numbers, strict=True):
            parameter.data = number
        return mean_squared_error([model(x) for x in XOR_INPUTS], XOR_TARGETS)

    start = [parameter.data for parameter in parameters]
    slopes = central_difference(lambda numbers: loss(numbers).data, start, 1e-4)
    backward(loss(start))
    wrong = [p for p, slope in zip(parameters, slopes, strict=True) if p.grad != pytest.approx(slope, abs=1e-3)]
    assert set(wrong) == {neuron.bias for neuron in model.layers[0].neurons}
    assert f"{len(parameters) - len(wrong)} paramètres sur {len(parameters)}" in TEXTS["fr"]
    assert f"{len(parameters) - len(wrong)} of the {len(parameters)} parameters" in TEXTS["en"]
