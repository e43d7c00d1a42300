"""Splitting a notebook back into modules, whatever students and their editors did to it."""

import json
from time import process_time

import msgspec
import pytest

from autograder import language
from autograder.course import Cell, Course, Module, load_course
from autograder.errors import UsageError
from autograder.submission.cells import without_magics
from autograder.submission.notebook import read_notebook
from tests.notebooks import Notebook, added_text, cell_of, code, lab, position, split
from tests.submissions import skeleton

FIRST, LAST = (load_course().modules[n].name for n in (0, -1))
ANSWER = "def relu(x):\n    return x"


@pytest.fixture(autouse=True)
def _english() -> None:
    language.use("en")


def _texts(notebook: object) -> dict[str, str | None]:
    return {name: source.text for name, source in split(notebook).items()}


def _untouched() -> dict[str, str | None]:
    return {module.name: skeleton(module.name) for module in load_course().modules}


def _runs(text: str | None) -> dict[str, object]:
    namespace: dict[str, object] = {}
    exec(compile(text or "", "module", "exec", dont_inherit=True), namespace)
    return namespace


# Editors


def _without_metadata(notebook: Notebook) -> Notebook:
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        cell.pop("id", None)
    return notebook


def _from_colab(notebook: Notebook) -> Notebook:
    for cell in notebook["cells"]:
        cell["metadata"] = {"id": cell.pop("id"), "colab": {"base_uri": "https://localhost:8080/"}, "outputId": "a"}
    return {**notebook, "metadata": {"colab": {"provenance": []}, "accelerator": "GPU"}, "nbformat_minor": 0}


def _from_vscode(notebook: Notebook) -> Notebook:
    for cell in notebook["cells"]:
        cell["metadata"]["vscode"] = {"languageId": "python"}
    return notebook


def _from_jupyterlab(notebook: Notebook) -> Notebook:
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"] |= {"editable": True, "slideshow": {"slide_type": ""}, "scrolled": True, "collapsed": False}
        if cell["cell_type"] == "code":
            widget = {"model_id": "x", "version_major": 2, "version_minor": 0}
            data = {"application/vnd.jupyter.widget-view+json": widget, "text/plain": "HBox()"}
            cell |= {
                "execution_count": number,
                "outputs": [{"output_type": "display_data", "data": data, "metadata": {}}],
            }
    notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    return notebook


def _from_format_3(notebook: Notebook) -> Notebook:
    cells = []
    for cell in notebook["cells"]:
        field = "input" if cell["cell_type"] == "code" else "source"
        cells.append({"cell_type": cell["cell_type"], "metadata": {}, field: cell["source"].splitlines(keepends=True)})
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells, "metadata": {}}]}


def _with_windows_lines(notebook: Notebook) -> Notebook:
    for cell in notebook["cells"]:
        cell["source"] = cell["source"].replace("\n", "\r\n")
    return notebook


def _with_lists(notebook: Notebook) -> Notebook:
    for cell in notebook["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)
    return notebook


@pytest.mark.parametrize(
    "editor",
    [_without_metadata, _from_colab, _from_vscode, _from_jupyterlab, _from_format_3, _with_windows_lines, _with_lists],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_an_editor_saves_changes_nothing(editor, language: str) -> None:  # type: ignore[no-untyped-def]
    assert _texts(editor(lab(language))) == _texts(lab(language))


def test_a_byte_order_mark_changes_nothing() -> None:
    content = b"\xef\xbb\xbf" + json.dumps(lab()).encode()
    assert read_notebook(content, "lab.ipynb", load_course())["value"].text == skeleton("value")


@pytest.mark.parametrize("junk", [None, 3, "x", [], {"nbgrader": None}, {"nbgrader": {"grade_id": 3}, "id": []}])
def test_metadata_of_any_type_is_no_problem(junk: object) -> None:
    notebook = lab()
    for cell in notebook["cells"]:
        cell |= {"metadata": junk, "id": junk}
    assert _texts(notebook) == _untouched()


def test_text_that_no_file_can_hold_is_replaced() -> None:
    notebook = lab()
    notebook["cells"].append(code("x = '\ud800'"))
    assert "x = '?'" in (split(notebook)[LAST].text or "")


# Cells that moved, went, or came


def test_an_answer_stands_where_its_cell_stood() -> None:
    notebook = lab()
    cell_of(notebook, "relu")["source"] = ANSWER
    text = split(notebook)["relu"].text or ""
    assert f"# %% relu\nfrom exercises.value import Value\n\n\n{ANSWER}\n" in text
    assert _texts(notebook) == {**_untouched(), "relu": text}


def test_cells_in_another_order_are_the_same_modules() -> None:
    notebook = lab()
    notebook["cells"].reverse()
    assert _texts(notebook) == _untouched()


def test_an_added_cell_stays_in_the_module_where_it_stands_and_runs_alone() -> None:
    notebook = lab()
    notebook["cells"].insert(position(notebook, "check_relu") + 1, code("x = Value(1.0)\nx / 0"))
    sources = split(notebook)
    assert added_text(sources["relu"]) == ["x = Value(1.0)\nx / 0"]
    assert sources["value"].text == skeleton("value") and sources["backward"].text == skeleton("backward")


def test_added_text_is_kept_as_a_comment() -> None:
    notebook = lab()
    notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "source": "It works!\n\n1/0"})
    source = split(notebook)[LAST]
    assert (source.text or "").endswith("# %% [markdown]\n# It works!\n#\n# 1/0\n")


