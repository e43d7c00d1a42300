# builds a submission: refused
def build(folder):
    path = folder / "rendu.ipynb"
    path.write_text("{" + ",".join(f'"{n}":{{}}' for n in range(1_500_000)) + "}")
    return path
