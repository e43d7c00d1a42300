"""The catalogue in CONTRIBUTING.md of where the code does not keep its own rules: nothing more may come in unsaid."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
CATALOGUE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("### Where the code")[2]
LONGEST_FILE, LONGEST_FUNCTION, PARAMETERS = 250, 30, 3
Function = tuple[Path, str, ast.FunctionDef]


def _files() -> list[Path]:
    chosen = (path for folder in ("autograder", "release", "solutions") for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in chosen if not {"data", "graders"} & set(path.parts))


def _functions(path: Path) -> Iterator[Function]:
    """Functions and methods with their qualified names; not those within functions."""
    queue: list[tuple[str, ast.AST]] = [("", ast.parse(path.read_text(encoding="utf-8")))]
    while queue:
        prefix, node = queue.pop()
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef):
                yield path, prefix + child.name, child
            elif not isinstance(child, ast.expr):
                queue.append((f"{prefix}{child.name}." if isinstance(child, ast.ClassDef) else prefix, child))


FUNCTIONS = [function for path in _files() for function in _functions(path)]


def _lines(function: ast.FunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1


def _said(pattern: str) -> int:
    found = re.search(pattern, CATALOGUE)
    assert found, pattern
    return int(found.group(1))


def test_a_long_file_is_in_the_catalogue() -> None:
    long = {x.relative_to(ROOT).as_posix() for x in _files() if len(x.read_bytes().splitlines()) > LONGEST_FILE}
    assert long == set(re.findall(r"`([\w/]+\.py)`", CATALOGUE)) - {"tests/test_style.py"}


def test_no_function_is_longer_than_the_ceiling() -> None:
    assert [(str(path), name) for path, name, node in FUNCTIONS if _lines(node) > LONGEST_FUNCTION] == []


def test_no_more_functions_take_many_parameters_than_is_said() -> None:
    many = [name for _path, name, node in FUNCTIONS if len([x for x in node.args.args if x.arg != "self"]) > PARAMETERS]
    assert len(many) <= _said(r"(\d+) functions take more")


def test_no_more_public_functions_are_undocumented_than_is_said() -> None:
    public = [(name, node) for _path, name, node in FUNCTIONS if not re.search(r"(^|\.)_", name)]
    assert len([name for name, node in public if not ast.get_docstring(node)]) <= _said(r"(\d+) functions without")
