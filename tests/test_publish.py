"""`python -m release publish`: through the real nbgrader, reproducible, without leaks, kind to a gradebook in use."""

import ast
import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from autograder.course import load_course
from autograder.errors import KitError, UsageError
from autograder.language import in_language
from release import __main__ as command
from release import publish as publishing
from release.assignment import course_of, generate, nbgrader_name
from release.publish import publish
from release.sources.build import PROJECT, answers
from release.sources.notebook import lab_notebook, notebook_bytes
from release.sources.read import read_sources
from tests.projects import copy_project

COURSE = load_course()
PRINTING = ("chain_of_ten", "learn_xor", "pytorch", "in_real_pytorch")  # cells that print


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of which everything was published."""
    project = copy_project(tmp_path_factory.mktemp("project"))
    publish(project)
    return project


def _files(project: Path) -> dict[str, bytes]:
    course, dist = project / "release" / "course", project / "release" / "dist"
    paths = [*course.glob("source/*/*"), *course.glob("release/*/*"), *dist.iterdir()]
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in paths}


def test_each_language_is_an_assignment_a_kit_and_a_corrige(published: Path) -> None:
    assert set(_files(published)) == {
        "release/course/source/autograd/lab.ipynb",
        "release/course/source/autograd-en/lab.ipynb",
        "release/course/release/autograd/lab.ipynb",
        "release/course/release/autograd-en/lab.ipynb",
        "release/dist/autograd-fr.zip",
        "release/dist/autograd-corrige-fr.ipynb",
        "release/dist/autograd-corrige-fr.html",
        "release/dist/autograd-en.zip",
        "release/dist/autograd-answers-en.ipynb",
        "release/dist/autograd-answers-en.html",
    }


def test_what_nbgrader_releases_is_the_skeleton(published: Path) -> None:
    released = json.loads(_files(published)["release/course/release/autograd/lab.ipynb"])
    ours = lab_notebook(COURSE, COURSE.cells["fr"])
    assert ["".join(cell["source"]) for cell in released["cells"]] == [cell["source"] for cell in ours["cells"]]
    assert [cell["id"] for cell in released["cells"]] == [cell["id"] for cell in ours["cells"]]


def test_publishing_again_gives_the_same_bytes(published: Path) -> None:
    before = _files(published)
    publish(published)
    assert _files(published) == before


def test_the_gradebook_knows_the_points(published: Path) -> None:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{published}/release/course/gradebook.db") as gradebook:
        for name in ("autograd", "autograd-en"):
            assert gradebook.find_assignment(name).max_score == sum(x.points for x in COURSE.exercises)


def test_the_corrige_has_every_answer_and_no_marker(published: Path) -> None:
    sources = read_sources(PROJECT / "solutions")
    for name in ("corrige-fr", "answers-en"):
        notebook = json.loads(_files(published)[f"release/dist/autograd-{name}.ipynb"])
        text = "\n".join("".join(cell["source"]) for cell in notebook["cells"])
        assert "raise NotImplementedError" not in "\n".join(
            "".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"
        )
        assert "SOLUTION" not in text
        for cell in notebook["cells"]:
            runs = cell["cell_type"] == "code" and cell["id"].startswith(("show_", "predict_"))
            assert bool(cell.get("outputs")) == runs or cell["id"] in PRINTING, cell["id"]
        for source in sources.texts.values():
            answer = source.partition("### BEGIN SOLUTION\n")[2].partition("### END")[0].rstrip()
            assert in_language(answer, name[-2:]) in text


@pytest.mark.parametrize("name", ["corrige-fr", "answers-en"])
def test_the_corriges_page_needs_nothing_from_elsewhere(published: Path, name: str) -> None:
    page = _files(published)[f"release/dist/autograd-{name}.html"].decode()
    assert "<script" not in page and "<link" not in page and 'src="http' not in page and "@import" not in page
    assert "<math" in page and "\\frac" not in page
    assert ("<mn>1,5</mn>" if name == "corrige-fr" else "<mn>1.5</mn>") in page
    assert '<mo>=</mo><mo form="prefix">−</mo><mn>' in page
    assert f'<html lang="{name[-2:]}">' in page


def test_one_language_only(tmp_path: Path, published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "require", lambda _: None)
    project = copy_project(tmp_path)
    publish(project, languages=["en"])
    assert len(_files(project)) == 5
    assert _files(project).items() <= _files(published).items()


def test_an_assignment_is_a_choice_of_exercises_with_their_points(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "require", lambda _: None)
    project = copy_project(tmp_path)
    with (project / "solutions" / "course.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[assignments]]\nname = "short"\nexercises = ["relu"]\npoints = { relu = 7 }\n')
    publish(project, languages=["fr"], assignment="short")
    notebook = json.loads(_files(project)["release/course/release/short/lab.ipynb"])
    points = [cell["metadata"].get("nbgrader", {}).get("points") for cell in notebook["cells"]]
    assert [x for x in points if x is not None] == [7]
    assert "release/dist/short-fr.zip" in _files(project)


def test_names_of_assignments_in_nbgrader_lead_back_to_them() -> None:
    for language in COURSE.languages:
        assert course_of(COURSE, nbgrader_name(COURSE, language)) == (COURSE, language)
    with pytest.raises(UsageError, match="there is no assignment algebra"):
        course_of(COURSE, "algebra-en")


def test_nothing_is_published_when_the_contract_does_not_hold(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    (project / "exercises" / "value.py").write_text("edited")
    with pytest.raises(KitError, match="nothing is published"):
        publish(project)
    assert not (project / "release" / "dist").exists()


def test_the_command_says_what_it_wrote(
    published: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "PROJECT", published)
    monkeypatch.setattr(publishing, "require", lambda _: None)
    assert command.main(["publish", "--lang", "en"]) == 0
    assert "release/dist/autograd-en.zip\n" in capsys.readouterr().out
    assert command.main(["publish", "--assignment", "algebra"]) == 2
    assert capsys.readouterr().err == "there is no assignment algebra; there are: autograd\n"


# The gradebook


def _source(language: str = "fr") -> dict[str, object]:
    return lab_notebook(COURSE, answers(read_sources(PROJECT / "solutions"), language))


def _without(notebook: dict[str, object], name: str) -> dict[str, object]:
    cells = notebook["cells"]
    assert isinstance(cells, list)
    return {**notebook, "cells": [cell for cell in cells if cell["id"] != name]}


@pytest.fixture(scope="module")
def course_in_use(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A released course in whose gradebook a student has points."""
    from nbgrader.api import Gradebook

    folder = tmp_path_factory.mktemp("course")
    generate(folder, "autograd", "lab", notebook_bytes(_source()))
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        gradebook.add_student("ada")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # nbgrader's own use of SQLAlchemy
            gradebook.add_submission("autograd", "ada")
        gradebook.find_grade("check_relu", "lab", "autograd", "ada").auto_score = 1.5
        gradebook.db.commit()
    return folder


