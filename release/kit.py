"""The student's kit: a zip for each language, with the grader and without hidden graders, always the same bytes."""

import json
import tomllib
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import msgspec

from autograder.course import Course
from release.build import COURSE, EXERCISES, SKELETONS, course_json, module_files
from release.texts import text

Files = Mapping[str, bytes]

LAB = "lab"  # what the notebook is called, whatever the assignment
ROOT_FILES = ("LICENSE", "constraints.txt", "pyproject.toml", ".ci/install", ".gitattributes")
GRADERS = "autograder/"
INSTRUCTORS = ("autograder/graders/hidden/", SKELETONS, COURSE)  # the course's data are written for the assignment
SUFFIXES_LEFT_OUT = (".pyc", ".po")
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
        "Makefile": text("kit.mk", language=language, notebook=f"{LAB}.ipynb"),
        "pyproject.toml": _pyproject(project["pyproject.toml"], course),
        ".gitignore": b".venv/\n__pycache__/\n.ipynb_checkpoints/\n*.egg-info/\nbuild/\n",
        ".github/workflows/classroom.yml": _classroom(course, language),
    }
    return dict(sorted(files.items()))


def for_students(path: str) -> bool:
    """Whether a file of the project goes into the kit as it is."""
    if not path.startswith(GRADERS):
        return path in ROOT_FILES
    hidden = path.startswith(INSTRUCTORS) or Path(path).stem == "hidden"
    return not hidden and not path.endswith(SUFFIXES_LEFT_OUT)


def zipped(files: Files) -> bytes:
    """A zip with fixed order, dates and permissions. Stored: another zlib compresses to other bytes."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, EPOCH)
            entry.create_system = 3
            entry.external_attr = (0o100755 if path.startswith(".ci/") else 0o100644) << 16
            archive.writestr(entry, files[path])
    return target.getvalue()


def _readme(course: Course, language: str) -> bytes:
    rows = [
        f"| `{x.name}` | {x.title[language]} | `exercises/{x.module}.py` | {x.points:g} | {x.minutes} min |"
        for x in course.exercises
    ]
    return text(
        f"kit.{language}.md",
        title=course.title[language],
        exercises="\n".join(rows),
        first=course.exercises[0].name,
        notebook=f"{LAB}.ipynb",
    )


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


def _classroom(course: Course, language: str) -> bytes:
    """GitHub Classroom's workflow: one step for each exercise, all of its visible points or none."""
    steps = [
        text(
            "classroom.step.yml",
            name=exercise.name,
            title=json.dumps(exercise.title[language], ensure_ascii=False),
            points=f"{exercise.points:g}",
            language=language,
        ).decode()
        for exercise in course.exercises
    ]
    names = [exercise.name for exercise in course.exercises]
    results = [f'{" " * 10}{name.upper()}_RESULTS: "${{{{ steps.{name}.outputs.result }}}}"' for name in names]
    return text("classroom.yml", steps="".join(steps), results="\n".join(results), names=",".join(names))
