# builds a submission: 0
def build(folder):
    (folder / "value.py").write_text("x = 1\n" * (20 << 20 >> 3) * 2)
    return folder
