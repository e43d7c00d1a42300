# builds a submission: refused
import json


def build(folder):
    path = folder / "rendu.ipynb"
    cells = [1, None, {"source": {"a": [None]}, "metadata": [1], "id": {}}, {"cell_type": 10**4000, "source": [1, None]}]
    path.write_text(json.dumps({"cells": cells, "nbformat": "x"}))
    return path
