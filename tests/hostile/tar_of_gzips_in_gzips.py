# builds a submission: refused
import gzip


def build(folder):
    content = b"0" * 1000
    for _ in range(200):
        content = gzip.compress(content)
    (folder / "deep.tar.gz").write_bytes(content)
    return folder / "deep.tar.gz"
