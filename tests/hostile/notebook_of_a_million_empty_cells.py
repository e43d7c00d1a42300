# builds a submission: refused
def build(folder):
    path = folder / "rendu.ipynb"
    path.write_text('{"cells":[' + "{}," * 1_000_000 + "{}]}")
    return path
