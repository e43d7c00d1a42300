# builds a submission: refused
import struct
import zipfile


def build(folder):
    path = folder / "rendu.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("value.py", b"#" * (64 << 20))
    small, large = struct.pack("<I", 10), struct.pack("<I", 64 << 20)
    path.write_bytes(path.read_bytes().replace(large, small))
    return path
