# builds a submission: all
import zipfile
from pathlib import Path


def build(folder):
    path = folder / "rendu \x1b[2J<script>.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(Path(__file__).resolve().parents[2] / "solutions" / "value.py", "value.py")
        for name in ("\x1b[2J.py", "<img src=x onerror=alert(1)>.py", "\u202ereversed.py", "two\nlines.py", "x" * 5000):
            archive.writestr(name, "")
    return path
