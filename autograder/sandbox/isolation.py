"""What keeps this machine below the highest rung, how to mend it, and who has to care."""

import sys

from autograder.errors import UsageError
from autograder.language import _
from autograder.sandbox import RUNGS, Sandbox


def faults(sandbox: Sandbox) -> list[str]:
    """A line for each layer that is missing here: why, and the fix."""
    return [f"{layer}: {why}\n  → {remedy(layer, why)}" for layer, why in sandbox.missing.items()]


def remedy(layer: str, why: str) -> str:
    """What to do about a missing layer."""
    if layer == "linux":
        return _("use Linux: WSL 2 on Windows, a Linux virtual machine or server from macOS (docs/isolation.md)")
    if layer == "seccomp" and "pyseccomp" in why:
        return _("install pyseccomp: pip install pyseccomp (make does it by itself)")
    if layer == "seccomp" and "libseccomp" in why:
        return _("install libseccomp: apt install libseccomp2, or dnf install libseccomp")
    if layer == "landlock":
        return _("a kernel 5.13 or newer is needed, with landlock among lsm= in its options")
    if layer == "user":
        return _("grade as an ordinary user, or give the container the right to change users (SETUID, SETGID)")
    return _("report this with the output of: python -m autograder doctor")


def demand(sandbox: Sandbox, *, unsafe: bool, wish: str = "--unsafe") -> None:
    """Others' work is graded confined, or by explicit wish, which `wish` says how to express. Raises UsageError."""
    if sandbox.rung == RUNGS[-1]:
        return
    lines = [
        _("this machine only offers the rung `{rung}`, which does not protect you from what others hand in").format(
            rung=sandbox.rung
        ),
        *faults(sandbox),
    ]
    if not unsafe:
        raise UsageError("\n".join([*lines, _("to grade nevertheless: {wish}").format(wish=wish)]))
    print("\n".join(lines), file=sys.stderr)
