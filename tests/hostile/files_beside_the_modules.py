# builds a submission: 0
FORGED = """
import os, sys
sys.modules.setdefault("pytest", None)
open("/tmp/kit-hostile-beside", "w").close()
os._exit(0)
"""
NAMES = ("conftest", "sitecustomize", "usercustomize", "pytest", "numpy", "json", "msgspec", "rich", "autograder", "worker")


def build(folder):
    for name in NAMES:
        (folder / f"{name}.py").write_text(FORGED)
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --collect-only\n")
    (folder / "value.py").write_text("import conftest, numpy, json\n")
    return folder
