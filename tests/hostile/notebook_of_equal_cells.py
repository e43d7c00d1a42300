# builds a submission: refused
import json


def build(folder):
    path = folder / "rendu.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": "x = 1", "id": "value"}] * 400_000}))
    return path
