"""`make bench` prints its tables: nobody else would notice that it has fallen behind what it measures."""

import subprocess
import sys

import pytest

from tests.submissions import ROOT


@pytest.mark.alone
@pytest.mark.slow
@pytest.mark.parametrize("module", ["tests.bench", "tests.bench_watch", "tests.bench_class"])
def test_a_benchmark_runs_to_its_end(module: str) -> None:
    arguments = {"tests.bench_watch": ["1"], "tests.bench_class": ["2"]}.get(module, [])
    done = subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) >= 10
