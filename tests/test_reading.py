# ruff: noqa: E501 (a case is a line)
"""What people hand in, each on every lane: read as what, for how many points, with what said; the same on all of them.

A case is a handful of files. Lanes: `make grade`; collecting and grading a class; a student's kit, without hidden
checks and without the reference; and, for a notebook, `check()` in it.
"""

import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder import language
from autograder.course import load_course
from autograder.errors import UsageError
from autograder.judging.grade import grade_session
from autograder.judging.respondents import reference as lent
from autograder.judging.session import open_session, session_of_versions
from autograder.notebook import grade_executed
from autograder.report import ExerciseResult, Report
from autograder.submission import Submission, open_submission
from release.instructor.lab import lab_of
from release.nbgrader_plugin.rebuild import rebuild
from release.nbgrader_plugin.verdicts import task_for
from release.sources.notebook import lab_notebook
from tests import nbgrader_course
from tests.notebooks import Notebook, cell_of, code, lab
from tests.submissions import reference, skeleton

COURSE = load_course()
MODULES = [module.name for module in COURSE.modules]
SOLUTIONS = nbgrader_course.solutions("fr")
RELU, VALUE = reference("relu"), reference("value")
WESTERN = RELU.encode("cp1252", "replace").decode("cp1252")  # the minus sign of the prose is in no Western encoding
WRONG = RELU.replace("1.0 if x.data > 0 else 0.0", "2.0")
ALL, PART, NOTHING = "all", "part", "nothing"  # of an exercise's points
BOTH = {"add": ALL, "relu": ALL}
ANSWERED = {"value": VALUE, "relu": RELU}
Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Case:
    """`files` are handed in, `points` earned by exercise; `said` stands among what is read, ignored, warned of."""

    files: Files
    points: Mapping[str, str]
    said: Sequence[str] = ()


def kit(**modules: str) -> dict[str, bytes]:
    """A folder of the course's modules, answered where a text is given."""
    return {f"exercises/{name}.py": modules.get(name, skeleton(name)).encode() for name in MODULES}


def two(value: str = VALUE, relu: str = RELU) -> dict[str, bytes]:
    """Two modules alone."""
    return {"value.py": value.encode(), "relu.py": relu.encode()}


def notebook(change: Callable[[Notebook], object] = lambda _: None, *, answered: bool = True) -> bytes:
    """The lab notebook with the answers in it, changed."""
    found = lab("fr")
    for cell in found["cells"]:
        cell["source"] = SOLUTIONS.get(cell["id"], cell["source"]) if answered else cell["source"]
    change(found)
    return json.dumps(found).encode()


def above(text: str) -> Callable[[Notebook], object]:
    """A cell of this text on top."""
    return lambda found: found["cells"].insert(0, code(text))


def below(text: str) -> Callable[[Notebook], object]:
    """A cell of this text at the end."""
    return lambda found: found["cells"].append(code(text))


def under(name: str, text: str) -> Callable[[Notebook], object]:
    """Lines below an answer, in its cell."""
    return lambda found: cell_of(found, name).update(source=cell_of(found, name)["source"] + "\n\n\n" + text)


def instead(name: str, text: str) -> Callable[[Notebook], object]:
    """Another answer."""
    return lambda found: cell_of(found, name).update(source=text)


def each(*changes: Callable[[Notebook], object]) -> Callable[[Notebook], object]:
    """One change after the other."""
    return lambda found: [change(found) for change in changes]


def zipped(files: Files) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def tarred(files: Files, mode: str = "w:gz") -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return target.getvalue()


def script() -> bytes:
    """The notebook as nbconvert exports it to Python."""
    cells = json.loads(notebook())["cells"]
    parts = ["#!/usr/bin/env python\n# coding: utf-8\n"]
    for number, cell in enumerate(cells, 1):
        if cell["cell_type"] == "markdown":
            parts.append("".join(f"# {line}\n" for line in cell["source"].split("\n")))
        else:
            parts.append(f"# In[{number}]:\n\n\n{cell['source']}\n")
    return "\n\n".join([*parts, "get_ipython().run_line_magic('matplotlib', 'inline')\n"]).encode()


def renamed(text: str) -> str:
    return text.replace("from solutions.", "from exercises.")


