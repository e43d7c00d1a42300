"""The student's kit: a zip for each language, with the grader and without hidden graders, always the same bytes."""

import json
import tomllib
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import msgspec

from autograder.course import Course, Exercise
from release.sources.build import COURSE, EXERCISES, SKELETONS, course_json, module_files
from release.texts import text

Files = Mapping[str, bytes]

LAB = "lab"  # what the notebook is called, whatever the assignment
ROOT_FILES = ("LICENSE", "constraints.txt", "pyproject.toml", ".ci/install", ".gitattributes")
GRADERS = "autograder/"
INSTRUCTORS = ("autograder/graders/hidden/", SKELETONS, COURSE)  # the course's data are written for the assignment
SUFFIXES_LEFT_OUT = (".pyc", ".po")
FURTHER = {"fr": " · plus loin", "en": " · further"}  # beyond the core
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date that a zip can hold


def project_files(project: Path) -> Files:
    """What a kit is made of, read from the project."""
    graders = [path for path in (project / GRADERS).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    there = [path for name in ROOT_FILES if (path := project / name).is_file()]
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in sorted([*graders, *there])}


def kit_files(project: Files, course: Course, language: str, notebook: bytes) -> dict[str, bytes]:
    """The kit of an assignment in one language: file by path. `notebook` is what nbgrader released."""
    first = (language, *(x for x in course.languages if x != language))
    course = msgspec.structs.replace(course, languages=first)
    files = {path: content for path, content in project.items() if for_students(path)}
    files |= {COURSE: course_json(course), f"{LAB}.ipynb": notebook}
    for each, cells in course.cells.items():
        files |= {f"{SKELETONS}/{each}/{name}": content for name, content in module_files(course, cells).items()}
    exercises = module_files(course, course.cells[language])
    files |= {f"{EXERCISES}/{name}": content for name, content in exercises.items()}
    files |= {
        "README.md": _readme(course, language),
        "Makefile": text("kit.mk", language=language, notebook=f"{LAB}.ipynb", help=_help(language)),
        "pyproject.toml": _pyproject(project["pyproject.toml"], course),
        ".gitignore": b".venv/\n__pycache__/\n.ipynb_checkpoints/\n*.egg-info/\nbuild/\n.autograder/\n",
        ".github/workflows/grade.yml": text("grade.yml", language=language),
        ".vscode/tasks.json": text("tasks.json"),
        ".vscode/settings.json": text("settings.json"),
        ".vscode/launch.json": text("launch.json", first=course.exercises[0].name),
        ".devcontainer/devcontainer.json": text("devcontainer.json", title=json.dumps(course.title[language])),
    }
    return dict(sorted(files.items()))


def for_students(path: str) -> bool:
    """Whether a file of the project goes into the kit as it is."""
    if not path.startswith(GRADERS):
        return path in ROOT_FILES
    return not path.startswith(INSTRUCTORS) and not path.endswith(SUFFIXES_LEFT_OUT)


def zipped(files: Files, *, small: bool = False, executable: Sequence[str] = ()) -> bytes:
    """A zip with fixed order, dates and permissions. Stored unless it is to be `small`: each zlib has its own bytes."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED if small else zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, EPOCH)
            entry.create_system = 3
            entry.external_attr = (0o100755 if path.startswith(".ci/") or path in executable else 0o100644) << 16
            archive.writestr(entry, files[path], archive.compression)
    return target.getvalue()


def _readme(course: Course, language: str) -> bytes:
    rows = [
        f"| `{x.name}` | {x.title[language]}{_further(x, language)} | `exercises/{x.module}.py` | {x.points:g} "
        f"| {x.minutes} min |"
        for x in course.exercises
    ]
    return text(
        f"kit.{language}.md",
        title=course.title[language],
        exercises="\n".join(rows),
        first=course.exercises[0].name,
        notebook=f"{LAB}.ipynb",
    )


def _help(language: str) -> str:
    return text(f"help.{language}.txt").decode().rstrip("\n")


def _further(exercise: Exercise, language: str) -> str:
    return FURTHER[language] if exercise.bonus else ""


def _pyproject(root: bytes, course: Course) -> bytes:
    """The kit's own pyproject: what grading and the notebook need, as the root's says, and nothing of the rest."""
    project = tomllib.loads(root.decode())["project"]
    return text(
        "kit.toml",
        name=json.dumps(f"{project['name']}-{course.assignment}"),
        version=json.dumps(project["version"]),
        python=json.dumps(project["requires-python"]),
        core=json.dumps(project["dependencies"]),
        extra=json.dumps(project["optional-dependencies"]["notebook"]),
    )
