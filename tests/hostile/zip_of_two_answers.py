# builds a submission: refused
import warnings
import zipfile
from pathlib import Path

SOLUTIONS = Path(__file__).parents[2] / "solutions"


def build(folder):
    """Two entries of one name: which one counts is nobody's to choose."""
    with warnings.catch_warnings(), zipfile.ZipFile(folder / "two.zip", "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("value.py", "raise SystemExit\n")
        archive.writestr("value.py", (SOLUTIONS / "value.py").read_text("utf-8"))
    return folder / "two.zip"
