"""Runs the solution of `source/` before each check."""
import json

source = json.load(open(SOURCE))
answers = ["".join(cell["source"]) for cell in source["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]


def answer(info):
    if CHECK.search(info.raw_cell):
        for text in answers:
            get_ipython().run_cell(text, store_history=True)


get_ipython().events.register("pre_run_cell", answer)
