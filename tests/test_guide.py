"""The instructor's guide is true: each of its commands is run, in its order, on a fresh clone."""

import json
import os
import re
import subprocess
import venv
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from autograder.course import load_course
from release.sources.build import PROJECT, answers, module_files
from release.sources.notebook import lab_notebook, notebook_bytes
from release.sources.read import read_sources
from release.sources.skeleton import without_markers
from tests import guide
from tests.clone import borrow_packages, clone, shell
from tests.jupyter import jupyter_server
from tests.moodle import Moodle, Participant
from tests.postgresql import DATABASE, database
from tests.test_collect import zipped

pytestmark = pytest.mark.skipif(os.name == "nt", reason="others' work is graded on Linux")

TEXT = guide.GUIDE.read_text(encoding="utf-8")
JOURNEYS: Mapping[str, tuple[str, ...]] = {
    "moodle": (
        "1. Set up",
        "2. Release",
        "3. Collect",
        "4. Grade",
        "5. Look, comment, change",
        "6. Return",
        "Late work",
        "Grading again",
        "Folders of kits",
        "A whole class at once",
        "Canvas, Gradescope",
    ),
    "template": ("GitHub repositories",),
    "exchange": ("nbgrader's exchange, JupyterHub",),
    "postgresql": ("A PostgreSQL gradebook",),
    "choosing": ("Choosing exercises, changing points",),
    "adding": (
        "1. The stubs",
        "2. The module",
        "3. The table of contents",
        "5. The mistakes",
        "6. Generate and grade",
    ),
}
ADA, LUC = "ada@univ.example", "luc-roy"
LATE = datetime(2026, 12, 19, 9, 0, tzinfo=UTC)
MOODLE = Moodle(
    [
        Participant(4711, "Ada Lovelace", ADA, LATE),
        Participant(4712, "Zoë Noël", "zoe@univ.example", LATE),
        Participant(4714, "Bob Li", "b@x.org", LATE),
    ]
)
# Of the kit's own tests: CONTRIBUTING's subject, and CI's; and what a runner types in a kit, as test_kit.py does.
IN_A_KIT = "python -m autograder grade exercises --exercise add --visible"
# Does not end by itself, and what answers it: test_live.py's.
LIVE = ("make live", "make watch SHARE=http://…")
SHELL_COMMANDS = ("make contract", "make golden", "make check test", IN_A_KIT, *LIVE)


@dataclass
class Stay:
    """An instructor in front of a fresh clone, with the guide open."""

    folder: Path
    moved: dict[str, str] = field(default_factory=dict)
    hub: Path | None = None

    @property
    def project(self) -> Path:
        return self.folder / "autograd"

    @property
    def course(self) -> Path:
        return self.project / "release" / "course"

    @property
    def downloaded(self) -> Path:
        return self.course / "downloaded"

    def follow(self, section: str) -> list[str]:
        """Do what a section says, in its order; what each command printed."""
        said: list[str] = []
        for block in guide.of_section(section):
            if block.typed:
                said.append(self.type(block.text, who=block.target))
            elif block.kind == "text":
                assert guide.looks_like(block.text, said[-1]), said[-1]
            else:
                guide.put(block, self.project, self.moved)
        return said

    def type(self, commands: str, who: str = "") -> str:
        """Type commands; none fails."""
        for there, here in self.moved.items():
            commands = commands.replace(there, here)
        where = self.folder / "student" if who == "student" else self.project
        path = os.environ["PATH"] if not self.hub or not who else f"{self.hub}/bin:{os.environ['PATH']}"
        names = {"GIT_AUTHOR_NAME": "t", "GIT_COMMITTER_NAME": "t", "GIT_AUTHOR_EMAIL": "t", "GIT_COMMITTER_EMAIL": "t"}
        done = shell(commands, where, self.folder / "home", path=path, **names)
        assert done.returncode == 0, f"{commands}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr


@pytest.fixture
def stay(tmp_path: Path) -> Stay:
    clone(tmp_path / "autograd")
    for name in ("home", "student"):
        (tmp_path / name).mkdir()
    return Stay(tmp_path)


