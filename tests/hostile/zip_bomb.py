# builds a submission: 0
import zipfile


def build(folder):
    path = folder / "rendu.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("value.py", "w") as file:
        for _ in range(256):
            file.write(b"#" * (1 << 20))
    return path