def test_empty_cells_are_nothing() -> None:
    notebook = lab()
    notebook["cells"] += [code(""), code("\n  \n")]
    assert _texts(notebook) == _untouched()


def test_the_last_of_two_definitions_wins_and_an_error_in_the_first_is_not_fatal() -> None:
    notebook = lab()
    first, last = cell_of(notebook, "relu"), json.loads(json.dumps(cell_of(notebook, "relu")))
    first["source"] = "def relu(x):\n    return 1\n1 / 0"
    notebook["cells"].append({**last, "id": "5f2a", "source": "def relu(x):\n    return 2"})
    source = split(notebook)["relu"]
    assert [text.split("\n")[-1] for text in added_text(source)] == ["1 / 0", "    return 2"]
    assert (source.text or "").index("return 1") < (source.text or "").index("return 2")


def test_a_definition_in_an_added_cell_replaces_the_cell_of_that_name() -> None:
    notebook = lab()
    notebook["cells"].append(code("def relu(x):\n    return 2"))
    sources = split(notebook)
    assert "\ndef relu(x):\n    return 2\n" in (sources["relu"].text or "")
    assert sources[LAST].text == skeleton(LAST)


def test_both_halves_of_a_cell_that_was_split_are_kept() -> None:
    notebook = lab()
    cell = cell_of(notebook, "backward")
    half = cell["source"].index("def backward")
    second = {**cell, "id": "9c1e", "source": cell["source"][half:]}
    cell["source"] = cell["source"][:half]
    notebook["cells"].insert(position(notebook, "backward") + 1, second)
    text = split(notebook)["backward"].text or ""
    assert text.count("def topological_sort") == text.count("def backward") == 1


def test_an_answer_that_was_merged_into_a_cell_of_another_module_is_found() -> None:
    notebook = lab()
    relu = notebook["cells"].pop(position(notebook, "relu"))
    cell_of(notebook, "value")["source"] += "\n\n\n" + relu["source"].replace("raise NotImplementedError", "return x")
    sources = split(notebook)
    assert "    return x" in (sources["relu"].text or "")
    assert "class Value" in (sources["value"].text or "")


def test_a_deleted_answer_is_missing_and_costs_no_other_module() -> None:
    notebook = lab()
    del notebook["cells"][position(notebook, "relu")]
    sources = split(notebook)
    assert "def relu" not in (sources["relu"].text or "")
    assert sources["value"].text == skeleton("value")


def test_a_module_without_any_cell_left_is_missing() -> None:
    notebook = lab()
    course = load_course()
    gone = {cell.name for cell in course.cells["fr"] if cell.module == "relu"}
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] not in gone]
    assert list(split(notebook)) == [module.name for module in course.modules if module.name != "relu"]


