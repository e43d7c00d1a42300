# builds a submission: 0
def build(folder):
    strange = folder / "<img src=x>\x1b[2J\udcff"
    strange.mkdir()
    (strange / "value.py").write_text("raise RuntimeError\n")
    (strange / "\x1b[31m<b>.py").write_text("")
    return strange
