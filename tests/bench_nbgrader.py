"""Part of `make bench`: nbgrader with kernels against nbgrader with the plugin, on the same notebooks in one run.

    python -m tests.bench_nbgrader [how many [the interpreter of an environment with otter-grader]]

All are timed as an instructor waits for them: from the command to its end, with an empty gradebook and no verdicts.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from autograder.course import load_course
from tests import bench_otter
from tests import nbgrader_course as lab
from tests.hostile_notebooks import KERNEL
from tests.jupyter import environment
from tests.notebooks import code
from tests.submissions import ROOT

NOTEBOOKS = 30
PLUGIN = ("-m", "release", "autograde", "--course", ".")
PLAIN = ("-m", "nbgrader", "autograde", lab.ASSIGNMENT)


def submissions(root: Path, count: int) -> None:
    """Right notebooks, no two the same."""
    for number in range(count):
        notebook = lab.answered(root, lab.solutions())
        notebook["cells"].append(code(f"mine = {number}"))
        lab.submit(root, f"student-{number:02}", notebook)


def timed(root: Path, home: Path, command: tuple[str, ...]) -> float:
    """Seconds that a command takes in a course. Everybody has all points afterwards, else it raises."""
    home.mkdir()
    began = perf_counter()
    here = {**environment(home), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, *command], cwd=root, env=here, capture_output=True, check=True)
    seconds = perf_counter() - began
    everything = sum(exercise.points for exercise in load_course().exercises)
    for path in sorted((root / "submitted").iterdir()):
        assert lab.total(root, path.name) == everything, path.name
    return seconds


def main(count: int = NOTEBOOKS, otter: Path | None = None) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lab.new_course(folder / "plugin")
        submissions(folder / "plugin", count)
        for other in ("kernel", "otter"):
            shutil.copytree(folder / "plugin", folder / other)
        (folder / "kernel" / "nbgrader_config.py").write_text(KERNEL.format(root=str(folder / "kernel")))
        plugin = timed(folder / "plugin", folder / "home-plugin", PLUGIN)
        kernel = timed(folder / "kernel", folder / "home-kernel", PLAIN)
        by_otter = bench_otter.timed(folder / "otter", folder / "home-otter", otter) if otter else 0.0
    print(f"nbgrader autograde of {count} notebooks, all {len(load_course().exercises)} exercises right (seconds)")
    print(f"  with kernels {kernel:.1f}, with the plugin {plugin:.1f}: ratio {kernel / plugin:.1f}")
    if otter:
        print(f"  with otter {by_otter:.1f}: ratio {by_otter / plugin:.1f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]), *map(Path, sys.argv[2:3]))
