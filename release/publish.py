"""`python -m release publish`: the notebooks through nbgrader, the students' kits and the corrigés.

Everything lands in release/course/{source,release}/ and release/dist/, and is the same bytes each time.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.course import Course, for_assignment
from autograder.errors import KitError, UsageError
from release.assignment import generate, nbgrader_name
from release.corrige import corrige_notebook, corrige_page, read_commentary
from release.executed import executed
from release.kit import LAB, kit_files, project_files, zipped
from release.proof.contract import Candidate, require
from release.sources.build import PROJECT, answers, build_course
from release.sources.notebook import lab_notebook, notebook_bytes
from release.sources.read import Sources, read_sources

CORRIGE = {"fr": "corrige", "en": "answers"}


def publish(project: Path = PROJECT, *, languages: Sequence[str] = (), assignment: str = "") -> list[Path]:
    """Build an assignment in some languages, all where none is named; returns what was written.

    Raises KitError, and publishes nothing, when the contract does not hold; UsageError for an unknown name.
    """
    sources = read_sources(project / "solutions")
    whole = build_course(sources)
    if unknown := [language for language in languages if language not in whole.languages]:
        raise UsageError(f"{', '.join(unknown)}: not a language of the course")
    course = for_assignment(whole, assignment or whole.assignment)
    files = project_files(project)
    require(Candidate(project, sources, whole, files))
    written: list[Path] = []
    for language in languages or whole.languages:
        released = _release(project, sources, course, language)
        kit = zipped(kit_files(files, course, language, released.read_bytes()))
        written += [released, *_distribute(project / "release" / "dist", sources, course, language, kit)]
    return written


def _release(project: Path, sources: Sources, course: Course, language: str) -> Path:
    ours = {cell.name for cell in course.cells[language]}
    source = lab_notebook(course, (cell for cell in answers(sources, language) if cell.name in ours))
    folder, name = project / "release" / "course", nbgrader_name(course, language)
    released = generate(folder, name, LAB, notebook_bytes(source))
    expected = [cell["source"] for cell in lab_notebook(course, course.cells[language])["cells"]]
    if ["".join(cell["source"]) for cell in json.loads(released)["cells"]] != expected:
        raise KitError(f"what nbgrader released of {name} is not the skeleton: see its configuration")
    return folder / "release" / name / f"{LAB}.ipynb"


def _distribute(folder: Path, sources: Sources, course: Course, language: str, kit: bytes) -> Iterator[Path]:
    commentary = read_commentary(folder.parent.parent / "solutions", sources.course, language)
    checks = {cell.name for cell in course.cells[language] if cell.kind == "check"}
    notebook = executed(corrige_notebook(sources, course, commentary), checks=checks)
    corrige = f"{course.assignment}-{CORRIGE[language]}-{language}"
    page = corrige_page(notebook, title=course.title[language], language=language)
    files = {f"{course.assignment}-{language}.zip": kit, f"{corrige}.ipynb": notebook, f"{corrige}.html": page}
    for name, content in files.items():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        except OSError as error:
            raise KitError(f"{folder / name}: {error.strerror}") from None
        yield folder / name
