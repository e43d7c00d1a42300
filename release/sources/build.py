"""`make exercises`: what is generated from solutions/ and committed, and whether it is what is there.

exercises/*.py                      skeletons in the course's first language
autograder/data/course.json         table of contents, graders' weights, the cells of the lab notebook
autograder/data/skeletons/          skeletons in every language
autograder/data/report.schema.json  the JSON schema of what `grade --format json` prints
autograder/data/signatures/         what the misconceptions answer, and what is told of them (misconceptions.json)
autograder/data/masks.json          what the masked engines answer, masked
autograder/locale/*/LC_MESSAGES/    catalogues, compiled
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec

from autograder.course import Cell, Course
from autograder.report import schema
from autograder.submission.cells import file_text
from release.sources.catalogue import compiled
from release.sources.masks import masks_file
from release.sources.misconceptions import read_misconceptions
from release.sources.read import Sources, read_sources, sibling_imports
from release.sources.signatures import SIGNATURES, signature_files
from release.sources.skeleton import authored_cells, stripped
from release.sources.weights import with_weights
from release.texts import text

PROJECT = Path(__file__).resolve().parents[2]
COURSE, SKELETONS, EXERCISES = "autograder/data/course.json", "autograder/data/skeletons", "exercises"
SCHEMA = "autograder/data/report.schema.json"
AFTER_A_RESTART = {
    "fr": "# Après un redémarrage du noyau, exécutez d'abord cette cellule.",
    "en": "# After the kernel was restarted, run this cell first.",
}
Files = Mapping[str, bytes]  # path from the project's root -> content


def build_course(sources: Sources, weigh: Callable[[Course], Course] = with_weights) -> Course:
    """The course as students have it: with weights, with imports, and with all cells stripped of answers."""
    course = weigh(sources.course)
    modules = tuple(
        msgspec.structs.replace(module, imports=sibling_imports(sources, module.name)) for module in course.modules
    )
    cells = {language: stripped(answers(sources, language)) for language in course.languages}
    return msgspec.structs.replace(course, modules=modules, cells=cells)


def answers(sources: Sources, language: str) -> tuple[Cell, ...]:
    """The cells of the lab notebook with the answers, as nbgrader's source has them."""
    return (*_head_cells(sources.course, language), *authored_cells(sources, language))


def _head_cells(course: Course, language: str) -> tuple[Cell, ...]:
    """What stands above the first module: the title with what to do, and the import of `check` and `show`."""
    what_to_do = text(f"lab.{language}.md", title=course.title[language]).decode().strip()
    imports = "from autograder.notebook import check, hint, run, show, steps"
    return (
        Cell("about_kit", "", "markdown", what_to_do),
        Cell("kit", "", "given", f"{AFTER_A_RESTART[language]}\n{imports}"),
    )


def module_files(course: Course, cells: tuple[Cell, ...]) -> dict[str, bytes]:
    """The modules' files by name, made of these cells."""
    return {
        f"{module.name}.py": file_text(cell for cell in cells if cell.module == module.name).encode()
        for module in course.modules
    }


def course_json(course: Course) -> bytes:
    """data/course.json."""
    return msgspec.json.format(msgspec.json.encode(course), indent=1) + b"\n"


def schema_json() -> bytes:
    """data/report.schema.json."""
    return msgspec.json.format(msgspec.json.encode(schema()), indent=1) + b"\n"


def generated(project: Path = PROJECT, weigh: Callable[[Course], Course] = with_weights) -> Files:
    """Everything that is generated and committed. Raises KitError when the sources do not allow it."""
    sources = read_sources(project / "solutions")
    course = build_course(sources, weigh)
    files = {COURSE: course_json(course), SCHEMA: schema_json()}
    for language, cells in course.cells.items():
        files |= {f"{SKELETONS}/{language}/{name}": module for name, module in module_files(course, cells).items()}
    first = course.cells[course.languages[0]]
    files |= {f"{EXERCISES}/{name}": module for name, module in module_files(course, first).items()}
    files |= dict(_catalogues(project))
    bank = read_misconceptions(project / "solutions", course)
    files |= signature_files(sources, bank, course)
    files |= masks_file(project, sources, bank)
    return files


def _catalogues(project: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted((project / "autograder" / "locale").glob("*/LC_MESSAGES/*.po")):
        file = path.relative_to(project).as_posix()
        language = path.parent.parent.name
        yield file.removesuffix(".po") + ".mo", compiled(path.read_bytes(), language=language, file=file)


def stale(files: Files, project: Path = PROJECT) -> tuple[str, ...]:
    """The files that are not there, not what they should be, or should not be there."""
    different = [file for file, content in files.items() if _content(project / file) != content]
    folders = {file.rpartition("/")[0] for file in files if file.startswith((EXERCISES, SKELETONS, SIGNATURES))}
    there = [path.relative_to(project).as_posix() for folder in folders for path in (project / folder).glob("*.*")]
    return tuple(sorted([*different, *(file for file in there if file not in files)]))


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def write(files: Files, project: Path = PROJECT) -> tuple[str, ...]:
    """Make the project's files be these; those that are right already are not touched. Returns what changed."""
    changed = stale(files, project)
    for file in changed:
        path = project / file
        if file in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[file])
        else:
            path.unlink()
    return changed
