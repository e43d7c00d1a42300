"""One program, one verdict, one report, byte for byte: whatever order its sets would be walked in."""

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from difflib import unified_diff
from functools import partial
from pathlib import Path

import pytest

from tests.strangers import strangers, text_of
from tests.submissions import ROOT, reference

SEEDS = range(1, 21)
WITH_ADVICE = range(21, 23)  # a chain of 3,000 values costs no points, and most of the time
AT_ONCE = 2


@pytest.mark.slow
def test_programs_that_depend_on_the_order_of_a_set_get_the_same_report_every_time(tmp_path: Path) -> None:
    listed = strangers("orders")
    assert len(listed) >= 12
    for x in listed:
        folder = tmp_path / x.exercise / x.name
        folder.mkdir(parents=True)
        for module in ("value", "relu"):
            (folder / f"{module}.py").write_text(reference(module), encoding="utf-8")
        (folder / "backward.py").write_text(text_of(x), encoding="utf-8")
    _require_one(tmp_path, SEEDS, len(listed))
    _require_one(tmp_path, WITH_ADVICE, len(listed), "--advice")


def _require_one(folder: Path, seeds: Sequence[int], submissions: int, *options: str) -> None:
    """The same reports, and as many, with every seed."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        reports = sorted(set(pool.map(partial(_reports, folder, options), seeds)))
    assert reports[0].count('"submission"') == submissions
    assert len(reports) == 1, "\n".join(unified_diff(*(x.split("\n") for x in reports[:2]), n=0, lineterm=""))


def _reports(folder: Path, options: Sequence[str], seed: int) -> str:
    """The reports of all submissions in a folder, from a process of its own."""
    environment = os.environ | {"PYTHONHASHSEED": str(seed)}
    program = [sys.executable, "-m", "tests.test_one_verdict", str(folder), *options]
    return subprocess.run(program, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


def _main(folder: Path, *, advice: bool) -> None:
    import msgspec

    from autograder.judging import grade
    from autograder.judging.claims import claims_of
    from autograder.report import Timing

    if not advice:
        grade.claims_of = lambda *names, **options: [x for x in claims_of(*names, **options) if x.weight]
    for submission in sorted(folder.glob("*/*")):
        report = grade.grade(submission, exercises=[submission.parent.name])
        timeless = msgspec.structs.replace(report, timing=Timing())
        print(msgspec.json.format(msgspec.json.encode(timeless)).decode())


if __name__ == "__main__":
    _main(Path(sys.argv[1]), advice="--advice" in sys.argv)
