"""What the README promises exists, and no file names a registry or a machine."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TARGETS = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("no git checkout")
    return [ROOT / line for line in listed.stdout.splitlines()]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_make_command_of_the_documents_exists(path: Path) -> None:
    commands = re.findall(r"^\s*make ([a-z-]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(commands) <= TARGETS


def test_make_alone_lists_every_command() -> None:
    listed = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {line.split()[1] for line in listed.stdout.splitlines()} == TARGETS


def test_constraints_name_packages_and_versions_only() -> None:
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        assert line.startswith("#") or re.fullmatch(r"[\w.\-]+==[\w.+!]+( ; .*)?", line), line


def test_no_tracked_file_names_a_registry_or_a_machine() -> None:
    bad = re.compile(rb"(?:index-url|registry) *[=:] *\"?https?://|(?<![\w.])/(?:work|farm|root)/\w")
    for path in _tracked():
        if path.is_file() and path.suffix not in (".mo", ".png"):
            assert not bad.search(path.read_bytes()), path


def _install(folder: Path, **fakes: str) -> subprocess.CompletedProcess[str]:
    """Run .ci/install in an empty folder where only these programs are found, beside a few of the system's."""
    programs = folder / "bin"
    programs.mkdir()
    for name in ("sh", "rm", "touch", "cat"):
        found = subprocess.run(["sh", "-c", f"command -v {name}"], capture_output=True, text=True, check=True)
        (programs / name).symlink_to(found.stdout.strip())
    for name, script in fakes.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    return subprocess.run(
        [ROOT / ".ci" / "install", ".core"],
        cwd=folder,
        env={"PATH": str(programs)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_new_python_the_set_up_says_what_to_install(tmp_path: Path) -> None:
    done = _install(tmp_path, python3="exit 1")
    assert done.returncode == 2 and "Python 3.11 or newer is needed" in done.stderr


def test_without_venv_the_set_up_says_what_to_install(tmp_path: Path) -> None:
    done = _install(tmp_path, python3='case "$2" in *ensurepip*) exit 1;; esac; exit 0')
    assert done.returncode == 2 and "python3-venv" in done.stderr
    assert not (tmp_path / ".venv" / ".core").exists()


def test_uv_is_used_where_it_is_there(tmp_path: Path) -> None:
    done = _install(tmp_path, uv='echo "$@" >> log; exit 3')
    assert done.returncode == 2 and "venv" in (tmp_path / "log").read_text()
