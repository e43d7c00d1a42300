"""A page that was made with numpy grades `linear` and `tensor` too; without, nothing is other than it was.

Pyodide's own wheel of numpy is on no registry: here a small one stands in for it in Chromium, and this machine's numpy
outside of a browser. The real one was never run.
"""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from autograder.errors import UsageError
from release.tab.registries import numpy_wheel
from release.tab.site import _index, handed_out
from release.tab.truths import NUMPY
from tests import page
from tests.bank import bank, wrong_module
from tests.browser import open_browser
from tests.submissions import reference
from tests.two_judges import ABSENT, ROOT, Native, Tried, compared, outside

BY_HAND = """
import numpy

assert numpy.__file__ == "/numpy/numpy/__init__.py"

def forward_pass(x, y):
    return x + y, (x + y) * y

def backward_pass(x, y, a, b):
    return y, a + y
"""


def _stand_in() -> bytes:
    """The page's stand-in for numpy as a wheel that needs nothing of the kit."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as wheel:
        for path in (ABSENT / "numpy").glob("*.py"):
            text = path.read_text(encoding="utf-8")
            text = text.replace("from autograder.errors import KitError", "KitError = ImportError")
            wheel.writestr(f"numpy/{path.name}", text)
    return file.getvalue()


@pytest.mark.slow
def test_with_a_wheel_both_the_judge_and_the_submission_have_numpy(tmp_path: Path) -> None:
    folder = page.required(tmp_path / "page", "fr")
    (folder / "numpy.whl").write_bytes(_stand_in())
    page.bare(folder)
    with open_browser(tmp_path / "profile") as browser, page.served(folder) as (url, _asked):
        browser.go(url + page.BARE)
        judge = page.TabJudge(browser, "fr", numpy=True)
        graded = judge.graded({"by_hand": BY_HAND, "value": reference("value")}, ["backward_pass", "add"])
        assert {name: x["outcome"] for name, x in graded.items()} == {"backward_pass": "passed", "add": "passed"}


def test_with_numpy_its_modules_are_there_to_be_graded_and_without_they_are_not() -> None:
    course = page.course()
    for numpy in (True, False):
        index = _index(course, "fr", numpy=numpy).decode()
        for exercise in course.exercises:
            there = numpy or exercise.module not in NUMPY
            assert (f'data-exercise="{exercise.name}"' in index) == there
        assert f'"numpy": {"true" if numpy else "false"}' in index
    assert "numpy.whl" in handed_out({"numpy.whl": b""})["files.js"].decode()


def test_another_file_than_pyodides_numpy_is_refused(tmp_path: Path) -> None:
    page.required(tmp_path / "page", "fr")
    (tmp_path / "numpy.whl").write_bytes(_stand_in())
    with pytest.raises(UsageError, match=r"not Pyodide's own numpy: numpy-[\d.]+-cp314-"):
        numpy_wheel(tmp_path / "numpy.whl")
    with pytest.raises(UsageError, match="No such file"):
        numpy_wheel(tmp_path / "nowhere.whl")


def test_the_judge_with_numpy_says_of_its_modules_what_the_kit_says(tmp_path: Path) -> None:
    """A mistake of each exercise of theirs, and the right ones: their truths are computed, the others are data."""
    sources, entries = bank()
    names = {entries[x].exercise.partition(":")[0]: x for x in entries if wrong_module(x)[0] in NUMPY}
    tried = [_tried(x, *wrong_module(x)) for x in names.values()] + [_tried("right", x, reference(x)) for x in NUMPY]
    assert len(names) == sum(x.module in NUMPY for x in sources.course.exercises)
    with outside(tmp_path, "fr", before=(ROOT,)) as other:
        assert not compared(tried, Native(tmp_path, "fr"), other)


def _tried(name: str, module: str, text: str) -> Tried:
    sources, _entries = bank()
    exercises = tuple(x.name for x in sources.course.exercises if x.module == module)
    return Tried(name, {**sources.texts, module: text}, exercises)
