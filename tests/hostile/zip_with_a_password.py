# builds a submission: refused
import zipfile


def build(folder):
    path = folder / "rendu.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("value.py", "x = 1")
    data = bytearray(path.read_bytes())
    for magic, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(magic) + flags] |= 1
    path.write_bytes(data)
    return path
