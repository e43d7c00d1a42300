"""The project as it is after `git clone`, with an environment of its own that borrows the packages of ours."""

import os
import shutil
import subprocess
import sysconfig
import venv
from pathlib import Path

from tests.jupyter import environment
from tests.projects import ROOT

OURS = Path(sysconfig.get_path("scripts"))
NOT_BORROWED = ("python", "activate", "Activate")
NOT_THEIRS = ("PYTHONPATH", "VIRTUAL_ENV", "MAKE", "MFLAGS")  # we may ourselves run under make
STAMPS = (".core", ".dev")  # what .ci/install leaves behind


def clone(folder: Path) -> Path:
    """What git would hand over, and a .venv in which make finds nothing left to install."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.run(listed, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    _borrow(folder / ".venv")
    return folder


def _borrow(place: Path) -> None:
    venv.create(place, symlinks=os.name != "nt")
    borrow_packages(place)
    [site] = place.glob("lib/python*/site-packages")
    (site / "project.pth").write_text(f"{place.parent}\n", encoding="utf-8")  # as an editable installation does
    for stamp in STAMPS:
        (place / stamp).touch()


def borrow_packages(place: Path) -> None:
    """Make an environment find our packages and commands, the commands run by its own interpreter."""
    site = next(place.glob("lib/python*/site-packages"))
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    for script in OURS.iterdir():
        if not script.name.startswith(NOT_BORROWED) and not (place / "bin" / script.name).exists():
            _script(script, place / "bin" / script.name)
    (place / "share").mkdir(exist_ok=True)
    for name in ("share/jupyter", "etc"):
        (place / name).symlink_to(OURS.parent / name)


def _script(ours: Path, theirs: Path) -> None:
    """The same command, run by the clone's interpreter."""
    shebang, rest = b"#!" + os.fsencode(OURS / "python"), ours.read_bytes()
    if not rest.startswith(shebang):
        theirs.symlink_to(ours)
        return
    theirs.write_bytes(b"#!" + os.fsencode(theirs.parent / "python") + rest.removeprefix(shebang))
    theirs.chmod(0o755)


def shell(commands: str, folder: Path, home: Path, path: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run commands as somebody at home in `home` types them, until one fails."""
    outside = {name: value for name, value in environment(home).items() if not name.startswith(NOT_THEIRS)}
    outside["PATH"] = path.replace(f"{OURS}{os.pathsep}", "")
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=folder,
        env={**outside, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
