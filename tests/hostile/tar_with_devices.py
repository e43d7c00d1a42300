# builds a submission: refused
import tarfile


def build(folder):
    with tarfile.open(folder / "devices.tar.gz", "w:gz") as archive:
        for name, kind, major, minor in (("value.py", tarfile.CHRTYPE, 1, 5), ("relu.py", tarfile.FIFOTYPE, 0, 0)):
            member = tarfile.TarInfo(name)
            member.type, member.devmajor, member.devminor = kind, major, minor
            archive.addfile(member)
    return folder / "devices.tar.gz"