PLOT = "import numpy as np\n\n\ndef relu(x):\n    return np.maximum(0, x)"
TORCH = "import torch\nfrom torch import nn\n\n\nclass MLP(nn.Module):\n    def forward(self, x):\n        return torch.relu(x)"
EVERYTHING = "\n\n\n".join(SOLUTIONS.values())
PIPED = "!pip install torch\n%matplotlib inline\n" + VALUE
IMPORTS = {
    "torch": "import torch\nimport torch.nn.functional as F\nt = torch.tensor([1.0], requires_grad=True)\n(t * 2 + 1).sum().backward()\nassert t.grad.item() == 2",
    "sklearn": "from sklearn.datasets import make_moons\nX, y = make_moons(n_samples=100, noise=0.1)\nprint(X[:, 0] - y)",
    "tqdm": "from tqdm.auto import tqdm\nfor _ in tqdm(range(3)):\n    pass",
    "google.colab": "from google.colab import drive\ndrive.mount('/content/drive')",
    "utils of their own": "from utils import *\nimport helpers.plot as hp\nhp.draw(3)",
    "subclass": "import torch.nn as nn\n\n\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.layer = nn.Linear(2, 1)\n\n\nprint(Net()(3))",
    "decorator": "import numba\n\n\n@numba.njit(cache=True)\ndef fast(x):\n    return x + 1\n\n\nassert fast(1) == 2",
    "pandas and seaborn": "import pandas as pd, seaborn as sns\nsns.set()\ndf = pd.DataFrame({'a': [1]})\ndf['b'] = df['a'] * 2\nprint(len(df), f'{df.mean():.2f}')",
    "matplotlib": "import matplotlib.pyplot as plt\nfig, (left, right) = plt.subplots(1, 2)\nplt.show()",
    "a loop that waits": "import torch\nloss = torch.ones(1)\nwhile loss.item() > 0.1:\n    loss = loss - 1",
    "get_ipython": "get_ipython().run_line_magic('matplotlib', 'inline')\nget_ipython().system('pip install torch')",
    "input": "steps = int(input('how many? '))\nrate = float(input())",
    "paths": "import os, sys\nsys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))",
    "pathlib": "from pathlib import Path\nimport sys\nsys.path.insert(0, str(Path(__file__).resolve().parent.parent))",
    "display": "display('hello')\nfrom IPython.display import Image, display\ndisplay(Image('x.png'))",
    "exit": "import sys\nif 'x' not in sys.argv:\n    sys.exit(0)",
    "quit": "quit()",
    "a file of data": "data = open('data.csv').read()",
    "the check": "from autograder.notebook import check, show\ncheck('add')\nshow('graph')",
    "future": "from __future__ import annotations",
    "a demonstration": "a = Value(2.0)\nb = a + a\nprint(b.grade)",
    "Python 2": "print 'hello'",
    "newer Python": "type Number = int | float",
    "another newer Python": 'print(f"{\'a\' + "b"}")',
}
ABOVE = {name for name in IMPORTS if name not in ("a demonstration",)}

