# builds a submission: refused
import io
import zipfile


def build(folder):
    path = folder / "rendu.zip"
    content = b"x"
    for level in range(50):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("rendu.zip" if level else "value.py", content)
        content = buffer.getvalue()
    path.write_bytes(content)
    return path
