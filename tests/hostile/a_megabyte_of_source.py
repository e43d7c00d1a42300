# builds a submission: 0
def build(folder):
    (folder / "value.py").write_text("x = [" + "[]," * 340_000 + "]\n")
    return folder
