"""An operation is named in one place, programs/operations.py: the rest of the kit reads it from the table.

Comments and docstrings may give examples. What counts is a string that is nothing but symbols ("+*", "relu",
"__add__"), and a name that holds one (`relu`, `WITH_RELU`).
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from autograder.programs.operations import TABLE

ROOT = Path(__file__).parent.parent
HOME = "autograder/programs/operations.py"
WORDS = {row.symbol for row in TABLE if row.symbol.isidentifier()}
SYMBOLS = {row.symbol for row in TABLE} | {row.operator for row in TABLE if row.operator}
# Claims and what is generated are about an exercise; elsewhere "+" begins a formula.
LEFT_OUT = (
    HOME,
    "autograder/graders/",
    "autograder/data/",
    "release/course/",
    "release/cohort/",
    "release/instructor/",
    "release/nbgrader_plugin/",
    "release/converters.py",
    "release/kit.py",
)

# Functions that are traced call operations as a grader does: `relu(x @ w + b)`.
TRACED = "functions to be traced, written as graders write them"
EXCEPTIONS: Mapping[str, Mapping[str, str]] = {
    "autograder/programs/trace.py": {"add": "what Python calls for + is recorded", "mul": "the same for *"},
    "autograder/render/pictures.py": {"add": "the slides' graph is a sum and a product", "mul": "as add"},
    "autograder/render/sentences.py": {"*": "Markdown's own sign"},
    "autograder/submission/receipt.py": {"*": "any file of a folder"},
    "release/corrige.py": {"*": "Markdown's own sign"},
    "release/sources/skeleton.py": {"*": "Markdown's own sign"},
    "autograder/sandbox/probes/sets.py": {"add": "what a set can do"},
    "autograder/truth/tensors.py": {"add": "what Python calls for + is recorded"},
    "autograder/truth/networks.py": {"relu": f"{TRACED}: the course's network"},
    "autograder/judging/feedback/training.py": {"relu": "a dead neuron is called so"},
    "autograder/truth/training.py": {"relu": f"{TRACED}; a dead neuron is called so"},
    "autograder/truth/__main__.py": {"relu": TRACED},
    "autograder/diagnosis/programs.py": {
        "relu": f"{TRACED}; an exercise's name",
        "add": "an exercise's name",
        "mul": "an exercise's name",
    },
    "release/proof/further_programs.py": {"relu": TRACED},
}


def _files() -> list[Path]:
    paths = sorted(path for house in ("autograder", "release") for path in (ROOT / house).rglob("*.py"))
    return [path for path in paths if not _shown(path).startswith(LEFT_OUT)]


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def named(text: str) -> set[str]:
    """The operations that a module names, in its strings and in its names."""
    tree = ast.parse(text)
    patterns = {pattern for node in ast.walk(tree) for pattern in _file_patterns(node)}
    nodes = [node for node in ast.walk(tree) if node not in patterns]
    return {symbol for node in nodes for symbol in (*_in_string(node), *_in_names(node))}


def _file_patterns(node: ast.AST) -> list[ast.expr]:
    """What a folder is searched for: `folder.rglob("*")` is any file, and no product."""
    match node:
        case ast.Call(func=ast.Attribute(attr="glob" | "rglob"), args=args):
            return args
    return []


def _in_string(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value == node.value.strip():
        parts = [x.strip("_") for x in re.findall(r"\w+|[^\w\s]", node.value)]
        if SYMBOLS.issuperset(parts):
            yield from parts


def _in_names(node: ast.AST) -> Iterator[str]:
    for field in ("id", "attr", "name", "arg", "asname"):
        name = getattr(node, field, None)
        if isinstance(name, str):
            yield from WORDS & set(name.lower().split("_"))


@pytest.mark.parametrize("path", _files(), ids=_shown)
def test_no_other_file_names_an_operation(path: Path) -> None:
    assert named(path.read_text(encoding="utf-8")) == set(EXCEPTIONS.get(_shown(path), {}))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('kinds = ["+", "*"]', {"+", "*"}),
        ('cases("+* relu")', {"+", "*", "relu"}),
        ('NAMES = {"__add__": 1}', {"add"}),
        ("from x import relu as tensor_relu", {"relu"}),
        ("WITH_TANH = 1", {"tanh"}),
        ("def _exp(): ...", {"exp"}),
        ('"""relu is a fold."""\ntotal = a + b * c', set()),
        ("seen.add(x); expected = 1", set()),
        ('folder.rglob("*"); fold("*")', {"*"}),
        ('sorted(folder.glob("*"))', set()),
    ],
)
def test_the_check_sees_what_it_should(text: str, found: set[str]) -> None:
    assert named(text) == found
