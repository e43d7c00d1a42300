"""The morning in a real JupyterLab, in headless Chromium: what a student sees, and whether it is on the screen."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import nbgrader_course
from tests.browser import open_browser, require_chromium
from tests.jupyter import jupyter_server
from tests.jupyterlab import OPTIONS, Lab, be_quiet
from tests.test_kit import _unpack

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
PICTURES = os.environ.get("PICTURES")  # a folder for screenshots, where somebody wants to look
VALUE = nbgrader_course.solutions("fr")["value"]
WRONG = VALUE.replace(".grad += 1.0 * out.grad", ".grad = 1.0 * out.grad")
WALKED = "a, b = Value(2.0), Value(-3.0)\nsteps(a * b + a)"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """The lab notebook of a French kit, open and untouched."""
    require_chromium()
    kit, home = _unpack(tmp_path_factory.mktemp("kit"), "fr"), tmp_path_factory.mktemp("home")
    be_quiet(home)
    with jupyter_server(kit, home, options=OPTIONS) as address, open_browser(home / "profile") as browser:
        yield Lab(browser, address, kit / "lab.ipynb")


def _look(lab: Lab, name: str) -> None:
    if PICTURES:
        lab.picture(Path(PICTURES) / f"{name}.png")


def _outputs(cell: dict[str, Any]) -> str:
    return "".join(str(output) for output in cell.get("outputs", ()))


def test_a_fresh_notebook_runs_from_top_to_bottom_without_an_error(lab: Lab) -> None:
    lab.run_all()
    codes = [cell for cell in lab.saved() if cell["cell_type"] == "code"]
    assert [cell["id"] for cell in codes if cell["execution_count"] is None] == []
    assert [cell["id"] for cell in codes if "Traceback" in _outputs(cell) or "stderr" in _outputs(cell)] == []
    _look(lab, "fresh")


def test_of_a_wrong_answer_the_idea_and_the_question_are_on_the_screen_above_every_picture(lab: Lab) -> None:
    lab.write("value", WRONG)
    lab.run("value")
    cell = lab.run("check_add")
    belief, question = lab.place(cell, "p", "vos gradients sont ceux"), lab.place(cell, "p", "à vous")
    _look(lab, "wrong")
    message = lab.place(cell, "pre", "attendu 2")
    assert lab.top() <= belief["top"] < question["bottom"] < message["top"] < message["bottom"] <= lab.bottom()
    assert not cell.find_element("css selector", "img").is_displayed()


def test_after_a_restart_one_is_told_which_cells_to_run(lab: Lab) -> None:
    lab.restart()
    lab.run("kit")
    cell = lab.run("check_add")
    assert "exécutée depuis le démarrage du noyau" in cell.text and "Traceback" not in cell.text
    _look(lab, "restarted")


def test_a_hint_is_one_step_at_a_time(lab: Lab) -> None:
    lab.add("check_add", "asked", 'hint("add")')
    assert "indice 1 sur 3" in lab.run("asked").text
    assert "indice 2 sur 3" in lab.run("asked").text
    _look(lab, "hint")


def test_arrow_keys_walk_through_the_backward_pass_and_leave_the_notebook_where_it_is(lab: Lab) -> None:
    lab.write("value", VALUE)
    lab.run("value")
    lab.add("check_add", "walked", WALKED)
    cell = lab.run("walked")
    assert _step(lab, cell) == "départ"
    lab.chrome.execute_script("arguments[0].querySelector('input[type=radio]').focus()", cell)
    active = lab.active()
    walk = [_press(lab, cell, key) for key in (*["ARROW_RIGHT"] * 2, "ARROW_LEFT", "ARROW_DOWN")]
    assert walk == ["étape 1 sur 2", "étape 2 sur 2", "étape 1 sur 2", "étape 2 sur 2"]
    assert lab.active() == active
    _look(lab, "steps")


def _press(lab: Lab, cell: Any, key: str) -> str:
    from selenium.webdriver.common.keys import Keys

    lab.chrome.switch_to.active_element.send_keys(getattr(Keys, key))
    return _step(lab, cell)


def _step(lab: Lab, cell: Any) -> str:
    """The one step that is shown."""
    [shown] = [x for x in cell.find_elements("css selector", ".steps section strong") if x.is_displayed()]
    return str(shown.text).partition(" :")[0]
