"""Hostile submissions get exactly their honest points, in bounded time, and leave nothing behind."""

import os
import re
import time
from pathlib import Path

import pytest

from autograder import language
from autograder.run import grade_directly
from autograder.sandbox import RUNGS, Sandbox
from autograder.session import open_session
from tests.submissions import reference, skeleton, write

HOSTILE = sorted((Path(__file__).parent / "hostile").glob("*.py"))
# What a rung without a private user or a system-call filter does not stop, and a developer's machine would not like.
NOT_WITHOUT_CONFINEMENT = {
    *("fork_bomb", "thread_bomb", "file_bomb", "kills_its_parent", "kills_its_group", "limits_its_parent"),
    *("daemon_that_outlives", "starts_a_program", "listens_on_a_port", "connects_to_a_port", "writes_outside"),
    *("makes_folders_and_links", "reads_the_home_folder", "reads_the_parents_memory", "reads_the_graders"),
    *("reads_the_reference", "memory_bomb"),
}
LONGEST = 30.0  # seconds: a few time limits, one for each exercise and for the import


@pytest.fixture(scope="module", params=list(RUNGS))
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    return Sandbox(request.param)


def _points(sandbox: Sandbox, folder: Path) -> float:
    language.use("en")
    session = open_session(folder, exercises=["add", "mul"], sandbox=sandbox)
    return grade_directly(session, language="en").points


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.stem)
def test_a_hostile_submission_gets_its_honest_points(sandbox: Sandbox, path: Path, tmp_path: Path) -> None:
    if sandbox.rung != "confined" and path.stem in NOT_WITHOUT_CONFINEMENT:
        pytest.skip(f"{sandbox.rung} does not stop it")
    text = path.read_text(encoding="utf-8")
    base, honest = _head(text)
    before, began = _left_behind(), time.monotonic()
    points = _points(sandbox, write(tmp_path / "hostile", {"value": f"{base}\n\n{text}"}))
    assert points == honest
    assert time.monotonic() - began < LONGEST
    assert _points(sandbox, write(tmp_path / "next", {"value": reference("value")})) == 4.0
    assert _left_behind() == before


def _head(text: str) -> tuple[str, float]:
    match = re.match(r"# on the (skeleton of|reference) value\.py: ([\d.]+)", text)
    assert match, text[:80]
    return (skeleton if "skeleton" in match[1] else reference)("value"), float(match[2])


def _left_behind() -> tuple[set[str], int]:
    """Files that a hostile submission would leave, and how many children this process has."""
    folders = [Path("/tmp"), Path("/dev/shm"), Path("/var/tmp"), Path.cwd(), Path.home()]
    files = {str(path) for folder in folders if folder.is_dir() for path in folder.glob("kit-hostile*")}
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    return files, len(children.read_text().split()) if children.exists() else 0
