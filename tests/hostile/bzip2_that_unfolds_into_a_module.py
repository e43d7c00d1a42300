# builds a submission: refused
import struct
import zipfile


def build(folder):
    path = folder / "rendu.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("value.py", b"[" * (1 << 28))
    path.write_bytes(path.read_bytes().replace(struct.pack("<L", 1 << 28), struct.pack("<L", 1000)))
    return path
