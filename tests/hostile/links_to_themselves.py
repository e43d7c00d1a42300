# builds a submission: 0
def build(folder):
    (folder / "value.py").symlink_to("value.py")
    (folder / "exercises").symlink_to(".")
    (folder / "relu.py").write_text("")
    return folder