def _answered(*wrong: str) -> dict[str, bytes]:
    """A student's kit with every answer, but for some modules that are as they were."""
    course = load_course()
    cells = tuple(without_markers(answers(read_sources(PROJECT / "solutions"), "fr")))
    right, untouched = module_files(course, cells), module_files(course, course.cells["fr"])
    return {f"exercises/{name}": (untouched if name[:-3] in wrong else right)[name] for name in right}


def _notebook() -> bytes:
    course = load_course()
    return notebook_bytes(lab_notebook(course, without_markers(answers(read_sources(PROJECT / "solutions"), "fr"))))


def _moodle(stay: Stay) -> None:
    """What the instructor has downloaded: all submissions, and the list of participants."""
    handed_in = {
        "Ada Lovelace_4711_assignsubmission_file_/lab.ipynb": _notebook(),
        "Zoë Noël_4712_assignsubmission_file_/rendu.zip": zipped(stay.folder / "z.zip", _answered("relu")).read_bytes(),
        "Luc Roy_4713_assignsubmission_file_/lab.ipynb": b"{}",
        "Bob Li_4714_assignsubmission_file_/value.py": _answered()["exercises/value.py"],
    }
    zipped(stay.downloaded / "submissions.zip", handed_in)
    (stay.downloaded / "worksheet.csv").write_bytes(MOODLE.worksheet())


def _kits(stay: Stay) -> None:
    for student, files in {LUC: _answered(), "mia": _answered("value")}.items():
        for name, content in files.items():
            path = stay.downloaded / "kits" / student / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


@contextmanager
def _gradebook(stay: Stay) -> Iterator[Any]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{stay.course}/gradebook.db") as gradebook:
        yield gradebook


def _score(stay: Stay, student: str, assignment: str = "autograd") -> float:
    with _gradebook(stay) as gradebook:
        return float(gradebook.find_submission(assignment, student).score)


POINTS = {exercise.name: exercise.points for exercise in load_course().exercises}
FULL = sum(POINTS.values())
OF_VALUE, OF_RELU = (
    sum(x.points for x in load_course().exercises if x.module == module) for module in ("value", "relu")
)


# No test may be forgotten


def test_every_command_of_the_guide_is_in_a_journey() -> None:
    walked = [section for sections in JOURNEYS.values() for section in sections]
    with_commands = dict.fromkeys(block.section for block in guide.blocks(TEXT))
    assert list(with_commands) == walked
    for sections in JOURNEYS:
        assert f"test_{sections}" in globals()


def test_what_a_sentence_tells_to_type_is_typed_somewhere() -> None:
    typed = [line for block in guide.blocks(TEXT) if block.typed for line in block.text.splitlines()]
    for command in guide.commands_in_prose(TEXT):
        assert command in SHELL_COMMANDS or any(line.startswith(command) for line in typed), command


def test_every_block_is_typed_shown_or_written_into_a_file() -> None:
    for block in guide.blocks(TEXT):
        assert block.target in ("", "student", "hub") if block.kind in ("sh", "text") else "/" in block.target, block
    assert TEXT.count("```") == 2 * len(list(guide.blocks(TEXT)))


def test_a_command_that_nobody_walks_to_is_found() -> None:
    more = f"{TEXT}\n## Astray\n\nType `make coffee`.\n\n```sh\nmake tea\n```\n"
    assert list(guide.blocks(more))[-1] == guide.Block("Astray", "sh", "", "make tea\n")
    assert "make coffee" in guide.commands_in_prose(more)


def test_links_lead_somewhere() -> None:
    for name in ("docs/instructor.md", "CONTRIBUTING.md"):
        path = PROJECT / name
        for link in guide.links(path.read_text(encoding="utf-8")):
            assert (path.parent / link).exists(), f"{name}: {link}"


def test_contributing_names_commands_that_are_there() -> None:
    text = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    targets = [word for line in guide.make_lines(text) for word in line.split()[1:] if "=" not in word]
    assert targets
    for target in targets:
        assert f"\n{target}:" in makefile, target


# The journeys


@pytest.mark.slow
def test_moodle(stay: Stay) -> None:
    steps: dict[str, Callable[[Stay], None]] = {"3. Collect": _moodle, "Folders of kits": _kits}
    for section in JOURNEYS["moodle"]:
        steps.get(section, lambda _: None)(stay)
        if section == "5. Look, comment, change":
            _comment_in_formgrader(stay)
        else:
            stay.follow(section)
        CHECKED.get(section, lambda _: None)(stay)