CASES: dict[str, Case] = {
    "a kit": Case(kit(value=VALUE, relu=RELU), BOTH),
    "two modules": Case(two(), BOTH),
    "one module": Case({"relu.py": RELU.encode()}, {"add": NOTHING, "relu": ALL}),
    "an empty file": Case({"value.py": b"\n", "relu.py": RELU.encode()}, {"add": NOTHING, "relu": ALL}),
    "a wrong answer": Case(two(relu=WRONG), {"add": ALL, "relu": PART}),
    "a notebook": Case({"lab.ipynb": notebook()}, {**BOTH, "train": ALL, "matmul": ALL}),
    "an untouched notebook": Case({"lab.ipynb": notebook(answered=False)}, {"add": NOTHING, "relu": NOTHING}),
    # Names of imports
    "an alias": Case(
        two(
            relu=RELU.replace("from solutions.value import Value", "from exercises.value import Value as V")
            .replace("Value", "V")
            .replace("import V as V", "import Value as V")
            .replace("value import Value as V", "value import Value as V")
        ),
        BOTH,
    ),
    "imports from solutions": Case(two(), BOTH),
    "imports from exercises": Case(two(relu=renamed(RELU)), BOTH),
    "a plain import": Case(two(relu=RELU.replace("from solutions.value import", "from value import")), BOTH),
    "a relative import": Case(two(relu=RELU.replace("from solutions.value import", "from .value import")), BOTH),
    "an import of the module": Case(
        two(relu=RELU.replace("from solutions.value import Value", "import exercises.value as v\nValue = v.Value")),
        BOTH,
    ),
    "everything in value.py": Case(
        {"value.py": EVERYTHING.encode()}, {**BOTH, "topological_sort": ALL, "train": ALL, "matmul": ALL}
    ),
    "everything in value.py of a kit": Case(kit(value=EVERYTHING), {**BOTH, "backward": ALL, "mlp": ALL}),
    "magics in a module": Case(two(value=PIPED), BOTH),
    # Folders and archives
    "a zip": Case({"rendu.zip": zipped(two())}, BOTH),
    "a zip in a zip": Case({"rendu.zip": zipped({"a/inner.zip": zipped(two())})}, BOTH),
    "three folders deep": Case({f"a/b/c/exercises/{name}": text for name, text in two().items()}, BOTH),
    "a tar.gz": Case({"rendu.tar.gz": tarred(two())}, BOTH),
    "a tar.xz": Case({"rendu.tar.xz": tarred(two(), "w:xz")}, BOTH),
    "capitals": Case({"LAB.IPYNB": notebook()}, BOTH),
    "a script of the notebook": Case({"lab.py": script()}, {**BOTH, "train": ALL}),
    "one file of another name": Case({"tp.py": EVERYTHING.encode()}, BOTH),
    "six folders deep": Case({f"a/b/c/d/e/exercises/{name}": text for name, text in two().items()}, BOTH),
    "as text, by an editor of Windows": Case({f"{name}.txt": text for name, text in two().items()}, BOTH),
    "a copy of a browser's": Case({"value (2).py": VALUE.encode(), "relu.py": RELU.encode()}, BOTH, ["value (2).py"]),
    "a copy of Windows'": Case({"value - Copie.py": VALUE.encode(), "relu.py": RELU.encode()}, BOTH, ["Copie"]),
    "a capital": Case({"Value.py": VALUE.encode(), "relu.py": RELU.encode()}, BOTH, ["Value.py"]),
    "a copy beside": Case(
        {**two(), "value (2).py": WRONG.encode()}, BOTH, ["value (2).py", "a copy; value.py is graded"]
    ),
    "a rar beside": Case({**two(), "rendu.rar": b"Rar!"}, BOTH, ["rendu.rar", "cannot be read here"]),
    "a 7z beside": Case({**two(), "rendu.7z": b"7z"}, BOTH, ["rendu.7z"]),
    "a docx beside": Case({**two(), "rapport.docx": b"PK"}, BOTH, ["rapport.docx", "not a module of the course"]),
    "a broken zip beside": Case({**two(), "rendu.zip": b"PK"}, BOTH, ["rendu.zip", "damaged archive"]),
    "checkpoints": Case(
        {"lab.ipynb": notebook(), ".ipynb_checkpoints/lab-checkpoint.ipynb": notebook(answered=False)}, BOTH
    ),
    # A second notebook, and modules beside one
    "a second notebook untouched": Case(
        {"lab.ipynb": notebook(), "lab (1).ipynb": notebook(answered=False)},
        BOTH,
        ["lab (1).ipynb", "another notebook is graded"],
    ),
    "an answered notebook of another name": Case(
        {"lab.ipynb": notebook(answered=False), "fini.ipynb": notebook()}, BOTH, ["lab.ipynb"]
    ),
    "a notebook and a kit": Case({**kit(), "lab.ipynb": notebook()}, {**BOTH, "train": ALL}, ["as it was handed out"]),
    "a notebook and a reformatted kit": Case(
        {
            **{name: text.replace(b"# TODO", b"# TODO later\n") + b"\n\n" for name, text in kit().items()},
            "lab.ipynb": notebook(),
        },
        BOTH,
    ),
    "a kit and an untouched notebook": Case(
        {**kit(value=VALUE, relu=RELU), "lab.ipynb": notebook(answered=False)}, BOTH, ["to grade the notebook, name it"]
    ),
    "some in each": Case(
        {**kit(relu=RELU), "lab.ipynb": notebook(instead("value", SOLUTIONS["value"]), answered=False)},
        BOTH,
        ["lab.ipynb", "relu.py"],
    ),
    "wrong in the kit, right in the notebook": Case(
        {**kit(relu=WRONG), "lab.ipynb": notebook()}, BOTH, ["lab.ipynb", "relu.py"]
    ),
    "right in the kit, wrong in the notebook": Case(
        {**kit(value=VALUE, relu=RELU), "lab.ipynb": notebook(instead("relu", "def relu(x):\n    return x"))}, BOTH
    ),
    "a broken notebook beside": Case({**two(), "lab.ipynb": b"{"}, BOTH, ["lab.ipynb", "not a notebook"]),
    # Encodings
    "Windows-1252, declared": Case(
        two(relu="# -*- coding: cp1252 -*-\n# réponse\n" + WESTERN)
        | {"relu.py": ("# -*- coding: cp1252 -*-\n# réponse\n" + WESTERN).encode("cp1252")},
        BOTH,
    ),
    "Windows-1252, undeclared": Case(
        two() | {"relu.py": ("# réponse\n" + WESTERN).encode("cp1252")},
        {"add": ALL, "relu": NOTHING},
        ["relu.py", "not UTF-8"],
    ),
    "Latin-1, declared": Case(
        two() | {"relu.py": ("# coding: latin-1\n# réponse\n" + WESTERN.replace("œ", "oe")).encode("latin-1")}, BOTH
    ),
    "UTF-8 with a mark": Case(two() | {"relu.py": b"\xef\xbb\xbf" + RELU.encode()}, BOTH),
    "UTF-16": Case(two() | {"relu.py": RELU.encode("utf-16")}, BOTH),
    "Windows lines": Case({name: text.replace(b"\n", b"\r\n") for name, text in two().items()}, BOTH),
    "a Mac's old lines": Case({name: text.replace(b"\n", b"\r") for name, text in two().items()}, BOTH),
    "an encoding that is none": Case(two(relu="# coding: klingon\n" + RELU), BOTH),
    # One namespace
    "a name of an earlier cell": Case(
        {
            "lab.ipynb": notebook(
                each(above("EPS = float('0')"), instead("relu", SOLUTIONS["relu"].replace("0.0)", "EPS)")))
            )
        },
        BOTH,
    ),
    "a value of an earlier cell": Case(
        {
            "lab.ipynb": notebook(
                each(
                    under("value", "a = Value(2.0)\nZERO = a.data - a.data"),
                    instead("relu", SOLUTIONS["relu"].replace("0.0)", "ZERO)")),
                )
            )
        },
        BOTH,
    ),
    "a later relu for a plot": Case({"lab.ipynb": notebook(below(PLOT))}, BOTH),
    "a later lambda for a plot": Case({"lab.ipynb": notebook(under("relu", "relu = lambda z: max(0, z)"))}, BOTH),
    "a later import": Case(
        {"lab.ipynb": notebook(under("tensor", "from torch import Tensor"))}, {**BOTH, "matmul": ALL}
    ),
    "a later class of torch's": Case({"lab.ipynb": notebook(below(TORCH))}, {**BOTH, "mlp": ALL}),
    "all answers in one added cell": Case(
        {"lab.ipynb": notebook(below(EVERYTHING), answered=False)},
        {**BOTH, "backward_pass": ALL, "mlp": ALL, "train": ALL, "matmul": ALL},
    ),
    "two answers in one added cell": Case(
        {"lab.ipynb": notebook(below(SOLUTIONS["value"] + "\n\n\n" + SOLUTIONS["relu"]), answered=False)}, BOTH
    ),
    "a corrected answer below": Case(
        {"lab.ipynb": notebook(each(instead("relu", "def relu(x):\n    return x"), below(SOLUTIONS["relu"])))}, BOTH
    ),
    "an answer below its stub": Case(
        {"lab.ipynb": notebook(each(instead("relu", cell_of(lab("fr"), "relu")["source"]), below(SOLUTIONS["relu"])))},
        BOTH,
    ),
    "an answer above its stub": Case(
        {"lab.ipynb": notebook(each(instead("relu", cell_of(lab("fr"), "relu")["source"]), above(SOLUTIONS["relu"])))},
        BOTH,
    ),
    "a worked kit beside the one that was handed out": Case(
        {**{f"autograd/{x}": y for x, y in kit().items()}, **{f"zzz/{x}": y for x, y in kit(**ANSWERED).items()}},
        BOTH,
        ["autograd/*.py", "hold more answers"],
    ),
    "a worked copy of a folder of stubs": Case(
        {**kit(), **{x.replace("exercises", "exercises - Copie"): y for x, y in kit(**ANSWERED).items()}}, BOTH
    ),
    "two notebooks, in one of which more is answered": Case(
        {
            "lab.ipynb": notebook(instead("relu", cell_of(lab("fr"), "relu")["source"])),
            "lab (1).ipynb": notebook(),
        },
        BOTH,
        ["another notebook is graded"],
    ),
    "the same notebook twice": Case({"tp.ipynb": notebook(), "tp (1).ipynb": notebook()}, BOTH),
    "a subclass of the answer": Case(
        {"lab.ipynb": notebook(below("class Value(Value):\n    def __pow__(self, n):\n        return self"))}, BOTH
    ),
    "a cell that is no Python": Case({"lab.ipynb": notebook(below("this is not Python"))}, BOTH),
    "a cell whose text never ends": Case({"lab.ipynb": notebook(above('s = """'))}, BOTH),
    "a cell that never ends": Case(
        {"lab.ipynb": notebook(under("relu", "while True:\n    pass"))}, BOTH, ["the module's own code does not end"]
    ),
    "a cell that ends the process": Case(
        {"lab.ipynb": notebook(under("relu", "import os\nos._exit(0)"))}, BOTH, ["ended before it answered"]
    ),
    "no Python in one of two answers": Case(
        {"lab.ipynb": notebook(instead("neuron", "def neuron(:"))}, {"neuron": NOTHING, "collapse": ALL}, []
    ),
    "a failing line below an answer": Case(
        {"lab.ipynb": notebook(under("relu", "print(relu(Value(2.0)).value)"))},
        BOTH,
        ["AttributeError", "was left out"],
    ),
    "a failing line below, in a file": Case(
        two(value=VALUE + "\n# %%\nprint(undefined)\n"), BOTH, ["NameError", "was left out"]
    ),
    "a failing line above, in a file": Case(two(relu="print(undefined)\n" + RELU), BOTH, ["NameError", "was left out"]),
    "a loop below, in a file": Case(
        two(value=VALUE + "\n# %%\nwhile True:\n    pass\n"), BOTH, ["the module's own code does not end"]
    ),
    "newer Python in an answer": Case(
        two(relu=RELU.replace("def relu(", "def relu[T](")),
        {"add": ALL, "relu": NOTHING if __import__("sys").version_info < (3, 12) else ALL},
    ),
    **{
        f"{name}, above the first cell": Case({"lab.ipynb": notebook(above(text))}, BOTH)
        for name, text in IMPORTS.items()
        if name in ABOVE
    },
    **{
        f"{name}, above a module": Case(two(value=f"{text}\n{VALUE}"), BOTH)
        for name, text in IMPORTS.items()
        if name in ABOVE
    },
    **{
        f"{name}, below an answer": Case({"lab.ipynb": notebook(under("value", text))}, BOTH)
        for name, text in IMPORTS.items()
    },
}


