# builds a submission: 0
from pathlib import Path


def build(folder):
    solutions = Path(__file__).resolve().parents[2] / "solutions"
    (folder / "value.py").symlink_to(solutions / "value.py")
    (folder / "exercises").symlink_to(solutions)
    (folder / "relu.py").write_text("")
    return folder
