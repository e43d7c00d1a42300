# builds a submission: refused
import io
import tarfile
from pathlib import Path

SOLUTION = Path(__file__).parents[2] / "solutions" / "value.py"


def build(folder):
    with tarfile.open(folder / "links.tar.gz", "w:gz") as archive:
        for name, kind, target in (
            ("value.py", tarfile.SYMTYPE, str(SOLUTION)),
            ("exercises/value.py", tarfile.LNKTYPE, str(SOLUTION)),
        ):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, target
            archive.addfile(member, io.BytesIO())
    return folder / "links.tar.gz"
