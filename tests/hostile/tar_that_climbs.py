# builds a submission: refused
import io
import tarfile


def build(folder):
    with tarfile.open(folder / "climbs.tar.gz", "w:gz") as archive:
        for name in ("../../../../../../tmp/kit-hostile.py", "/tmp/kit-hostile-absolute.py", "../value.py"):
            member = tarfile.TarInfo(name)
            member.size = 1
            archive.addfile(member, io.BytesIO(b"1"))
    return folder / "climbs.tar.gz"
