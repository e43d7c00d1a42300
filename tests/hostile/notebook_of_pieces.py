# builds a submission: refused
import json


def build(folder):
    path = folder / "rendu.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": ["x\n"] * 2_000_000}]}))
    return path