def test_an_answer_turned_into_text_is_still_an_answer() -> None:
    notebook = lab()
    cell_of(notebook, "relu").update(cell_type="markdown", source=ANSWER)
    cell_of(notebook, "value").update(cell_type="raw")
    assert ANSWER in (split(notebook)["relu"].text or "")
    assert split(notebook)["value"].text == skeleton("value")


def test_text_turned_into_code_is_still_text() -> None:
    notebook = lab()
    for cell in notebook["cells"]:
        cell["cell_type"] = "code"
    assert _texts(notebook) == _untouched()


def test_code_in_a_check_or_in_a_text_is_a_cell_of_the_students() -> None:
    notebook = lab()
    cell_of(notebook, "check_relu")["source"] = 'y = 3\ncheck("relu")'
    cell_of(notebook, "about_relu").update(cell_type="code", source="z = 4")
    assert added_text(split(notebook)["relu"]) == ["z = 4", 'y = 3\npass  # check("relu")']


def test_checks_wherever_they_are_do_not_run() -> None:
    notebook = lab()
    notebook["cells"].append(code('check("relu")'))
    cell_of(notebook, "relu")["source"] = f'{ANSWER}\n\n\ncheck("relu")'
    sources = split(notebook)
    assert sources[LAST].text == skeleton(LAST)
    assert '\npass  # check("relu")\n' in (sources["relu"].text or "")


def _two_answers() -> Course:
    cells = (
        Cell("m_header", "m", "header", "# header"),
        Cell("given", "m", "given", "import math"),
        Cell("f", "m", "solution", "def f():\n    raise NotImplementedError", ("f",)),
        Cell("g", "m", "solution", "def g():\n    raise NotImplementedError", ("g",)),
    )
    return msgspec.structs.replace(load_course(), modules=(Module("m", {}),), cells={"fr": cells})


def test_a_given_cell_that_was_deleted_is_put_back() -> None:
    notebook = lab(course=_two_answers())
    whole = read_notebook(json.dumps(notebook).encode(), "lab.ipynb", _two_answers())["m"]
    del notebook["cells"][0]
    back = read_notebook(json.dumps(notebook).encode(), "lab.ipynb", _two_answers())["m"]
    assert back.text == whole.text and "import math" in (back.text or "")


# One namespace


def test_an_import_on_top_of_the_notebook_is_known_in_every_module_that_uses_it() -> None:
    notebook = lab()
    notebook["cells"].insert(0, code("import cmath\nimport json"))
    cell_of(notebook, "relu")["source"] = "def relu(x):\n    return cmath.sqrt(x)"
    sources = split(notebook)
    assert added_text(sources[FIRST]) == ["import cmath\nimport json"]
    assert added_text(sources["relu"])[:-1] == ["import cmath"]
    assert sources["backward"].text == skeleton("backward")


def test_a_helper_comes_with_what_it_needs_and_the_kits_own_names_as_imports() -> None:
    notebook = lab()
    helper = "SCALE = 2.0\n\n\n@staticmethod\ndef helper(x):\n    return as_value(x * SCALE)\n\n\nprint(helper(3))"
    notebook["cells"].insert(position(notebook, "check_add"), code(helper))
    cell_of(notebook, "relu")["source"] = "def relu(x):\n    return helper(x)"
    relu = split(notebook)["relu"]
    assert added_text(relu)[:-1] == [
        "from exercises.value import as_value",
        "SCALE = 2.0",
        "@staticmethod\ndef helper(x):\n    return as_value(x * SCALE)",
    ]


def test_a_name_that_the_module_defines_itself_is_not_brought_along() -> None:
    notebook = lab()
    notebook["cells"].insert(position(notebook, "check_add"), code("def relu(x):\n    pass\n\ndef y():\n    pass"))
    cell_of(notebook, "backward")["source"] += "\n\n\ndef y():\n    return y"
    assert not any("pass" in text for text in added_text(split(notebook)["backward"]))


def test_a_future_import_of_the_students_stays_the_first_statement() -> None:
    notebook = lab()
    cell_of(notebook, "relu")["source"] = f"from __future__ import annotations\n\n{ANSWER}"
    text = split(notebook)["relu"].text or ""
    compile(text, "relu", "exec")
    assert "from exercises.value import Value" in text


# Lines


