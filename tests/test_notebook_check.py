"""check("add") in a notebook: what the student sees, and what nbgrader reads in a course that grades in the kernel."""

import io
import shutil
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder import language
from autograder.course import load_course
from autograder.errors import UsageError
from autograder.notebook import check, grade_executed, language_of, not_run, points, unknown
from autograder.render.html import exercise_html
from tests import nbgrader_course as lab
from tests.notebooks import cell_of

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader's, zmq's and nbclient's own
COURSE = load_course()
VALUE = lab.solutions()["value"]
ADD = COURSE.exercise("add")


def executed(*cells: str, exercise: str = "add") -> Any:
    """The result of one exercise after these cells were run."""
    language.use("en")
    return grade_executed(cells, COURSE, exercise).exercises[0]


def test_the_cells_that_were_run_are_graded_with_visible_checks() -> None:
    result = executed("from autograder.notebook import check", VALUE)
    assert result.outcome == "passed"
    assert all(one.visible for one in result.checks)
    assert result.at_submission > 0


def test_the_last_definition_wins_as_in_a_kernel() -> None:
    wrong = VALUE.replace("self.grad += 1.0 * out.grad", "self.grad = 1.0 * out.grad")
    assert executed(VALUE, wrong).outcome == "failed"
    assert executed(wrong, VALUE).outcome == "passed"
    assert executed(VALUE, wrong, VALUE).outcome == "passed"


def test_an_error_or_a_magic_in_a_cell_of_one_s_own_is_no_fault() -> None:
    assert executed("1 / 0", "%matplotlib inline", VALUE, "print(undefined)", 'check("add")').outcome == "passed"


def test_a_place_is_told_by_the_number_beside_the_cell() -> None:
    wrong = VALUE.replace("self.grad += 1.0 * out.grad", "self.grad += out.gradient")
    result = executed("x = 1", wrong)
    told = next(one for one in result.checks if one.outcome == "error")
    assert "cell [2], line" in (told.where or "")


def test_the_language_is_that_of_the_notebook() -> None:
    assert language_of([VALUE], COURSE) == "en"
    assert language_of([lab.solutions("fr")["value"]], COURSE) == "fr"


def test_without_a_cell_of_the_course_one_is_told_so() -> None:
    with pytest.raises(UsageError, match="holds no cell of the course"):
        executed("x = 1")


def test_after_a_restart_one_is_told_which_cells_to_run() -> None:
    language.use("en")
    assert "No cell of `relu`" in not_run([VALUE], COURSE, "relu") and not_run([VALUE], COURSE, "add") == ""


def test_where_nothing_was_run_one_is_told_so_and_sees_no_traceback() -> None:
    language.use("en")
    assert "No cell of `value`" in not_run(["1 + 1"], COURSE, "add")
    assert "No cell of the course" in not_run(["1 + 1"], COURSE, "") and not_run([VALUE], COURSE, "") == ""
    assert "did you mean `add`" in unknown(COURSE, "ad") and unknown(COURSE, "add") == unknown(COURSE, "") == ""


def test_the_question_and_the_numbers_stand_above_everything_that_is_folded() -> None:
    wrong = VALUE.replace(".grad += 1.0 * out.grad", ".grad = 1.0 * out.grad")
    shown = exercise_html(executed(wrong))
    places = [
        shown.index(x) for x in ("your gradients are", "next: ", "✗", "yours 1", "<details>", "data:image/svg", "<ul>")
    ]
    assert places == sorted(places) and 'class="steps"' in shown and "def again():" in shown


def test_everything_is_checked_hinted_and_walked_through_in_a_kernel(tmp_path: Path) -> None:
    cells = [
        "from autograder.notebook import check, hint, run, show, steps",
        VALUE,
        "check()",
        'hint("add")',
        "hint('add')",
    ]
    cells += ["a, b = Value(2.0), Value(-3.0)", "steps(a * b)", "a.grad"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in cells])
    done = NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}).execute()
    told = [str(cell.outputs) for cell in done.cells if cell.cell_type == "code"]
    assert "mul" in told[2] and "topological_sort" in told[2]
    seconds = [hints[1].split()[0] for hints in ADD.hints.values()]
    assert not any(word in told[3] for word in seconds) and any(word in told[4] for word in seconds)
    assert "data:image/svg" in told[6] and "1 × -3 = -3" in told[6]
    assert "0.0" in told[7]


def test_outside_of_a_notebook_one_is_told_what_to_do() -> None:
    with pytest.raises(UsageError, match="python -m autograder grade"):
        check("add")


def test_all_points_go_to_the_visible_checks_where_there_are_no_others() -> None:
    result = executed(VALUE)
    assert result.points < ADD.points
    assert points(result) == ADD.points


def run(notebook: Any) -> Any:
    """The notebook after a real kernel ran all of it."""
    node = nbformat.from_dict(notebook)
    with redirect_stderr(io.StringIO()), redirect_stdout(io.StringIO()):
        return NotebookClient(node, kernel_name="python3", allow_errors=True).execute()


@pytest.mark.slow
def test_a_student_sees_the_feedback_alone_nbgrader_a_plain_float_and_stderr_is_silent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notebook = lab.lab_notebook(COURSE, COURSE.cells["en"])
    cell_of(notebook, "value")["source"] = VALUE
    seen = cell_of(run(notebook), "check_add")["outputs"]
    assert [output.output_type for output in seen] == ["display_data"]
    assert "Addition" in seen[0].data["text/html"]
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    read = cell_of(run(notebook), "check_add")["outputs"]
    assert [output.output_type for output in read] == ["display_data", "execute_result"]
    assert float(read[1].data["text/plain"]) == ADD.points


def assert_plain_floats(graded: Any) -> None:
    """Each check left the feedback and a plain float, and nothing on stderr."""
    checks = [cell for cell in graded.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    assert len(checks) == len(COURSE.exercises)
    for cell in checks:
        assert [output.output_type for output in cell.outputs] == ["display_data", "execute_result"]
        text = cell.outputs[1].data["text/plain"]
        assert repr(float(text)) == text


@pytest.mark.slow
def test_a_course_without_the_plugin_grades_in_the_kernel(tmp_path: Path) -> None:
    root = tmp_path / "course"
    lab.new_course(root)
    (root / "nbgrader_config.py").unlink()
    lab.submit(root, "right", lab.answered(root, lab.solutions()))
    lab.submit(root, "half", lab.answered(root, {"value": VALUE}))
    lab.submit(root, "empty", lab.released(root))
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.db_url = f"sqlite:///{root}/gradebook.db"
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    for student in ("right", "half", "empty"):
        graded = api.autograde(lab.ASSIGNMENT, student)
        assert graded["success"], graded["log"]
    full = {f"check_{exercise.name}": exercise.points for exercise in COURSE.exercises}
    assert lab.points(root, "right") == full
    assert lab.points(root, "half") == {k: v if k in ("check_add", "check_mul") else 0.0 for k, v in full.items()}
    assert set(lab.points(root, "empty").values()) == {0.0}
    for student in ("right", "half", "empty"):
        assert_plain_floats(nbformat.read(root / "autograded" / student / lab.ASSIGNMENT / f"{lab.LAB}.ipynb", 4))
    shutil.rmtree(root)


def test_a_cell_that_was_run_a_hundred_times_runs_twice() -> None:
    slow = "import time\ntime.sleep(0.2)"
    assert executed(VALUE, *[slow] * 100).outcome == "passed"
