"""Modules become one lab notebook and come back the same; nbgrader and Jupyter find in it what they need."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.course import load_course
from autograder.submission.notebook import read_notebook
from release.sources.build import build_course, module_files
from release.sources.notebook import answered_cells, lab_notebook, notebook_bytes, plain_notebook
from release.sources.read import read_sources
from release.sources.skeleton import authored_cells, without_markers

ROOT = Path(__file__).parent.parent
COURSE = load_course()
LANGUAGES = COURSE.languages


def _split(content: bytes) -> dict[str, str | None]:
    return {f"{name}.py": source.text for name, source in read_notebook(content, "lab.ipynb", COURSE).items()}


def _nbgrader(notebook: dict[str, Any], name: str) -> dict[str, Any]:
    [cell] = [cell for cell in notebook["cells"] if cell["id"] == name]
    metadata: dict[str, Any] = cell["metadata"]["nbgrader"]
    return metadata


def _skeletons(language: str) -> dict[str, str]:
    files = module_files(COURSE, COURSE.cells[language])
    return {name: content.decode() for name, content in files.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_skeletons_come_back_from_the_notebook_as_they_were(language: str) -> None:
    assert _split(notebook_bytes(lab_notebook(COURSE, COURSE.cells[language]))) == _skeletons(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_answered_modules_come_back_from_the_notebook_as_they_were(language: str) -> None:
    cells = without_markers(authored_cells(read_sources(ROOT / "solutions"), language))
    files = {name: content.decode() for name, content in module_files(COURSE, cells).items()}
    texts = {name.removesuffix(".py"): text for name, text in files.items()}
    notebook = lab_notebook(COURSE, answered_cells(COURSE, language, texts))
    assert _split(notebook_bytes(notebook)) == files
    assert [cell["id"] for cell in notebook["cells"]] == [
        cell["id"] for cell in lab_notebook(COURSE, COURSE.cells[language])["cells"]
    ]


def test_what_a_student_adds_to_a_module_stands_in_a_cell_of_its_own() -> None:
    text = _skeletons("fr")["relu.py"] + "\n# %% mine\nx = relu(Value(1.0))\n\n# %% [markdown]\n# a note\n"
    notebook = lab_notebook(COURSE, answered_cells(COURSE, "fr", {"relu": text}))
    added = [cell for cell in notebook["cells"] if cell["id"].startswith("added-")]
    assert [(cell["source"], cell["metadata"]) for cell in added] == [("x = relu(Value(1.0))", {}), ("a note", {})]
    assert "x = relu(Value(1.0))" in (_split(notebook_bytes(notebook))["relu.py"] or "")


def test_a_module_without_its_cells_stands_in_its_first_solution_cell() -> None:
    text = "from exercises.value import Value\n\n\ndef relu(x):\n    return Value(max(0, x.data))\n"
    notebook = lab_notebook(COURSE, answered_cells(COURSE, "fr", {"relu": text}))
    back = _split(notebook_bytes(notebook))["relu.py"] or ""
    assert "def relu(x):\n    return Value(max(0, x.data))" in back
    assert back.count("from exercises.value import Value") == 1
    assert "raise NotImplementedError" not in back


def test_the_notebook_is_what_it_was(golden: Callable[[str, str], None]) -> None:
    sources = read_sources(Path(__file__).parent / "golden" / "sample" / "solutions")
    course = build_course(sources, weigh=lambda course: course)
    golden("sample.fr.ipynb", notebook_bytes(lab_notebook(course, course.cells["fr"])).decode())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notebook_is_valid_for_nbformat_and_nbgrader(language: str) -> None:
    from nbgrader.nbgraderformat import MetadataValidator

    node = nbformat.reads(notebook_bytes(lab_notebook(COURSE, COURSE.cells[language])).decode(), as_version=4)
    nbformat.validate(node, version_minor=5)
    MetadataValidator().validate_nb(node)


def test_check_cells_are_graded_solution_cells_are_open_and_the_rest_is_locked() -> None:
    notebook = lab_notebook(COURSE, COURSE.cells["fr"])
    add = _nbgrader(notebook, "check_add")
    assert (add["grade"], add["locked"], add["solution"]) == (True, True, False)
    assert add["points"] == COURSE.exercise("add").points
    value = _nbgrader(notebook, "value")
    assert (value["grade"], value["locked"], value["solution"]) == (False, False, True)
    kit = _nbgrader(notebook, "kit")
    assert (kit["grade"], kit["locked"], kit["solution"]) == (False, True, False)
    total = sum(cell["metadata"].get("nbgrader", {}).get("points", 0) for cell in notebook["cells"])
    assert total == sum(exercise.points for exercise in COURSE.exercises)


def test_check_cells_are_ready_to_run() -> None:
    cells = {cell["id"]: cell for cell in lab_notebook(COURSE, COURSE.cells["fr"])["cells"]}
    assert cells["check_add"]["source"] == 'check("add")'
    assert cells["kit"]["source"].endswith("\nfrom autograder.notebook import check, hint, run, show, steps")


def test_ids_are_the_same_in_every_language() -> None:
    ids = {tuple(cell["id"] for cell in lab_notebook(COURSE, COURSE.cells[x])["cells"]) for x in LANGUAGES}
    assert len(ids) == 1


def test_nothing_of_jupytext_is_left_over() -> None:
    content = notebook_bytes(lab_notebook(COURSE, COURSE.cells["fr"])).decode()
    assert "jupytext" not in content and "lines_to_next_cell" not in content
    assert {key for cell in json.loads(content)["cells"] for key in cell["metadata"]} <= {
        "nbgrader",
        "deletable",
        "editable",
    }


def test_no_module_imports_another_in_the_notebook() -> None:
    for cell in lab_notebook(COURSE, COURSE.cells["fr"])["cells"]:
        assert "from exercises" not in cell["source"] and "from solutions" not in cell["source"]


def test_the_notebook_to_read_has_no_metadata() -> None:
    notebook = plain_notebook(lab_notebook(COURSE, COURSE.cells["fr"]))
    assert all(cell["metadata"] == {} for cell in notebook["cells"])
    notebook_bytes(notebook)


def test_a_module_written_anew_keeps_the_imports_that_given_cells_need() -> None:
    text = (ROOT / "tests" / "known_good" / "linear_loops.py").read_text(encoding="utf-8")
    cells = {cell.name: cell.text for cell in answered_cells(COURSE, "en", {"linear": text})}
    assert cells["neuron"] == f"{text.rstrip()}\nimport numpy as np"


@pytest.mark.parametrize("language", COURSE.languages)
def test_headings_count_the_steps_and_say_below_where_they_are_on_the_slides(language: str) -> None:
    texts = [x.text.split("\n") for x in COURSE.cells[language] if x.module and x.kind == "markdown"]
    heads = [lines for lines in texts if re.match("##? ", lines[0])]
    step, part, wanted = 0, 0, []
    for lines in heads:
        step, part = (step + 1, 0) if lines[0].startswith("# ") else (step, part + 1)
        wanted.append(f"# {step}. " if not part else f"## {step}.{part} ")
    assert len(heads) > 15 and all(lines[0].startswith(x) for lines, x in zip(heads, wanted, strict=True))
    slides = "des diapositives" if language == "fr" else "of the slides"
    told = [lines for lines in heads if lines[0].startswith("# ") or re.search(r"\(`\w+`\)$", lines[0])]
    assert all(lines[2].startswith("*Section") and slides in lines[2] for lines in told), told