def _points(folder: Path) -> float:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        return float(gradebook.find_submission("autograd", "ada").score)


def test_releasing_again_keeps_the_points_that_students_have(course_in_use: Path) -> None:
    generate(course_in_use, "autograd", "lab", notebook_bytes(_source()))
    assert _points(course_in_use) == 1.5


def test_a_text_may_change_while_a_course_is_running(course_in_use: Path) -> None:
    released = generate(course_in_use, "autograd", "lab", notebook_bytes(_without(_source(), "about_relu")))
    assert b"about_relu" not in released
    assert _points(course_in_use) == 1.5


def test_a_refused_release_changes_nothing_and_says_why(course_in_use: Path) -> None:
    before = {path: path.read_bytes() for path in course_in_use.rglob("*.ipynb")}
    with pytest.raises(KitError, match="nbgrader does not release autograd: RuntimeError: Cannot add or remove cells"):
        generate(course_in_use, "autograd", "lab", notebook_bytes(_without(_source(), "relu")))
    assert {path: path.read_bytes() for path in course_in_use.rglob("*.ipynb")} == before
    assert _points(course_in_use) == 1.5


def test_a_course_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "source").write_text("a file where the folder should be")
    with pytest.raises(KitError, match="source"):
        generate(tmp_path, "autograd", "lab", notebook_bytes(_source()))


# Nothing leaks


def _scramble(project: Path) -> None:
    """Other answers, other hidden graders: their marks alone stay, since the weights are no secret."""
    from release.proof.contract import scrambled

    for name, text in scrambled(read_sources(project / "solutions")).texts.items():
        (project / "solutions" / f"{name}.py").write_text(text, encoding="utf-8")
    for path in (project / "autograder" / "graders" / "hidden").glob("test_*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                node.body = [ast.Expr(ast.Constant("Scrambled.")), ast.Pass()]
        path.write_text(ast.unparse(tree), encoding="utf-8")
    for path in (project / "autograder").rglob("hidden.*o"):
        path.unlink()


def _publish_apart(project: Path) -> dict[str, bytes]:
    """Publish in a process of its own, from the copy's own code, without asking the contract or running the answers."""
    program = (
        "import release.publish as p; p.require = lambda _: None; p.executed = lambda x, **_: x; p.publish(p.PROJECT)"
    )
    environment = {**os.environ, "PYTHONPATH": str(project)}
    subprocess.run([sys.executable, "-c", program], cwd=project, env=environment, check=True)
    return {name: content for name, content in _files(project).items() if "/source/" not in name}


@pytest.mark.slow
def test_what_students_get_is_the_same_bytes_with_other_answers_and_other_hidden_graders(tmp_path: Path) -> None:
    one, other = copy_project(tmp_path / "one"), copy_project(tmp_path / "other")
    _scramble(other)
    before, after = _publish_apart(one), _publish_apart(other)
    private = {name for name in before if "corrige" in name or "answers" in name}
    assert {name for name in before if before[name] != after[name]} == private
