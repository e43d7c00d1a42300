# builds a submission: refused
def build(folder):
    path = folder / "rendu.ipynb"
    path.write_text('{"cells":' + "[[]," * 400_000 + "0" + "]" * 400_000 + "}")
    return path
