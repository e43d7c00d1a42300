"""The folder of the page, file by file, for one language; nothing in it asks anything of another place.

index.html, page.css, page.js   the course's text, its editors and verdicts; playground.css: where their engine learns
worker.js                       the Web Workers: the judge's, and those in which a submission runs
kit.zip, truths.json            the judge: the grader without hidden claims, what is right
student.zip                     what answers it for a submission: the kit's worker.py and its probes
python.wasm.packed, python_stdlib.zip
service-worker.js, files.js     what keeps all of it for when there is no network; a hash of each file
numpy.whl                       numpy, where the page is made with it
serve.py                        what hands the folder out to a room
manifest.webmanifest, icon.svg  what a browser needs to install it
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograder.course import Course, Exercise
from autograder.errors import KitError
from autograder.language import all_bound, bound
from release.files import write_whole
from release.kit import for_students, project_files, zipped
from release.sources.build import COURSE, PROJECT, SKELETONS, build_course, course_json, module_files
from release.sources.read import read_sources
from release.tab.lesson import Chapter, chapters
from release.tab.offline import file_list, manifest
from release.tab.registries import bundled, numpy_wheel, runtime, wheels
from release.tab.truths import on_the_page, truths, written
from release.tab.words import WORDS

HERE = Path(__file__).parent
STATIC = HERE / "static"
Files = Mapping[str, bytes]

INSIDE = (
    *("autograder/sandbox/worker.py", "autograder/sandbox/probes/"),
    *("autograder/tab/answering.py", "autograder/tab/learning.py"),
)
# What of the grader the page has no use for: doors to a terminal, and what draws for a notebook.
UNUSED = ("autograder/graders/conftest.py", "autograder/graders/pytest.ini", "autograder/data/report.schema.json")


def page_files(course: Course, project: Files, language: str, *, numpy: bytes = b"") -> dict[str, bytes]:
    """The page in one language, file by path in the folder; `numpy` is a wheel or nothing. Raises KitError."""
    files = {
        "index.html": _index(course, language, numpy=bool(numpy)),
        "manifest.webmanifest": manifest(course.title[language], language),
        **{name: (STATIC / name).read_bytes() for name in ("page.css", "playground.css", "opened.js", "icon.svg")},
        **{name: bundled(STATIC / name) for name in ("page.js", "worker.js")},
        "kit.zip": zipped({**judge_files(course, project), **wheels()}, small=True),
        "student.zip": zipped({path: project[path] for path in project if path.startswith(INSIDE)}, small=True),
        "truths.json": written(truths(course)),
        **runtime(),
        **({"numpy.whl": numpy} if numpy else {}),
    }
    return handed_out(files)


def handed_out(files: Files) -> dict[str, bytes]:
    """These files, and beside them what keeps them in a browser, and what hands them out."""
    beside = {name: (STATIC / name).read_bytes() for name in ("service-worker.js", "serve.py")}
    return {**files, "files.js": file_list(files), **beside}


def judge_files(course: Course, project: Files) -> dict[str, bytes]:
    """The grader as the page has it: what a student's kit has of it."""
    files = {path: x for path, x in project.items() if path.startswith("autograder/") and for_students(path)}
    files = {path: x for path, x in files.items() if path not in UNUSED} | {COURSE: course_json(course)}
    for each, cells in course.cells.items():
        files |= {f"{SKELETONS}/{each}/{name}": content for name, content in module_files(course, cells).items()}
    return files


def _index(course: Course, language: str, *, numpy: bool = False) -> bytes:
    loader = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    loader.filters["bound"] = bound
    shown = tuple(chapters(course, language, numpy=numpy))
    graded = on_the_page(course, numpy=numpy)
    page = loader.get_template("page.html.j2").render(
        language=language,
        title=course.title[language],
        words=all_bound(WORDS[language]),
        chapters=shown,
        graded=graded,
        data=_data(course, language, shown, graded=graded),
    )
    return page.encode()


def _data(course: Course, language: str, shown: tuple[Chapter, ...], *, graded: tuple[Exercise, ...]) -> str:
    """What the script needs to know, as JSON that can stand in a page."""
    files = module_files(course, course.cells[language])
    ours = [chapter.module.name for chapter in shown if not chapter.kit]
    exercises: list[Any] = [
        {"name": x.name, "module": x.module, "symbol": x.symbol, "hints": [*map(bound, x.hints[language])]}
        for x in graded
    ]
    data = {
        "numpy": len(ours) == len(shown),
        "language": language,
        "assignment": course.assignment,
        "words": all_bound(WORDS[language]),
        "skeletons": {name: files[f"{name}.py"].decode() for name in ours},
        "exercises": exercises,
    }
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def write_page(
    project: Path = PROJECT, *, languages: tuple[str, ...] = (), numpy: Path | None = None
) -> Iterator[Path]:
    """Write the folder and the zip of each language, all where none is named, into release/dist/.

    `numpy` is its wheel, of Pyodide's distribution. Raises KitError, and UsageError where it is another file.
    """
    wheel = numpy_wheel(numpy) if numpy else b""
    course, files = build_course(read_sources(project / "solutions")), project_files(project)
    for language in languages or course.languages:
        page = page_files(course, files, language, numpy=wheel)
        folder = project / "release" / "dist" / f"{course.assignment}-page-{language}"
        try:
            for path, content in page.items():
                write_whole(folder / path, content)
            _forget_others(folder, page)
            write_whole(folder.with_suffix(".zip"), zipped(page, small=True))
        except OSError as error:
            raise KitError(f"{folder}: {error.strerror}") from None
        yield folder
        yield folder.with_suffix(".zip")


def _forget_others(folder: Path, page: Files) -> None:
    """What an earlier build left in the folder, which whoever copies it would hand out."""
    for path in sorted(folder.rglob("*"), reverse=True):  # what is in a folder comes before it
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif path.is_file() and path.relative_to(folder).as_posix() not in page:
            path.unlink()
