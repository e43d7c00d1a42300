"""What must hold before anything is published; each check yields one line for each thing that does not.

A check is a function of a Candidate in CHECKS; these take seconds and come before every build. That the graders catch
every wrong solution takes longer: kill_table.py, in `make contract`. Non-interference comes first: what students
get may not depend on what they must not know.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.course import Course
from autograder.diagnosis.signatures import Signature
from autograder.errors import KitError
from autograder.judging.claims import claims
from autograder.judging.grade import grade_session
from autograder.judging.session import open_session
from autograder.language import languages_of
from autograder.report import Report
from autograder.submission.notebook import read_notebook
from release.kit import GRADERS, kit_files, project_files
from release.sources.build import build_course, generated, module_files, stale
from release.sources.misconceptions import Misconception, read_misconceptions
from release.sources.notebook import lab_notebook, notebook_bytes
from release.sources.percent import regions
from release.sources.read import Sources, file_of, read_sources
from release.sources.signatures import TOLD, told_json

Files = Mapping[str, bytes]
# What wrong answers compute: numbers, which depend on answers. So does masks.json, in which nothing can be
# read: tests/test_unmask.py.
NUMBERS_ONLY = ("autograder/data/signatures",)


@dataclass(frozen=True)
class Candidate:
    """What is about to be published: the project's folder, its sources, the course, and the files of a kit."""

    project: Path
    sources: Sources
    course: Course
    files: Files


def candidate_of(project: Path) -> Candidate:
    """A project as it stands. Raises KitError when its sources are at fault."""
    sources = read_sources(project / "solutions")
    return Candidate(project, sources, build_course(sources), project_files(project))


def require(candidate: Candidate) -> None:
    """Raises KitError with everything that does not hold."""
    if found := broken(candidate):
        raise KitError("\n  ".join(["nothing is published:", *found]))


def broken(candidate: Candidate) -> list[str]:
    """Everything that does not hold."""
    return [line for check in CHECKS for line in check(candidate)]


# Nothing leaks


def interference(candidate: Candidate) -> Iterator[str]:
    """Other answers and other hidden graders would be published as the same bytes."""
    published = _published(candidate.files, candidate.course)
    course = build_course(scrambled(candidate.sources), lambda _: candidate.course)
    wrong = _scrambled_patches(read_misconceptions(candidate.project / "solutions", candidate.course))
    files = _scrambled_files(candidate.files) | {TOLD: told_json(wrong)}
    other = _published(files, course)
    for name in sorted(published.keys() | other.keys()):
        if published.get(name) != other.get(name) and not name.partition("/")[2].startswith(NUMBERS_ONLY):
            yield f"{name} depends on an answer or on a hidden grader"
    yield from _words(published)


def _words(published: Files) -> Iterator[str]:
    """What depends on wrong answers holds numbers, and single words for what is no number."""
    for name, content in published.items():
        if name.partition("/")[2].startswith(NUMBERS_ONLY):
            for identity, programs in msgspec.json.decode(content, type=dict[str, Signature]).items():
                words = {fact for facts in programs for fact in facts or () if isinstance(fact, str)}
                if strange := [word for word in words if word and not word.lstrip("-").isidentifier()]:
                    yield f"{name}: {identity} tells {strange[0]!r}"


def _published(files: Files, course: Course) -> Files:
    """All that students of every language get, by language and path."""
    return {
        f"{language}/{path}": content
        for language, cells in course.cells.items()
        for path, content in kit_files(files, course, language, notebook_bytes(lab_notebook(course, cells))).items()
    }


def scrambled(sources: Sources) -> Sources:
    """The same sources with something else, of another length, in each solution region."""
    texts = {name: _without_answers(text, file_of(name)) for name, text in sources.texts.items()}
    return Sources(sources.course, texts)


def _without_answers(text: str, file: str) -> str:
    lines = text.split("\n")
    for begin, end in reversed(regions(text, file)):
        indent = lines[begin - 1][: len(lines[begin - 1]) - len(lines[begin - 1].lstrip())]
        lines[begin : end - 1] = [f"{indent}scrambled = {begin * end}"] * (1 + begin % 3)
    return "\n".join(lines)


def _scrambled_patches(entries: Iterable[Misconception]) -> list[Misconception]:
    return [msgspec.structs.replace(x, patches=(), body=f"scrambled = {len(x.body)}") for x in entries]


def _scrambled_files(files: Files) -> dict[str, bytes]:
    return {path: b"scrambled" if is_hidden(path) else content for path, content in files.items()}


def is_hidden(path: str) -> bool:
    """Whether a file of the grader is the instructor's: a hidden grader, with what it claims."""
    return path.startswith(f"{GRADERS}graders/hidden/")


# What is published is complete and fair


def staleness(candidate: Candidate) -> Iterator[str]:
    """The committed files are what the sources generate, twice the same."""
    files = generated(candidate.project, lambda course: _with_weights_of(course, candidate.course))
    again = generated(candidate.project, lambda course: _with_weights_of(course, candidate.course))
    yield from (f"{file} is not the same when it is built twice" for file in files if files[file] != again.get(file))
    yield from (f"{file} is stale: make exercises" for file in stale(files, candidate.project))


def _with_weights_of(course: Course, weighed: Course) -> Course:
    return msgspec.structs.replace(course, exercises=weighed.exercises)


def round_trip(candidate: Candidate) -> Iterator[str]:
    """Modules to notebook and back is the identity."""
    course = candidate.course
    for language, cells in course.cells.items():
        sources = read_notebook(notebook_bytes(lab_notebook(course, cells)), "lab.ipynb", course)
        for file, content in module_files(course, cells).items():
            source = sources.get(file.removesuffix(".py"))
            if source is None or (source.text or "").encode() != content:
                yield f"{file} ({language}) does not come back from the notebook as it was"


def listing(candidate: Candidate) -> Iterator[str]:
    """Every module is in the table of contents."""
    for path in sorted((candidate.project / "solutions").glob("*.py")):
        if path.stem not in ("__init__", *candidate.sources.texts):
            yield f"{file_of(path.stem)} is not listed in solutions/course.toml"


def weights(candidate: Candidate) -> Iterator[str]:
    """Every exercise has graders, and at least half of its points are visible."""
    for exercise in candidate.course.exercises:
        if exercise.visible_weight <= 0:
            yield f"{exercise.name} has no visible grader"
        elif exercise.visible_weight < exercise.hidden_weight:
            yield f"{exercise.name}: less than half of its points are visible"


def languages(candidate: Candidate) -> Iterator[str]:
    """Every claim is said in every language."""
    for claim in claims():
        said = set(languages_of(claim.function.__doc__ or ""))
        if missing := [language for language in candidate.course.languages if language not in said]:
            place = f"{claim.function.__module__}.{claim.function.__name__}"
            yield f"{place}: there is no claim in: {', '.join(missing)}"


def points(candidate: Candidate) -> Iterator[str]:
    """The skeleton earns nothing, the reference everything."""
    for exercise in _graded(candidate.project / "exercises").exercises:
        if exercise.points > 0 or exercise.outcome != "todo":
            yield f"{exercise.name}: the skeleton earns {exercise.points:g} and is {exercise.outcome!r}"
    for exercise in _graded(candidate.project / "solutions").exercises:
        if exercise.points < exercise.max_points:
            yield f"{exercise.name}: the reference earns {exercise.points:g} of {exercise.max_points:g}"


def _graded(path: Path) -> Report:
    return grade_session(open_session(path))


CHECKS: tuple[Callable[[Candidate], Iterator[str]], ...] = (
    interference,
    staleness,
    round_trip,
    listing,
    weights,
    languages,
    points,
)
