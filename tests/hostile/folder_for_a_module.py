# builds a submission: 0
def build(folder):
    (folder / "value.py" / "value.py").mkdir(parents=True)
    (folder / "relu.py").write_text("")
    return folder
