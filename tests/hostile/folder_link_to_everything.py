# builds a submission: refused
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def build(folder):
    (folder / "exercises").symlink_to("/")
    return folder
