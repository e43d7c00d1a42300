"""Hostile notebooks in one class, graded by nbgrader's own command: honest points in the gradebook for each."""

import re
from pathlib import Path

import pytest

from tests import nbgrader_course as lab
from tests.hostile_notebooks import HONEST, NEXT, names, with_the_plugin
from tests.submissions import ROOT

GUIDE = ROOT / "docs" / "isolation.md"


@pytest.mark.alone
@pytest.mark.slow
def test_each_hostile_notebook_gets_its_honest_points_and_the_one_after_them_none(tmp_path: Path) -> None:
    lab.new_course(tmp_path / "template")
    earned = with_the_plugin(tmp_path / "template", tmp_path)
    assert earned.pop(NEXT) == 0
    assert earned == dict.fromkeys(names(), HONEST)


def test_the_table_names_each_of_them_and_its_honest_points() -> None:
    section = GUIDE.read_text(encoding="utf-8").partition("## Hostile notebooks")[2]
    rows = re.findall(r"^\| ([^*|]+?) \| ([^|]+) \| [^|]+ \| [^|]+ \|$", section, re.MULTILINE)[1:]
    assert [name for name, _ in rows] == [name.rstrip(".") for name in names()]
    assert {points for _, points in rows} == {f"{HONEST:g}"}