def put(folder: Path, files: Files) -> Path:
    """What is handed in, as a student has it: a file where it is one, else a folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    [only, *others] = files
    return folder / only if not others and only.lower().endswith((".ipynb", ".zip", ".gz", ".xz")) else folder


def collected(path: Path, exercises: Sequence[str], folder: Path) -> Report:
    """The report of a class's submission, as nbgrader's lane comes to it."""
    collected = lab_of(path, COURSE)
    release = lab_notebook(COURSE, COURSE.cells["fr"])
    rebuilt = rebuild(release, collected.content, COURSE, path="lab.ipynb")
    task = task_for(rebuilt, COURSE, name="lab.ipynb", folder=folder, receipt=collected.receipt)
    language.use("en")
    receipt = collected.receipt.read or ("lab.ipynb",), task.receipt.ignored
    versions = [Submission("lab.ipynb", sources, *receipt) for sources in task.versions]
    return grade_session(session_of_versions(versions, COURSE, exercises=exercises), language="en")


def share(result: ExerciseResult) -> str:
    """How much of its points an exercise earned."""
    return NOTHING if not result.points else ALL if result.points == result.max_points else PART


def judged(report: Report) -> dict[tuple[str, str], tuple[str, float]]:
    """Outcome and weight of each check, by exercise and claim."""
    return {(x.name, check.claim): (check.outcome, check.weight) for x in report.exercises for check in x.checks}


def visible(report: Report) -> dict[tuple[str, str], tuple[str, float]]:
    """The same of what students see."""
    return {(x.name, c.claim): (c.outcome, c.weight) for x in report.exercises for c in x.checks if c.visible}


def told(report: Report) -> str:
    """All that the receipt says."""
    return "\n".join([*report.read, *(f"{file}: {why}" for file, why in report.ignored), *report.warnings])


@pytest.mark.parametrize("name", CASES)
def test_the_same_files_earn_the_same_on_every_lane(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case, exercises = CASES[name], tuple(CASES[name].points)
    language.use("en")
    path = put(tmp_path / "work", case.files)
    ours = grade_session(open_session(path, exercises=exercises), language="en")
    assert {x.name: share(x) for x in ours.exercises} == dict(case.points), ours
    said = told(ours)
    for words in case.said:
        assert words in said, said
    theirs = collected(path, exercises, tmp_path)
    assert judged(theirs) == judged(ours)
    with language.speaking("fr"):
        reasons = [why.replace(f"{path.as_posix()}/", "") for _file, why in open_submission(path, COURSE).ignored]
    assert [why for _file, why in theirs.ignored] == reasons
    in_english = told(theirs) + "".join(why for _file, why in ours.ignored)
    for words in case.said:
        assert words in in_english, told(theirs)
    monkeypatch.setattr(lent, "REFERENCE", tmp_path / "nowhere")
    alone = grade_session(open_session(path, exercises=exercises), visible=True, language="en")
    assert visible(alone) == visible(ours)
    if list(case.files) == ["lab.ipynb"]:
        cells = [x["source"] for x in json.loads(case.files["lab.ipynb"])["cells"] if x["cell_type"] == "code"]
        in_it: dict[Any, Any] = {}
        for exercise in [x.name for x in ours.exercises]:
            in_it |= visible(grade_executed(["", *cells], COURSE, exercise))
        assert {claim: outcome for (_, claim), outcome in in_it.items() if outcome} and len(in_it) == len(visible(ours))
        assert list(in_it.values()) == list(visible(ours).values())


def test_the_table_is_long() -> None:
    assert len(CASES) >= 80


NOTES = {"notes.txt": b"x"}
NINE = "a/b/c/d/e/f/g/h/i/"
REFUSED = {
    "nothing": ({"notes.txt": b"sorry"}, "holds no module of the course"),
    "a rar alone": ({"rendu.rar": b"Rar!"}, "^rendu.rar is in the format .rar, which is not read here: hand in"),
    "a docx alone": ({"rapport.docx": b"PK"}, "there is: rapport.docx"),
    "two answered notebooks": (
        {"a.ipynb": notebook(), "b.ipynb": notebook(instead("relu", WRONG))},
        "several notebooks: a.ipynb, b.ipynb",
    ),
    "an archive that is none": ({**NOTES, "rendu.zip": b"PK"}, "^rendu.zip is a damaged archive"),
    "an archive without a file": (
        {**NOTES, "rendu.zip": zipped({})},
        "^rendu.zip is an archive without a file in it: put",
    ),
    "a 7z under another name": ({**NOTES, "rendu.zip": b"7z\xbc\xaf\x27\x1c\0"}, "^rendu.zip is in the format .7z"),
    "an empty zip": ({**NOTES, "rendu.zip": b""}, "^rendu.zip is an empty file: save it anew"),
    "a zip that was cut off": (
        {**NOTES, "rendu.zip": zipped(two())[:900]},
        "^rendu.zip is a damaged archive, perhaps cut",
    ),
    "a zip that was cut off, alone": ({"rendu.zip": zipped(two())[:900]}, "is a damaged archive, perhaps cut"),
    "an empty notebook": ({"lab.ipynb": b""}, "^lab.ipynb is an empty file: save it anew"),
    "modules too deep": ({f"{NINE}value.py": b"x = 1"}, f"nests more than 8 folders, and {NINE} is not read: hand in"),
    "modules too deep in a zip": (
        {"rendu.zip": zipped({f"{NINE}value.py": b"x = 1", "notes.txt": b"x"})},
        f"nests more than 8 folders, and {NINE} is not read: hand in",
    ),
    "a page that says to log in": ({"lab.ipynb": b"<!DOCTYPE html>"}, "it is a web page"),
    "a notebook of another course": (
        {"x.ipynb": b'{"cells": [{"cell_type": "code", "source": "x"}]}'},
        "no cell of the course",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_on_every_lane(name: str, tmp_path: Path) -> None:
    files, words = REFUSED[name]
    language.use("en")
    path = put(tmp_path / "work", files)
    with pytest.raises(UsageError, match=words):
        open_session(path)
    with pytest.raises(UsageError, match=words):
        lab_of(path, COURSE)