def test_a_line_is_located_by_cell_and_line() -> None:
    notebook = lab()
    cell_of(notebook, "relu")["source"] = "# mine\n" + ANSWER
    source = split(notebook)["relu"]
    line = (source.text or "").split("\n").index("def relu(x):") + 1
    assert source.locate(line) == f"lab.ipynb, cell {position(notebook, 'relu') + 1}, line 2"
    assert source.locate(1) == "lab.ipynb"
    assert source.locate(10_000) == "lab.ipynb"


def test_every_line_of_every_cell_is_found_again() -> None:
    notebook = lab()
    notebook["cells"].insert(position(notebook, "check_relu"), code("a = 1\n\n%time b = 2\nc = 3"))
    for source in split(notebook).values():
        lines = (source.text or "").split("\n")
        for line, place in zip(lines, source.lines or (), strict=False):
            if place:
                saved = notebook["cells"][place[0] - 1]["source"].split("\n")[place[1] - 1]
                assert saved in (line, line.removeprefix("# "), line.removeprefix("#"), line.removeprefix("pass  # "))


# Magics


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("%matplotlib inline\nx = 1", "pass  # %matplotlib inline\nx = 1"),
        ("x = (7\n     % 4)", "x = (7\n     % 4)"),
        ("if True:\n    !ls it's\n    y = 2", "if True:\n    pass  # !ls it's\n    y = 2"),
        ("files = !ls\nz = 1", "pass  # files = !ls\nz = 1"),
        ("w = %who_ls\nz = 1", "pass  # w = %who_ls\nz = 1"),
        ("?print\nprint??\nz = 1", "pass  # ?print\npass  # print??\nz = 1"),
        ("!pip install a \\\n  b\nz = 1", "pass  # !pip install a \\\n#   b\nz = 1"),
        ("%%time\nz = 1", "# %%time\nz = 1"),
        ("%%bash\nls it's", "# %%bash\n# ls it's"),
        ("s = '''\n%no magic\n'''", "s = '''\n%no magic\n'''"),
        ("def f(:\n    !ls", "def f(:\n    !ls"),
        ("", ""),
    ],
)
def test_magics_become_comments_line_for_line(text: str, expected: str) -> None:
    assert without_magics(text) == expected


def test_an_answer_with_magics_loads() -> None:
    notebook = lab()
    cell_of(notebook, "value")["source"] += "\n%timeit Value(1.0) + 2.0\n!ls"
    assert "Value" in _runs(split(notebook)["value"].text)


def test_too_much_code_is_refused_module_by_module() -> None:
    notebook = lab()
    cell_of(notebook, "relu")["source"] = "#" * (1 << 20)
    sources = split(notebook)
    assert (sources["relu"].text, sources["relu"].problem) == (None, "larger than 1 MB")
    assert sources["value"].text == skeleton("value")


# Cells that want all of the judge's time: none may be read as code again and again, or at all


ENDLESS = {
    "magics": ["%a\nb\n" * 10_000],
    "many small cells of magics": [f"#{n}\n" + "%a\nb\n" * 180 for n in range(100)],
    "spaces after a check": ['check("a")' + " " * 60_000 + "x"],
    "spaces before nothing": [" " * 60_000 + "$"],
    "a tree of gigabytes": ["a\n" * 2_000_000],
    "cells": ["a\n"] * 20_000,
}


@pytest.mark.parametrize("texts", ENDLESS.values(), ids=ENDLESS)
def test_cells_that_no_human_wrote_cost_neither_time_nor_memory(texts: list[str]) -> None:
    notebook = lab()
    notebook["cells"] += map(code, texts)
    began = process_time()
    assert split(notebook)["relu"].name == "relu"
    assert process_time() - began < 20


def test_more_text_than_anybody_writes_is_refused() -> None:
    notebook = lab()
    notebook["cells"] += [code("b\n" * 1_000 + f"#{n}") for n in range(400)]
    with pytest.raises(UsageError, match="holds more than 512 kB of text"):
        split(notebook)


def test_a_text_that_is_none_is_no_text() -> None:
    notebook = lab()
    notebook["cells"].append({"cell_type": {"a": 1}, "source": {"a": {"a": 1}}, "metadata": {}})
    assert split(notebook)["relu"].text == skeleton("relu")
