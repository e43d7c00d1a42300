# builds a submission: refused
import zipfile


def build(folder):
    path = folder / "rendu.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("value.py", "x = 1\n" * 1000)
    data = bytearray(path.read_bytes())
    start = data.index(b"value.py") + 8
    data[start + 9 : start + 40] = b"\xff" * 31
    path.write_bytes(data)
    return path
