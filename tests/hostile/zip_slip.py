# builds a submission: refused
import zipfile


def build(folder):
    path = folder / "rendu.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("value.py", "")
        archive.writestr("../../kit-hostile-slip.py", "")
    return path
