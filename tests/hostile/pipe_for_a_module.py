# builds a submission: 0
import os


def build(folder):
    os.mkfifo(folder / "value.py")
    (folder / "linear.py").symlink_to("/dev/zero")
    (folder / "relu.py").write_text("")
    return folder
