"""`python -m autograder doctor`: the machine's rung, what each rung stops, versions, what is missing and its fix."""

import platform
import sys
from contextlib import suppress
from importlib import metadata

from autograder.language import _
from autograder.sandbox import RUNGS, Sandbox
from autograder.sandbox.isolation import faults

PACKAGES = ("autograd-from-zero", "numpy", "pytest", "msgspec", "rich", "nbgrader", "jupytext", "pyseccomp")


def diagnosis(sandbox: Sandbox) -> str:
    """All that the doctor says, as text."""
    reached = RUNGS.index(sandbox.rung)
    lines = [_("This machine offers: {rung}").format(rung=sandbox.rung), ""]
    for number, (rung, (stops, does_not_stop)) in enumerate(zip(RUNGS, _ladder(), strict=True)):
        mark = "✓" if number <= reached else "·"
        lines += [f"{mark} {rung}", f"    {_('stops')}: {stops}", f"    {_('does not stop')}: {does_not_stop}"]
    lines += ["", *(faults(sandbox) or [_("Nothing is missing.")]), *_remark(sandbox), "", *_versions()]
    return "\n".join(lines) + "\n"


def _ladder() -> list[tuple[str, str]]:
    return [
        (
            _("forged points, endless loops, crashes, endless output"),
            _("reading and writing your files, other processes, the network, using up memory"),
        ),
        (
            _("also memory, processor time, open files; files that are written; most processes that are left behind"),
            _("reading your files, the network, signals to your own processes"),
        ),
        (
            _("also every file but the standard library and numpy, every process, thread, signal and socket"),
            _("faults of the kernel; looking at the names and sizes of files; right answers found by other means"),
        ),
    ]


def _remark(sandbox: Sandbox) -> list[str]:
    if sandbox.rung != RUNGS[-1] or sandbox.reaches_library:
        return []
    return [_("The interpreter lies in a private folder: workers read the standard library through the zygote.")]


def _versions() -> list[str]:
    lines = [f"Python {platform.python_version()}, {platform.system()} {platform.release()} {platform.machine()}"]
    if sys.platform == "linux":
        lines[0] += f", Landlock {_landlock()}"
    found = []
    for package in PACKAGES:
        with suppress(metadata.PackageNotFoundError):
            found.append(f"{package} {metadata.version(package)}")
    return [*lines, ", ".join(found)]


def _landlock() -> str:
    from autograder.sandbox.rungs import landlock

    try:
        return str(landlock.abi())
    except OSError:
        return _("none")
