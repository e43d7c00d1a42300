"""Given code that would be an answer somewhere else is found out."""

from dataclasses import replace
from pathlib import Path

import pytest

from release.proof.demands import borrowed_of, filled, given_functions
from release.sources.read import read_sources
from tests.projects import ROOT
from tests.submissions import grade, results

SOURCES = read_sources(ROOT / "solutions")
CLOSURES = '''
class Tensor:
    def relu(self):
        """Drawn after the shape of the answer."""
        out = Tensor(np.maximum(self.data, 0.0), (self,))

        def _backward():
            self.grad += (self.data > 0) * out.grad

        out._backward = _backward
        return out

    def sum(self):
        out = Tensor(self.data.sum(), (self,))

        def _backward():
            self.grad += out.grad

        out._backward = _backward
        return out
'''
PLANTED = replace(SOURCES, texts={**SOURCES.texts, "tensor": CLOSURES})


@pytest.mark.parametrize(("exercise", "name"), [("relu", "tensor.relu"), ("add", "tensor._backward")])
def test_closures_that_are_given_would_be_answers(exercise: str, name: str, tmp_path: Path) -> None:
    asked = SOURCES.course.exercise(exercise)
    bodies = [body for given, body in borrowed_of(PLANTED, asked) if given == name]
    modules = [
        filled(PLANTED, asked, body).replace("from solutions", "import numpy as np\nfrom solutions", 1)
        for body in bodies
    ]
    earned = [
        results(grade(tmp_path / str(n), {"value": SOURCES.texts["value"], asked.module: text}, exercises=[exercise]))[
            exercise
        ].points
        for n, text in enumerate(modules)
    ]
    assert max(earned) > 0


def test_names_are_those_of_the_place_and_docstrings_are_left() -> None:
    bodies = dict(borrowed_of(PLANTED, SOURCES.course.exercise("relu")))
    assert "out = Value(np.maximum(x.data, 0.0), (x,))" in bodies["tensor.relu"]
    assert "shape of the answer" not in bodies["tensor.relu"]


def test_what_holds_an_answer_is_not_given() -> None:
    names = [function.name for function in given_functions(SOURCES.texts["value"], "value.py")]
    assert "as_value" in names and "__add__" not in names and "_backward" not in names
