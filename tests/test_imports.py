"""The rooms of the house, and who may import whom."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("solutions", "exercises", "autograder", "release", "tests")


def _files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py") if "data" not in path.parts)


def _imported(path: Path) -> Iterator[str]:
    """The absolute names that a file imports, wherever in it."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            yield ".".join(part for part in (base, node.module) if part)


def _roots(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in _imported(path)}


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", _files("solutions", "exercises"), ids=_shown)
def test_modules_of_the_course_import_numpy_the_standard_library_and_each_other(path: Path) -> None:
    allowed = {"numpy", path.relative_to(ROOT).parts[0]} | sys.stdlib_module_names
    assert _roots(path) <= allowed


@pytest.mark.parametrize("path", _files("autograder"), ids=_shown)
def test_the_judge_imports_neither_answers_nor_exercises_nor_the_publisher(path: Path) -> None:
    assert not _roots(path) & {"solutions", "exercises", "release", "tests"}


@pytest.mark.parametrize("path", [ROOT / "autograder" / "worker.py", *_files("autograder/probes")], ids=_shown)
def test_what_runs_in_the_sandbox_imports_the_standard_library_numpy_and_itself(path: Path) -> None:
    for name in _imported(path):
        own = name.startswith(("autograder.worker", "autograder.probes"))
        assert own or name.partition(".")[0] in {"numpy"} | sys.stdlib_module_names, name


@pytest.mark.parametrize("path", _files("solutions", "exercises", "autograder"), ids=_shown)
def test_nothing_imports_the_publisher(path: Path) -> None:
    assert "release" not in _roots(path)


def test_the_check_sees_what_it_should(tmp_path: Path) -> None:
    """Test the tester: a relative import is resolved, an import within a function is found."""
    probe = ROOT / "autograder" / "probes" / "relu.py"
    assert "autograder.probes" in set(_imported(probe))
    assert "pytest" in _roots(ROOT / "autograder" / "run.py")
