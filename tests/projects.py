"""Copies of the project, to publish from."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("solutions", "exercises", "autograder", "release")
FILES = ("pyproject.toml", "constraints.txt", "LICENSE", ".gitattributes", ".ci/install")
GENERATED = ("source", "submitted", "autograded", "feedback", "dist", "gradebook.db", "*.ipynb")  # by a release


def copy_project(folder: Path) -> Path:
    """The project's sources in another folder, without what a release leaves behind."""
    for name in FOLDERS:
        left_out = ("__pycache__", *GENERATED) if name == "release" else ("__pycache__",)
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(*left_out))
    shutil.rmtree(folder / "release" / "course" / "release", ignore_errors=True)
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder
