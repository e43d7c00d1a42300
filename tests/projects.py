"""Copies of the project, to publish from."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("solutions", "exercises", "autograder", "release")
FILES = ("pyproject.toml", "constraints.txt", "LICENSE", ".gitattributes", ".ci/install")
GENERATED = ("__pycache__", "source", "submitted", "autograded", "feedback", "dist", "gradebook.db", "*.ipynb")


def copy_project(folder: Path) -> Path:
    """The project's sources in another folder, without what a release leaves behind."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(*GENERATED))
    shutil.rmtree(folder / "release" / "course" / "release", ignore_errors=True)
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder
