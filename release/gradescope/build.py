"""The zip that an instructor uploads as the autograder of a Gradescope assignment.

It holds the hidden graders and the reference (a network is graded on it where the student's own engine is not right):
Gradescope keeps it to the instructors. Students see nothing but results.json.
"""

from pathlib import Path

from autograder.course import for_assignment
from release.files import write_whole
from release.kit import INSTRUCTORS, ROOT_FILES, kit_files, project_files, zipped
from release.sources.build import PROJECT, build_course
from release.sources.read import read_sources
from release.texts import text

SCRIPTS = ("setup.sh", "run_autograder")  # at the root, and executable
HIDDEN = INSTRUCTORS[0]


def build(project: Path = PROJECT, *, assignment: str = "", language: str = "", unsafe: bool = False) -> Path:
    """Write it beside the kits. Raises UsageError for a name that is no assignment."""
    sources = read_sources(project / "solutions")
    course = for_assignment(build_course(sources), assignment or sources.course.assignment)
    language = language or course.languages[0]
    ours = project_files(project)
    files = {
        path: content
        for path, content in kit_files(ours, course, language, b"").items()
        if path.startswith("autograder/") or path in ROOT_FILES
    }
    files |= {path: content for path, content in ours.items() if path.startswith(HIDDEN) and path.endswith(".py")}
    files |= {f"solutions/{name}.py": content.encode() for name, content in sources.texts.items()}
    options = f" --lang {language}{' --unsafe' if unsafe else ''}"
    files |= {
        "README.md": text("gradescope.md", title=course.title[language]),
        "judge.py": (Path(__file__).parent / "judge.py").read_bytes(),
        "setup.sh": text("gradescope.setup.sh"),
        "run_autograder": text("gradescope.run.sh", options=options),
    }
    path = project / "release" / "dist" / f"{course.assignment}-gradescope.zip"
    write_whole(path, zipped(files, executable=SCRIPTS))
    return path
