"""Grading inside the real nbgrader, in process: its database, its converters, our configuration."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.course import load_course
from autograder.errors import KitError, UsageError
from autograder.graders.hidden import test_value as hidden_graders
from autograder.sandbox import Sandbox
from release.nbgrader_plugin import verdicts
from release.nbgrader_plugin.page import bounded_highlight, safe_markdown
from release.nbgrader_plugin.rebuild import rebuild
from tests import nbgrader_course as lab
from tests.notebooks import cell_of, code, double_checks, flip, old_schema, position, skip_execution
from tests.submissions import ROOT

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
ALL = {x.name: x.points for x in load_course().exercises}
NOTHING = dict.fromkeys(ALL, 0.0)
FIRST = next(iter(lab.solutions()))


def grade(root: Path, student: str = "ada") -> dict[str, float | None]:
    """Autograde one student; the points by exercise."""
    graded = lab.open_api(root).autograde(lab.ASSIGNMENT, student)
    assert graded["success"], graded["log"]
    return {name.removeprefix("check_"): points for name, points in lab.points(root, student).items()}


def graded_after(root: Path, change: Callable[[Any], None]) -> dict[str, float | None]:
    """The points of a right notebook that somebody changed."""
    notebook = lab.answered(root, lab.solutions())
    change(notebook)
    lab.submit(root, "ada", notebook)
    return grade(root)


def autograded(root: Path, student: str = "ada") -> Any:
    """The notebook that nbgrader wrote."""
    return nbformat.read(root / "autograded" / student / lab.ASSIGNMENT / f"{lab.LAB}.ipynb", as_version=4)


def overall(root: Path, student: str = "ada") -> str:
    """The comment of the first solution cell."""
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        return str(gradebook.find_comment(FIRST, lab.LAB, lab.ASSIGNMENT, student).comment)


def test_a_right_notebook_earns_everything(root: Path) -> None:
    assert graded_after(root, lambda notebook: None) == ALL
    assert lab.total(root, "ada") == sum(ALL.values())


def test_an_empty_notebook_earns_nothing_and_is_told_so(root: Path) -> None:
    lab.submit(root, "ada", lab.released(root))
    assert grade(root) == NOTHING
    assert overall(root).startswith("No response.")


def test_partial_credit_is_that_of_the_report(root: Path) -> None:
    wrong = lab.solutions()["value"].replace("self.grad += 1.0 * out.grad", "self.grad = 1.0 * out.grad")
    lab.submit(root, "ada", lab.answered(root, lab.solutions() | {"value": wrong}))
    points = grade(root)
    assert 0 < (points["add"] or 0) < ALL["add"]
    assert points == ALL | {"add": points["add"]}


def test_each_check_cell_holds_exactly_one_result(root: Path) -> None:
    graded_after(root, lambda notebook: None)
    for cell in autograded(root).cells:
        if cell.cell_type == "code":
            check = cell.id.startswith("check_")
            assert [output.output_type for output in cell.outputs] == ["execute_result"] * check
            if check:
                assert float(cell.outputs[0].data["text/plain"]) == cell.metadata.nbgrader.points


def test_feedback_says_what_was_claimed_and_shows_no_source_of_a_hidden_grader(root: Path) -> None:
    lab.submit(root, "ada", lab.released(root))
    grade(root)
    assert lab.open_api(root).generate_feedback(lab.ASSIGNMENT)["success"]
    page = (root / "feedback" / "ada" / lab.ASSIGNMENT / f"{lab.LAB}.html").read_text(encoding="utf-8")
    assert "When an operand is used again" in page or "gradient" in page
    for line in (ROOT / "autograder/graders/hidden/test_value.py").read_text(encoding="utf-8").splitlines():
        if line.startswith(("    check.", "def test_")):
            assert line.strip() not in page
    assert hidden_graders.__name__ not in page


def test_the_comment_holds_the_total_and_a_manual_comment_takes_its_place(root: Path) -> None:
    graded_after(root, lambda notebook: None)
    assert f"{sum(ALL.values()):g} / {sum(ALL.values()):g}" in overall(root)
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        gradebook.find_comment(FIRST, lab.LAB, lab.ASSIGNMENT, "ada").manual_comment = "Well done"
        gradebook.db.commit()
    grade(root)
    assert overall(root) == "Well done"


# What students and hostile people do to a notebook


def drop_checks(notebook: Any) -> None:
    notebook["cells"] = [cell for cell in notebook["cells"] if not cell["id"].startswith("check_")]


def new_schema(notebook: Any) -> None:
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["schema_version"] = 99


def no_metadata(notebook: Any) -> None:
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        cell.pop("id")
    notebook["nbformat_minor"] = 2


def nonsense_metadata(notebook: Any) -> None:
    notebook["metadata"] = {"language": 5, "kernelspec": "bash", "widgets": {"state": {}}}
    for cell in notebook["cells"]:
        cell["metadata"]["nbgrader"] = "yes"


def huge_outputs(notebook: Any) -> None:
    cell_of(notebook, "value")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * (50 << 20)}]


def own_cells(notebook: Any) -> None:
    notebook["cells"].insert(0, code("1 / 0"))
    notebook["cells"].append(code("raise SystemExit"))


def endless_cell(notebook: Any) -> None:
    notebook["cells"].insert(position(notebook, "value") + 1, code("while True:\n    pass"))


def exiting_cell(notebook: Any) -> None:
    notebook["cells"].insert(position(notebook, "value") + 1, code("import os\nos._exit(0)"))


def split_answer(notebook: Any) -> None:
    at = position(notebook, "value")
    cell = notebook["cells"][at]
    first, second = cell["source"].split("\ndef as_value", 1)
    notebook["cells"][at : at + 1] = [cell | {"source": first}, cell | {"source": "def as_value" + second}]


def merge_answers(notebook: Any) -> None:
    relu = notebook["cells"].pop(position(notebook, "relu"))
    cell_of(notebook, "value")["source"] += "\n\n" + relu["source"]


TOLERATED = [drop_checks, double_checks, old_schema, new_schema, flip, skip_execution, no_metadata, nonsense_metadata]
TOLERATED += [huge_outputs, own_cells, endless_cell, exiting_cell, split_answer, merge_answers]


@pytest.mark.parametrize("change", TOLERATED, ids=lambda change: change.__name__)
def test_what_happens_to_a_notebook_changes_no_points(root: Path, change: Callable[[Any], None]) -> None:
    assert graded_after(root, change) == ALL


def test_an_answer_earns_nothing_by_other_metadata(root: Path) -> None:
    notebook = lab.released(root)
    flip(notebook)
    for cell in notebook["cells"]:
        if cell["id"].startswith("check_"):
            cell["source"] = "1000.0"
            cell["outputs"] = [nbformat.v4.new_output("execute_result", {"text/plain": "1000.0"})]
    lab.submit(root, "ada", notebook)
    assert grade(root) == NOTHING


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"cells": []}', b"\xff\xfe", b"[" * 100_000])
def test_a_broken_notebook_is_listed_with_its_reason_and_gets_no_points(root: Path, content: bytes) -> None:
    lab.submit(root, "ada", content)
    graded = lab.open_api(root).autograde(lab.ASSIGNMENT, "ada")
    assert not graded["success"]
    assert f"UsageError: lab.ipynb is {'not a notebook' if content else 'an empty file'}" in graded["log"]
    assert set(lab.points(root, "ada").values()) == {None}


def test_a_byte_order_mark_is_no_fault(root: Path) -> None:
    lab.submit(root, "ada", b"\xef\xbb\xbf" + json.dumps(lab.answered(root, lab.solutions())).encode())
    assert grade(root) == ALL


def test_a_fault_of_the_kit_is_loud_and_writes_no_points(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lab.submit(root, "ada", lab.released(root))

    def broken(*_: object, **__: object) -> None:
        raise KitError("the truth is not known")

    monkeypatch.setattr(verdicts, "session_of_versions", broken)
    graded = lab.open_api(root).autograde(lab.ASSIGNMENT, "ada")
    assert not graded["success"]
    assert "the truth is not known" in graded["log"]
    assert set(lab.points(root, "ada").values()) == {None}
    assert not (root / "autograded" / "ada" / lab.ASSIGNMENT).exists()


def test_a_regrade_without_changes_takes_no_worker(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = graded_after(root, lambda notebook: None)

    def started(*_: object, **__: object) -> None:
        raise AssertionError("a worker was started")

    monkeypatch.setattr(verdicts, "session_of_versions", started)
    assert grade(root) == first


def test_points_by_hand_survive_a_regrade(root: Path) -> None:
    graded_after(root, lambda notebook: None)
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        gradebook.find_grade("check_add", lab.LAB, lab.ASSIGNMENT, "ada").manual_score = 0.5
        gradebook.db.commit()
    grade(root)
    assert lab.total(root, "ada") == sum(ALL.values()) - ALL["add"] + 0.5


def test_a_check_that_nobody_grades_is_a_fault_and_not_full_marks(root: Path) -> None:
    notebook = lab.source_notebook()
    marks = {"schema_version": 3, "grade": True, "grade_id": "mine", "locked": True, "solution": False, "points": 5}
    notebook["cells"].append(code("assert True", id="mine", metadata={"nbgrader": marks | {"task": False}}))
    (root / "source" / lab.ASSIGNMENT / f"{lab.LAB}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    assert lab.open_api(root).generate_assignment(lab.ASSIGNMENT)["success"]
    lab.submit(root, "ada", lab.released(root))
    graded = lab.open_api(root).autograde(lab.ASSIGNMENT, "ada")
    assert not graded["success"]
    assert "nothing grades the cell 'mine'" in graded["log"]


def test_what_the_machine_does_without_is_said_once_and_not_for_each_submission(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(verdicts, "open_sandbox", lambda: Sandbox(highest="limits"))
    verdicts.sandbox_for_others.cache_clear()
    try:
        for _ in range(2):
            with pytest.raises(UsageError, match="only offers the rung"):
                verdicts.sandbox_for_others(unsafe=False)
        for _ in range(2):
            assert verdicts.sandbox_for_others(unsafe=True).rung != "confined"
    finally:
        verdicts.sandbox_for_others.cache_clear()
    assert capsys.readouterr().err.count("only offers the rung") == 1


def test_changed_points_scale_what_was_earned(root: Path) -> None:
    notebook = lab.source_notebook()
    cell_of(notebook, "check_add")["metadata"]["nbgrader"]["points"] = 7
    (root / "source" / lab.ASSIGNMENT / f"{lab.LAB}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    assert lab.open_api(root).generate_assignment(lab.ASSIGNMENT)["success"]
    assert graded_after(root, lambda notebook: None) == ALL | {"add": 7.0}


def test_rebuilding_what_was_rebuilt_changes_nothing(root: Path) -> None:
    release = lab.released(root)
    notebook = lab.answered(root, lab.solutions())
    own_cells(notebook)
    once = rebuild(release, json.dumps(notebook).encode(), load_course(), path="lab.ipynb")
    twice = rebuild(release, json.dumps(once).encode(), load_course(), path="lab.ipynb")
    assert once == twice


def test_a_student_s_markdown_runs_no_script() -> None:
    shown = safe_markdown("# Notes\n<script>alert(1)</script> <img src=x onerror=alert(1)>\n\n[x](javascript:alert(1))")
    assert "<h1" in shown
    assert "<script" not in shown
    assert "onerror" not in shown
    assert "javascript" not in shown


def test_a_pasted_picture_costs_nobody_the_feedback() -> None:
    assert "attachment:image.png" in safe_markdown("look: ![image.png](attachment:image.png)")


@pytest.mark.parametrize("text", ["<!--" * 100_000, "|a" * 100_000 + "\n" + "|-" * 100_000, "a." * 200_000])
def test_a_page_is_not_held_up_by_one_cell(text: str) -> None:
    for shown in (safe_markdown(text), bounded_highlight(text)):
        assert "<!--" not in shown
        assert len(shown) < 5 * len(text)


def test_a_link_to_the_answers_is_no_submission(root: Path) -> None:
    link = lab.submit(root, "ada", lab.released(root))
    link.unlink()
    link.symlink_to(root / "source" / lab.ASSIGNMENT / f"{lab.LAB}.ipynb")
    graded = lab.open_api(root).autograde(lab.ASSIGNMENT, "ada")
    assert not graded["success"]
    assert "lab.ipynb is a link" in graded["log"]
    assert set(lab.points(root, "ada").values()) == {None}
