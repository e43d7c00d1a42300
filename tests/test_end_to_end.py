"""A class from release to returned feedback: real nbgrader, a real exchange, formgrader in a real Chromium."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from autograder.course import load_course
from tests import nbgrader_course as lab
from tests.browser import Browser, open_browser, require_chromium
from tests.classroom import Classroom
from tests.jupyter import jupyter_server
from tests.notebooks import code, position

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="nbgrader has no exchange on Windows"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]
POINTS = {x.name: x.points for x in load_course().exercises}
RIGHT = lab.solutions()
OVERWRITES = RIGHT | {"value": RIGHT["value"].replace("self.grad += 1.0 * out.grad", "self.grad = 1.0 * out.grad")}
SURE_OF_ITSELF = "check = lambda exercise: 99.0\nget_ipython().run_cell = print\nraise SystemExit"
WORK: Mapping[str, Mapping[str, str]] = {
    "ada": RIGHT,
    "bob": OVERWRITES,
    "cleo": {},
    "dan": dict.fromkeys(RIGHT, "everything = 42"),
    "eve": {},
}
ROWS = list(WORK)  # formgrader sorts by name, and all of them are called None


def _work(path: Path, student: str) -> None:
    notebook = json.loads(path.read_bytes())
    for cell in notebook["cells"]:
        cell["source"] = WORK[student].get(cell["id"], cell["source"])
    if student == "eve":
        notebook["cells"].insert(position(notebook, "value") + 1, code(SURE_OF_ITSELF))
    path.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """A class whose work has been collected and not graded yet."""
    room = Classroom(tmp_path_factory.mktemp("class"))
    room.instruct("release_assignment")
    for student in WORK:
        _work(room.fetch(student), student)
        room.submit(student)
    room.instruct("collect")
    return room


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    require_chromium()
    with open_browser(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture(scope="module")
def formgrader(room: Classroom, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    """The address of formgrader, started in the course's folder."""
    with jupyter_server(room.course, tmp_path_factory.mktemp("home")) as address:
        yield f"{address}/formgrader"


def _press(browser: Browser, student: str, button: str) -> str:
    """Press a button in the student's row; what the dialog that follows says."""
    row = f"#main-table tr:nth-child({ROWS.index(student) + 1})"
    browser.read(row, student)
    browser.click(f"{row} .{button} a")
    said = browser.read(".modal-body", "for student")
    browser.dismiss(".modal", ".modal-footer button")
    return said


@pytest.fixture(scope="module")
def graded(room: Classroom, formgrader: str, browser: Browser) -> Classroom:
    """The class after its instructor pressed Autograde for everybody."""
    browser.go(f"{formgrader}/manage_submissions/{lab.ASSIGNMENT}")
    for student in WORK:
        assert "Successfully autograded" in _press(browser, student, "autograde")
    return room


def test_the_gradebook_holds_what_each_student_earned(graded: Classroom) -> None:
    earned = {student: lab.total(graded.course, student) for student in WORK}
    full = sum(POINTS.values())
    assert earned == {"ada": full, "bob": earned["bob"], "cleo": 0, "dan": 0, "eve": 0}
    lost = {name for name, points in lab.points(graded.course, "bob").items() if points != POINTS[name[6:]]}
    assert lost == {"check_add"} and full - POINTS["add"] < earned["bob"] < full


def test_formgrader_shows_the_points_of_the_gradebook(graded: Classroom, formgrader: str, browser: Browser) -> None:
    browser.go(f"{formgrader}/manage_submissions/{lab.ASSIGNMENT}")
    full = sum(POINTS.values())
    for row, student in enumerate(ROWS, 1):
        browser.read(f"#main-table tr:nth-child({row})", student)
        points = round(lab.total(graded.course, student), 2)
        assert browser.read(f"#main-table tr:nth-child({row}) .score", "/") == f"{points:g} / {full:g}"
        assert browser.read(f"#main-table tr:nth-child({row}) .status") == "graded"


def test_formgrader_shows_the_points_and_the_reasons_cell_by_cell(
    graded: Classroom, formgrader: str, browser: Browser
) -> None:
    browser.go(f"{formgrader}/manage_students/bob/{lab.ASSIGNMENT}")
    browser.click("#main-table .name a")
    for name, points in lab.points(graded.course, "bob").items():
        assert float(browser.attribute(f"input#{name}", "placeholder")) == points
    for summary in browser.chrome.find_elements("css selector", "#notebook-container summary"):
        browser.chrome.execute_script("arguments[0].parentNode.open = true", summary)
    assert "expected" in browser.read("#notebook-container", "A value used twice")


def test_feedback_comes_back_to_each_student_and_to_no_other(
    graded: Classroom, formgrader: str, browser: Browser
) -> None:
    browser.go(f"{formgrader}/manage_submissions/{lab.ASSIGNMENT}")
    for student in WORK:
        assert "Successfully generated feedback" in _press(browser, student, "generate-feedback")
        assert "Successfully released feedback" in _press(browser, student, "release-feedback")
    for student in WORK:
        (page,) = graded.fetch_feedback(student)
        browser.go(page.as_uri())
        assert f"Score: {round(lab.total(graded.course, student), 2)}" in browser.read("body", "Score:")