def _comment_in_formgrader(stay: Stay) -> None:
    """`jupyter lab` does not end by itself: here it is started apart, and formgrader has to answer."""
    from urllib.request import urlopen

    [block] = guide.of_section("5. Look, comment, change")
    assert block.text.splitlines()[-1] == "jupyter lab"
    with (
        jupyter_server(stay.course, stay.folder / "home", stay.project / ".venv" / "bin" / "python") as address,
        urlopen(f"{address}/formgrader/manage_assignments") as page,
    ):
        assert page.status == 200
    with _gradebook(stay) as gradebook:
        gradebook.find_comment("relu", "lab", "autograd", ADA).manual_comment = "Bien vu."
        gradebook.find_grade("check_relu", "lab", "autograd", ADA).extra_credit = 0.5
        gradebook.db.commit()


def _graded(stay: Stay) -> None:
    assert _score(stay, ADA) == FULL
    assert _score(stay, "zoe@univ.example") == FULL - OF_RELU
    assert 0 < _score(stay, "b@x.org") < FULL


def _returned(stay: Stay) -> None:
    page = stay.course / "feedback" / ADA / "autograd" / "lab.html"
    assert "Bien vu." in page.read_text(encoding="utf-8")
    taken = MOODLE.upload_worksheet((stay.course / "grades-moodle-autograd.csv").read_bytes())
    assert set(taken.values()) == {"taken"} and MOODLE.people[0].grade == FULL
    MOODLE.upload_feedback((stay.course / "feedback-moodle-autograd.zip").read_bytes())
    assert all(x.feedback for x in MOODLE.people)
    assert "autograd" in (stay.course / "grades.csv").read_text(encoding="utf-8")


def _late(stay: Stay) -> None:
    with _gradebook(stay) as gradebook:
        due = gradebook.find_assignment("autograd").duedate
        assert due is not None and (due.day, due.hour, due.minute) == (18, 22, 59)


def _again(stay: Stay) -> None:
    assert _score(stay, ADA) == FULL + 0.5
    with _gradebook(stay) as gradebook:
        assert gradebook.find_comment("relu", "lab", "autograd", ADA).manual_comment == "Bien vu."
        submission = gradebook.find_submission("autograd", ADA)
        days = submission.total_seconds_late // 86400
        assert submission.late_submission_penalty == (min(FULL + 0.5, 1 + days) if submission.total_seconds_late else 0)


def _collected(stay: Stay) -> None:
    assert (stay.course / "submitted" / LUC / "autograd" / "lab.ipynb").is_file()


def _at_once(stay: Stay) -> None:
    for page in (stay.project / "results" / "index.html", stay.course / "overview" / "autograd" / "index.html"):
        assert LUC in page.read_text(encoding="utf-8")


def _packed(stay: Stay) -> None:
    assert (stay.project / "release" / "dist" / "autograd-gradescope.zip").is_file()


CHECKED: dict[str, Callable[[Stay], None]] = {
    "4. Grade": _graded,
    "6. Return": _returned,
    "Late work": _late,
    "Grading again": _again,
    "Folders of kits": _collected,
    "A whole class at once": _at_once,
    "Canvas, Gradescope": _packed,
}


@pytest.mark.slow
def test_template(stay: Stay) -> None:
    stay.type("make release")
    stay.follow("GitHub repositories")
    template = stay.folder / "autograd-template"
    listed = subprocess.run(["git", "ls-files"], cwd=template, capture_output=True, text=True, check=True).stdout
    assert ".github/workflows/grade.yml\n" in listed and "exercises/value.py\n" in listed
    assert "hidden" not in listed and "solutions" not in listed


