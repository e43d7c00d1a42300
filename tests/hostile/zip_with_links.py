# builds a submission: 0
import stat
import zipfile
from pathlib import Path


def build(folder):
    path = folder / "rendu.zip"
    reference = Path(__file__).resolve().parents[2] / "solutions" / "value.py"
    with zipfile.ZipFile(path, "w") as archive:
        for name, target in (("value.py", reference), ("linear.py", "/dev/zero")):
            link = zipfile.ZipInfo(name)
            link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
            archive.writestr(link, str(target))
        archive.writestr("relu.py", "")
    return path
