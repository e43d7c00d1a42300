"""Solutions become skeletons: what is taken out, what is left in each language, and which sources are refused."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.errors import KitError
from autograder.language import in_language
from release.sources.build import build_course, generated, module_files
from release.sources.percent import parse
from release.sources.read import read_sources
from release.sources.skeleton import authored_cells, stripped, without_markers

SAMPLE = Path(__file__).parent / "golden" / "sample"


def _changed(folder: Path, file: str, old: str, new: str) -> Path:
    """A copy of the sample's solutions with one change."""
    for path in (SAMPLE / "solutions").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return folder


def test_a_skeleton_is_what_it_was(golden: Callable[[str, str], None]) -> None:
    files = generated(SAMPLE, weigh=lambda course: course)
    golden("value.fr.py", files["exercises/value.py"].decode())
    golden("relu.en.py", files["autograder/data/skeletons/en/relu.py"].decode())


def test_a_generated_file_names_its_source_in_its_first_line() -> None:
    files = generated(SAMPLE, weigh=lambda course: course)
    assert (
        files["exercises/value.py"]
        .decode()
        .startswith("# Généré à partir de solutions/value.py par «\u00a0make exercises\u00a0».\n")
    )
    assert files["autograder/data/skeletons/en/value.py"].startswith(
        b'# Generated from solutions/value.py by "make exercises".\n'
    )


def test_no_line_of_a_solution_is_in_a_skeleton() -> None:
    for name, content in generated().items():
        if name.endswith((".py", ".json")):
            assert b"BEGIN SOLUTION" not in content and b"+= 1.0 * out.grad" not in content


def test_every_region_becomes_the_stub() -> None:
    sources = read_sources(Path(__file__).parent.parent / "solutions")
    course = build_course(sources)
    for name, content in module_files(course, course.cells["fr"]).items():
        regions = sources.texts[name.removesuffix(".py")].count("BEGIN SOLUTION")
        assert len(re.findall(r"^ *# TODO\n *raise NotImplementedError$", content.decode(), re.M)) == regions


def test_imports_of_siblings_are_rewritten() -> None:
    files = generated(SAMPLE, weigh=lambda course: course)
    assert b"from exercises.value import Value" in files["exercises/relu.py"]
    assert b"solutions" not in files["exercises/relu.py"].split(b"\n", 1)[1]


def test_the_answer_without_its_markers_is_the_solution() -> None:
    cells = {cell.name: cell for cell in without_markers(authored_cells(read_sources(SAMPLE / "solutions"), "en"))}
    assert "# Your turn.\n    out = Value(" in cells["relu"].text


def test_a_new_paragraph_renames_no_other_cell(tmp_path: Path) -> None:
    before = authored_cells(read_sources(SAMPLE / "solutions"), "fr")
    added = (
        '# %% [markdown]\n# ![](figure.png)\n\n# %% show tags=["demo"] active="ipynb"\n# show("relu")\n\n# %% siblings'
    )
    folder = _changed(tmp_path, "relu.py", "# %% siblings", added)
    after = authored_cells(read_sources(folder), "fr")
    assert {cell.name for cell in before} < {cell.name for cell in after}


def test_lines_of_one_language_lose_their_marker_and_the_others_go() -> None:
    text = 'def f():\n    """[fr] Un.\n    [en] One."""\n\n    # [fr] Deux.\n    # [en] Two.\n    return "[fr]"\n'
    assert in_language(text, "fr") == 'def f():\n    """Un."""\n\n    # Deux.\n    return "[fr]"\n'
    assert in_language(text, "en") == 'def f():\n    """One."""\n\n    # Two.\n    return "[fr]"\n'


def test_commented_magics_stay_comments() -> None:
    [cell] = parse("# %% one\n# %matplotlib inline\n# ls the files\nx = 1\n", "x.py")
    assert cell.text == "# %matplotlib inline\n# ls the files\nx = 1"


REFUSED = [
    ("relu.py", "    ### END SOLUTION\n", "", "solutions/relu.py:19: this solution region is not closed"),
    ("relu.py", "    ### BEGIN SOLUTION\n", "", "solutions/relu.py:26: this solution region was not begun"),
    (
        "relu.py",
        "    out = Value",
        "    ### BEGIN SOLUTION\n    out = Value",
        "relu.py:19: this solution region is not",
    ),
    ("relu.py", 'tags=["solution"]', "", "cell 'relu' has a solution region and no tags"),
    ("relu.py", 'tags=["solution"]', 'tags=["solved"]', "the tags of cell 'relu' are none of solution, check, demo"),
    ("relu.py", 'tags=["solution"]', 'tags=["solution"] points=3', "an attribute that nobody reads: points"),
    ("value.py", "# %% imports", '# %% imports tags=["solution"]', "cell 'imports' is a solution without a region"),
    ("relu.py", 'check("relu")', 'check("rleu")', "check('rleu') is for no exercise of this module"),
    ("relu.py", 'check("relu")', 'print("relu")', "cell 'check_relu' is no check"),
    ("relu.py", '# check("relu")', "", 'there are 0 cells with check("relu"), not 1'),
    ("relu.py", "# [en] Your turn.", "#", "solutions/relu.py:17: there is no translation into: en"),
    ("relu.py", "# [en] Your turn.", "# [de] Los.", "solutions/relu.py:17: there is no translation into: en"),
    ("relu.py", '# %% [markdown] lang="en"\n# # ReLU\n', "", "there is no translation into: en"),
    ("relu.py", "solutions.value import", "solutions.tensor import", "relu.py:2: only `from solutions.X import Y`"),
    ("relu.py", "solutions.value import Value", "solutions import value", "relu.py:2: only `from solutions.X import"),
    ("relu.py", "# %% check_relu", "# %% check_add", "there are two cells called 'check_add'"),
    ("relu.py", "# %% check_relu", "# %% été", "a cell's title is letters, digits, _ and -, not 'été'"),
    ("course.toml", 'symbol = "relu"', 'symbol = "relu6"', "exercise relu is in relu6, which is not defined there"),
    ("course.toml", "Value.__add__", "Value.__init__", "exercise add has no solution region in Value.__init__"),
    ("course.toml", 'fr = "Exemple"\n', "", "solutions/course.toml: title: there is no translation into: fr"),
    ("course.toml", 'en = ["Two?"]', 'en = ["Two?", "Three?"]', "hints of relu: not as many in each language"),
    ("course.toml", 'needs = ["add"]', 'needs = ["mul"]', "relu names mul, which is not there"),
    ("course.toml", 'name = "add"\nmodule', 'name = "relu"\nmodule', "relu is listed twice"),
    ("course.toml", 'name = "value"', 'name = "values"', "solutions/values.py: No such file or directory"),
    ("course.toml", "out_of = 20", "out_of = 20\ncolour = 1", "unknown field `colour`"),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), REFUSED, ids=lambda x: x[:24])
def test_a_faulty_source_has_one_clear_message(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    folder = _changed(tmp_path, file, old, new)
    with pytest.raises(KitError) as error:
        stripped(authored_cells(read_sources(folder), "fr"))
    assert message in str(error.value)
    assert "\n" not in str(error.value)
