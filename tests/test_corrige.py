"""What the corrigé says beside the answers is of this course, and right."""

import json
import re
from pathlib import Path
from shutil import copy

import pytest

from autograder.course import load_course
from autograder.errors import KitError
from release.corrige import corrige_notebook, read_commentary
from release.executed import executed
from release.sources.misconceptions import read_misconceptions
from release.sources.read import read_sources
from tests.projects import ROOT
from tests.submissions import grade, reference

SOURCES = read_sources(ROOT / "solutions")
COURSE = load_course()
BANK = read_misconceptions(ROOT / "solutions", SOURCES.course)


def texts(language: str) -> dict[str, str]:
    """The cells by id."""
    commentary = read_commentary(ROOT / "solutions", COURSE, language)
    notebook = json.loads(corrige_notebook(SOURCES, COURSE, commentary))
    return {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"]}


@pytest.mark.parametrize("language", COURSE.languages)
def test_each_exercise_tells_three_of_its_mistakes_below_its_check(language: str) -> None:
    cells = texts(language)
    names = list(cells)
    for exercise in COURSE.exercises:
        told = cells[f"mistakes_{exercise.name}"]
        assert names.index(f"mistakes_{exercise.name}") == names.index(f"check_{exercise.name}") + 1
        beliefs = [x.belief[language] for x in BANK if x.exercise == exercise.name]
        plain = (
            re.sub(r"\\([*_])", r"\1", told)
            .replace("\N{NO-BREAK SPACE}", " ")
            .replace("\N{NARROW NO-BREAK SPACE}", " ")
        )
        assert sum(belief in plain for belief in beliefs) >= 3 == told.count("\n- "), exercise.name


@pytest.mark.parametrize("language", COURSE.languages)
def test_each_answer_is_explained_above(language: str) -> None:
    cells = texts(language)
    names = list(cells)
    for exercise in COURSE.exercises:
        place = names.index(f"explained_{exercise.name}")
        below = next(cells[name] for name in names[place:] if not name.startswith("explained_"))
        kind, _, name = exercise.symbol.partition(".")
        assert re.search(rf"^(def|class) {kind}\b", below, re.MULTILINE) and (not name or f"def {name}" in below)


def test_an_explanation_of_no_exercise_is_named(tmp_path: Path) -> None:
    for path in (ROOT / "solutions").iterdir():
        if path.is_file():
            copy(path, tmp_path)
    (tmp_path / "corrige.fr.md").write_text("# add\n\nOui.\n\n# subtract\n\nNon.\n", encoding="utf-8")
    with pytest.raises(KitError, match="no exercise is called subtract"):
        read_commentary(tmp_path, COURSE, "fr")


@pytest.mark.parametrize("language", COURSE.languages)
def test_the_sort_that_is_told_first_earns_everything(language: str, tmp_path: Path) -> None:
    cells = texts(language)
    code = re.findall(r"```python\n(.*?)```", cells["explained_topological_sort"], re.DOTALL)[0]
    modules = {"value": reference("value"), "backward": code}
    assert grade(tmp_path, modules, exercises=["topological_sort"]).complete


def test_a_cell_that_does_not_run_is_named() -> None:
    cell = {
        "cell_type": "code",
        "id": "show_nothing",
        "source": "1 / 0",
        "metadata": {},
        "outputs": [],
        "execution_count": 1,
    }
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    with pytest.raises(KitError, match="cell show_nothing does not run: ZeroDivisionError: division by zero"):
        executed(json.dumps(notebook).encode(), checks=())
