"""What a beginner reads of 48 wrong programs, whole, in both languages; `make golden` renews what is in tests/golden.

beginners.*.txt holds the first 28, attempts.*.txt the others, and of each how long it is and whether it leads on.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder import language as languages
from autograder.judging.grade import grade_session
from autograder.judging.session import open_session
from autograder.render.console import render
from release.sources.read import read_sources
from tests.beginners import BEGINNERS, Wrong
from tests.submissions import ROOT, write
from tests.tired import LEADS_ON, TIRED


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_a_beginner_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[[str, str], None], language: str
) -> None:
    monkeypatch.chdir(tmp_path)
    told = {wrong.name: _told(Path(wrong.name) / "exercises", wrong, language) for wrong in (*BEGINNERS, *TIRED)}
    golden(f"beginners.{language}.txt", "\n".join(told[wrong.name] for wrong in BEGINNERS))
    rows = [_row(wrong.name, told[wrong.name]) for wrong in (*BEGINNERS, *TIRED)]
    golden(f"attempts.{language}.txt", "\n".join([*rows, "", *(told[wrong.name] for wrong in TIRED)]))


def test_each_attempt_was_judged_once_and_all_but_a_few_lead_on() -> None:
    names = [wrong.name for wrong in (*BEGINNERS, *TIRED)]
    assert sorted(LEADS_ON) == sorted(names) and len(set(names)) >= 40
    assert sum(why.startswith("no: ") for why in LEADS_ON.values()) <= 2
    assert all(why.startswith(("yes: ", "no: ")) for why in LEADS_ON.values())


def _row(name: str, told: str) -> str:
    """How many lines the screen has below the table of points, and whether its author knows what to do next."""
    lines = told.partition("→ ")[2].rstrip("\n").count("\n") + 1
    return f"{lines:>3} lines  {name:<24}{LEADS_ON.get(name, '?')}"


def _told(folder: Path, wrong: Wrong, language: str) -> str:
    """The change, and what follows the table of points."""
    texts = read_sources(ROOT / "solutions").texts | {wrong.module: wrong.text()}
    languages.use(language)
    try:
        session = open_session(write(folder, texts), exercises=[wrong.exercise])
        text = render(grade_session(session, visible=True, language=language), width=80)
    finally:
        languages.use("en")
    changed = "\n".join(f"  | {line.strip()}" for line in wrong.new.splitlines() if line.strip()) or "  | (nothing)"
    return f"{wrong.name}\n{changed}\n{'→ ' + text.partition('→ ')[2]}".replace(
        f"{wrong.name}/exercises/", "exercises/"
    )
