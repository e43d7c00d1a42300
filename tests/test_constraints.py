"""constraints.txt: what is pinned can be installed on each Python that the kit is for."""

from importlib.metadata import distributions

import pytest
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tests.submissions import ROOT

PINS = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line)
NEEDS = {canonicalize_name(x.metadata["Name"]): x.metadata.get("Requires-Python") or "" for x in distributions()}


@pytest.mark.parametrize("python", ["3.11.0", "3.11.2", "3.12.0", "3.13.0", "3.14.0"])
def test_each_pin_is_for_each_python_of_the_kit(python: str) -> None:
    needs = {name: NEEDS.get(canonicalize_name(name), "") for name in PINS}
    assert sum(map(bool, needs.values())) > 100  # most are installed here, and say what they need
    assert [name for name, wanted in needs.items() if python not in SpecifierSet(wanted)] == []
