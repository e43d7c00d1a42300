# builds a submission: refused
import zipfile


def build(folder):
    path = folder / "rendu.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("/tmp/kit-hostile-absolute.py", "")
        archive.writestr("C:\\kit-hostile-absolute.py", "")
    return path
