"""The class's page from nbgrader's lane: its verdicts, its gradebook's points, and who is not graded."""

import re
from pathlib import Path

import pytest

from autograder.course import load_course
from release.__main__ import main
from release.cohort.lane import Lane
from release.cohort.overview import overview
from release.instructor.course_folder import Where
from tests.nbgrader_course import ASSIGNMENT, answered, released, solutions, submit
from tests.submissions import ROOT

COURSE = load_course()


def test_what_is_written_beside_the_course_is_not_committed() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"release/course/overview/", "release/course/refused-*.csv"} <= set(ignored)


@pytest.mark.slow
def test_the_page_is_made_of_what_nbgraders_lane_has_graded(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = {k: x.replace("self.grad += 1.0 * out.grad", "self.grad = 1.0 * out.grad") for k, x in solutions().items()}
    for student, notebook in (("bob", answered(root, wrong)), ("cleo", released(root))):
        submit(root, student, notebook)
    assert main(["autograde", "--course", str(root)]) == 0
    submit(root, "dan", released(root))  # not graded yet
    with Where(root).gradebook() as gradebook:
        given = gradebook.find_grade("check_add", "lab", ASSIGNMENT, "cleo")
        given.manual_score = 1.5
        gradebook.db.commit()
    seen = overview(Lane(Where(root), ASSIGNMENT))
    rows = {x.student: x for x in seen.rows}
    assert 0 < rows["bob"].points < COURSE.out_of and rows["cleo"].points == 1.5
    assert "not graded yet" in rows["dan"].refused
    [belief] = [x for x in seen.beliefs if x.exercise == "add"]
    assert belief.students == ("bob",) and belief.misconception and belief.graph
    capsys.readouterr()
    for language, reason in (("fr", "pas encore évalué"), ("en", "it is not graded yet")):
        assert main(["overview", "--course", str(root), "--lang", language]) == 0
        assert reason in Path(capsys.readouterr().out.strip()).read_text(encoding="utf-8")
    assert main(["overview", "--course", str(root), "--lang", "en", "--pseudonyms"]) == 0
    page = Path(capsys.readouterr().out.strip())
    text = page.read_text(encoding="utf-8")
    assert page == root / "overview" / ASSIGNMENT / "index.html" and "The class" in text
    students = [x.read_text(encoding="utf-8") for x in sorted((page.parent / "students").iterdir())]
    assert len(students) == 2 and any("1.5 of 20 points" in x for x in students)  # each in its notebook's language
    assert not [x for x in (text, *students) if re.search(r"\b(bob|cleo|dan)\b", x)]