@pytest.mark.slow
def test_exchange(stay: Stay) -> None:
    exchange, settings = stay.folder / "srv", stay.folder / "home" / "config"
    stay.moved = {"/srv/nbgrader": str(exchange), "/etc/jupyter": str(settings)}
    stay.hub = stay.folder / "hub"
    venv.create(stay.hub, with_pip=True, symlinks=True)
    borrow_packages(stay.hub)
    stay.type("make release")
    work = stay.folder / "student" / "autograd" / "lab.ipynb"
    for block in guide.of_section("nbgrader's exchange, JupyterHub"):
        if not block.typed:
            guide.put(block, stay.project, stay.moved)
            continue
        fetch, _, submit = block.text.partition("nbgrader submit")
        stay.type(fetch, who=block.target)
        if submit:
            work.write_bytes(_notebook())
            stay.type("nbgrader submit" + submit, who=block.target)
    [page] = (stay.folder / "student" / "autograd" / "feedback").rglob("*.html")
    assert f"{FULL:g} sur {FULL:g}" in " ".join(re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8")).split())


@pytest.mark.slow
def test_postgresql(stay: Stay) -> None:
    from nbgrader.api import Gradebook

    _kits(stay)
    with database() as address:
        stay.moved = {DATABASE: address}
        assert DATABASE in TEXT
        stay.follow("A PostgreSQL gradebook")
        assert not (stay.course / "gradebook.db").exists()
        with Gradebook(address) as gradebook:
            assert gradebook.find_submission("autograd", LUC).score == FULL
            assert gradebook.find_submission("autograd", "mia").score == FULL - OF_VALUE
    assert f"{FULL:.2f}" in (stay.course / "grades-moodle-autograd.csv").read_text(encoding="utf-8")


@pytest.mark.slow
def test_choosing(stay: Stay) -> None:
    stay.follow("Choosing exercises, changing points")
    released = json.loads((stay.course / "release" / "morning" / "lab.ipynb").read_bytes())
    marks = [cell["metadata"].get("nbgrader", {}) for cell in released["cells"]]
    points = {mark["grade_id"]: mark["points"] for mark in marks if mark.get("grade")}
    assert points == {"check_add": POINTS["add"], "check_mul": POINTS["mul"], "check_relu": 3}
    _kits(stay)
    for command in ("collect FROM=release/course/downloaded/kits", "autograde", "feedback", "grades"):
        stay.type(f"make {command} ASSIGNMENT=morning")
    assert (_score(stay, LUC, "morning"), _score(stay, "mia", "morning")) == (OF_VALUE + 3, 3)
    course = stay.project / "solutions" / "course.toml"
    course.write_text(course.read_text(encoding="utf-8").replace("relu = 3", "relu = 5"), encoding="utf-8")
    stay.type("make exercises\nmake release ASSIGNMENT=morning\nmake autograde ASSIGNMENT=morning")
    assert (_score(stay, LUC, "morning"), _score(stay, "mia", "morning")) == (OF_VALUE + 5, 5)


@pytest.mark.slow
def test_adding(stay: Stay) -> None:
    sections = JOURNEYS["adding"]
    [said] = stay.follow(sections[0])
    assert len([line for line in said.splitlines() if "/" in line and "TODO" not in line]) <= 5
    assert "solutions/softplus.py:" in stay.type(".venv/bin/python -m release contract || true")
    for section in sections[1:-1]:
        stay.follow(section)
    [said] = stay.follow(sections[-1])
    written, reference, skeleton = said.split("read: ")
    assert "exercises/softplus.py" in written and "autograder/data/signatures/softplus.json" in written
    assert "total 1 / 1 " in reference and "total 0 / 1 " in skeleton and "to do" in skeleton
    assert "release/dist/autograd-fr.zip" in skeleton
    notebook = json.loads((stay.course / "release" / "autograd" / "lab.ipynb").read_text(encoding="utf-8"))
    marks = [cell["metadata"].get("nbgrader", {}) for cell in notebook["cells"]]
    assert [mark["points"] for mark in marks if mark.get("grade_id") == "check_softplus"] == [1]
    stay.type(".venv/bin/python -m release check")
    stay.type(".venv/bin/python -m pytest -q tests/test_language.py tests/test_imports.py tests/test_misconceptions.py")
    module = stay.project / "solutions" / "softplus.py"
    module.write_text(module.read_text(encoding="utf-8").replace("-x.data", "-out.data"), encoding="utf-8")
    wrong = stay.type("make grade SUBMISSION=solutions EXERCISE=softplus L=en")
    assert "total 1 / 1 " not in wrong and "computes softplus's slope from its result" in " ".join(wrong.split())
