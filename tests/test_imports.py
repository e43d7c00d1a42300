"""The rooms of the house, who may import whom, and no circle between files.

A room imports itself, the rooms that its line names, and what every room speaks of. `TYPE_CHECKING` imports count.
"""

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SPOKEN = ("errors", "language", "course", "report")  # what every room of the judge's speaks of
LARGEST = 11  # files of a room, beside its __init__ and its __main__

# Judge: doors → judging → {truth, diagnosis} → programs; the others know nothing of judging.
JUDGE: Mapping[str, tuple[str, ...]] = {
    "programs": (),
    "truth": ("programs",),
    "submission": (),
    "sandbox": (),
    "render": ("programs",),
    "diagnosis": ("programs", "truth", "sandbox"),
    "judging": ("programs", "truth", "diagnosis", "submission", "sandbox", "graders", "surroundings"),
    "graders": ("programs", "truth", "judging", "plugin"),
    "surroundings": (),
    "options": (),
    "plugin": ("judging", "sandbox", "surroundings"),
    "notebook": ("judging", "render", "submission", "morning"),
    "morning": ("judging", "render", "submission", "sandbox", "surroundings"),
    "tab": ("judging", "truth", "render", "submission", "sandbox", "morning"),
    "cli": ("judging", "render", "sandbox", "submission", "surroundings", "morning"),
    "__main__": ("cli", "surroundings"),
    **dict.fromkeys(SPOKEN, ()),
}
# Publisher: `release` may import the judge; nothing imports `release`.
PUBLISHER: Mapping[str, tuple[str, ...]] = {
    "texts": (),
    "sources": ("texts",),
    "proof": ("sources", "kit"),
    "nbgrader_plugin": ("sources", "files"),
    "instructor": ("sources", "nbgrader_plugin", "pages", "progress", "assignment", "converters", "files", "kit"),
    "cohort": ("instructor", "nbgrader_plugin", "sources", "pages", "progress", "assignment", "files"),
    "gradescope": ("sources", "files", "kit", "texts"),
    "live": ("pages",),
    "pages": ("formulas",),
    "tab": ("formulas", "sources", "kit", "files"),
    "formulas": (),
    "progress": (),
    "course": (),
    "files": (),
    "converters": (),
    "assignment": ("converters", "sources"),
    "kit": ("sources", "texts"),
    "corrige": ("sources", "formulas"),
    "executed": ("sources",),
    "publish": ("sources", "proof", "assignment", "corrige", "executed", "kit"),
    "__main__": ("sources", "proof", "instructor", "cohort", "gradescope", "live", "publish", "tab"),
}


def _files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py") if "data" not in path.parts)


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {_name(path): path for path in _files("autograder", "release")}


def _imported(path: Path) -> Iterator[str]:
    """The absolute names that a file imports, wherever in it; a submodule by its own name."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            for alias in node.names:
                yield f"{module}.{alias.name}" if f"{module}.{alias.name}" in MODULES else module


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


INSIDE = ("autograder.sandbox.worker", "autograder.sandbox.probes")


@pytest.mark.parametrize("path", [MODULES[INSIDE[0]], *_files("autograder/sandbox/probes")], ids=_shown)
def test_what_runs_in_the_sandbox_imports_the_standard_library_numpy_and_itself(path: Path) -> None:
    for name in _imported(path):
        assert name.startswith(INSIDE) or name.partition(".")[0] in {"numpy"} | sys.stdlib_module_names, name


@pytest.mark.parametrize("path", MODULES.values(), ids=_shown)
def test_imports_go_in_the_directions_of_the_table(path: Path) -> None:
    house, room, *_ = [*path.relative_to(ROOT).with_suffix("").parts, ""]
    table, shared = (JUDGE, SPOKEN) if house == "autograder" else (PUBLISHER, ())
    if room == "__init__" or path.name == "__main__.py":  # what a house says of itself, and a room's own door
        return
    for name in _imported(path):
        other, *rest = name.split(".")
        if other == house and rest:
            assert rest[0] in (room, *table[room], *shared), f"{_shown(path)} imports {name}"


def test_no_file_imports_itself_in_a_circle() -> None:
    imports = {name: set(_imported(path)) & MODULES.keys() - {name} for name, path in MODULES.items()}
    while leaves := {name for name, others in imports.items() if not others & imports.keys()}:
        for name in leaves:
            del imports[name]
    assert not imports, f"in circles, or above one: {sorted(imports)}"


@pytest.mark.parametrize("house", ["autograder", "release"])
def test_a_room_is_small_and_says_what_it_is_for(house: str) -> None:
    for init in (ROOT / house).rglob("__init__.py"):
        if "data" in init.parts or "texts" in init.parts:
            continue
        size = len(list(init.parent.glob("[!_]*.py")))
        assert size <= LARGEST, f"{_shown(init.parent)} holds {size} files"
        assert ast.get_docstring(ast.parse(init.read_text(encoding="utf-8"))), f"{_shown(init)} says nothing"


def test_the_check_sees_what_it_should() -> None:
    """Test the tester: a relative import is resolved, an import within a function is found."""
    assert "autograder.sandbox.probes.nodes" in set(_imported(MODULES["autograder.sandbox.probes.operations"]))
    assert "autograder.diagnosis" in set(_imported(MODULES["autograder.judging.grade"]))
