"""Nothing is published unless the contract holds: each clause is broken here once."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import msgspec
import pytest

from autograder.course import Course
from autograder.errors import KitError
from autograder.judging.claims import Claim
from release.kit import project_files
from release.proof import contract
from release.proof.contract import Candidate, is_hidden, require, scrambled
from release.sources.build import build_course
from release.sources.read import Sources, read_sources
from tests.projects import ROOT, copy_project


@cache
def _candidate() -> Candidate:
    sources = read_sources(ROOT / "solutions")
    return Candidate(ROOT, sources, build_course(sources), project_files(ROOT))


def _with_exercise(course: Course, **changes: float) -> Course:
    first = msgspec.structs.replace(course.exercises[0], **changes)
    return msgspec.structs.replace(course, exercises=(first, *course.exercises[1:]))


def test_the_contract_holds() -> None:
    require(_candidate())


def test_everything_that_is_broken_is_named_at_once() -> None:
    course = _with_exercise(_candidate().course, visible_weight=0.0)
    with pytest.raises(KitError, match=r"(?s)^nothing is published:\n.*has no visible grader"):
        require(replace(_candidate(), course=course))


def test_a_scrambled_source_has_the_same_regions_and_other_answers() -> None:
    sources = scrambled(_candidate().sources)
    assert all(sources.texts[name] != text for name, text in _candidate().sources.texts.items())
    assert build_course(sources, lambda _: _candidate().course).cells == _candidate().course.cells


def test_an_answer_outside_of_its_region_leaks(monkeypatch: pytest.MonkeyPatch) -> None:
    def leaking(sources: Sources) -> Sources:
        texts = {
            name: text.replace("### BEGIN", f"# {len(text)}\n    ### BEGIN") for name, text in sources.texts.items()
        }
        return Sources(sources.course, texts)

    monkeypatch.setattr(contract, "scrambled", leaking)
    leaks = list(contract.interference(_candidate()))
    assert "fr/exercises/relu.py depends on an answer or on a hidden grader" in leaks
    assert "en/lab.ipynb depends on an answer or on a hidden grader" in leaks


def test_a_hidden_grader_in_the_kit_leaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("release.kit.for_students", lambda path: not path.endswith(".pyc"))
    leaks = list(contract.interference(_candidate()))
    assert "fr/autograder/graders/hidden/test_value.py depends on an answer or on a hidden grader" in leaks


@pytest.mark.parametrize(
    ("path", "hidden"),
    [
        ("autograder/graders/hidden/test_value.py", True),
        ("autograder/graders/visible/test_value.py", False),
        ("autograder/locale/fr/LC_MESSAGES/autograder.mo", False),
    ],
)
def test_hidden_files_are_known_as_such(path: str, hidden: bool) -> None:
    assert (ROOT / path).is_file() and is_hidden(path) == hidden


def test_a_stale_skeleton_is_named(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    (project / "exercises" / "value.py").write_text("edited")
    (project / "solutions" / "extra.py").write_text("")
    candidate = replace(_candidate(), project=project)
    assert list(contract.staleness(candidate)) == ["exercises/value.py is stale: make exercises"]
    assert list(contract.listing(candidate)) == ["solutions/extra.py is not listed in solutions/course.toml"]


def test_a_module_that_does_not_come_back_from_its_notebook_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "module_files", lambda _course, _cells: {"relu.py": b"something else"})
    assert list(contract.round_trip(_candidate())) == [
        "relu.py (fr) does not come back from the notebook as it was",
        "relu.py (en) does not come back from the notebook as it was",
    ]


def test_graders_of_which_most_are_hidden_are_named() -> None:
    exercise = _candidate().course.exercises[0]
    course = _with_exercise(_candidate().course, hidden_weight=exercise.visible_weight + 1)
    found = list(contract.weights(replace(_candidate(), course=course)))
    assert found == [f"{exercise.name}: less than half of its points are visible"]


def test_a_claim_in_one_language_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def test_half_said() -> None:
        """
        [en] In one language only.
        """

    claim = Claim("relu", 1, True, {}, test_half_said)  # type: ignore[arg-type]
    monkeypatch.setattr(contract, "claims", lambda: (claim,))
    assert list(contract.languages(_candidate())) == [f"{__name__}.test_half_said: there is no claim in: fr"]


def test_a_skeleton_that_earns_and_a_reference_that_does_not_are_named(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    answer = (project / "solutions" / "relu.py").read_bytes()
    (project / "solutions" / "relu.py").write_bytes((project / "exercises" / "relu.py").read_bytes())
    (project / "exercises" / "relu.py").write_bytes(answer)
    found = list(contract.points(replace(_candidate(), project=project)))
    assert found == [
        "relu: the skeleton earns 2 and is 'passed'",
        "exp: the skeleton earns 0.5 and is 'passed'",
        "tanh: the skeleton earns 0.5 and is 'passed'",
        "relu: the reference earns 0 of 2",
        "exp: the reference earns 0 of 0.5",
        "tanh: the reference earns 0 of 0.5",
    ]
