"""Which files of a folder or an archive are the submission."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from autograder.course import Course
from autograder.errors import UsageError
from autograder.language import _
from autograder.submission.cells import PACKAGE, file_text
from autograder.submission.notebook import LARGEST as LARGEST_NOTEBOOK
from autograder.submission.notebook import read_notebook
from autograder.submission.source import LARGEST, Source, Submission, source_of, too_large, with_newlines

DEPTH = 2  # modules stand at the root, in exercises/, or in kit/exercises/


@dataclass(frozen=True)
class Entry:
    """A file of the tree: its path from the root with slashes, its size, and how to read at most n bytes of it.

    `problem` says why a file must not be read; a folder that is not entered ends with a slash.
    """

    path: str
    size: int
    read: Callable[[int], bytes]
    problem: str | None = None

    @property
    def folder(self) -> str:
        """Where it stands: "" for the root."""
        return self.path.rpartition("/")[0] if not self.path.endswith("/") else ""

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.path.rpartition("/")[2]

    @property
    def left_behind(self) -> bool:
        """Whether a system or an editor left it there: what a Mac adds to an archive, Jupyter's checkpoints."""
        return any(is_left_behind(part) for part in self.path.split("/"))


@dataclass(frozen=True)
class Tree:
    """A folder or an archive. `prefix` stands before a file's path where it is shown to the student."""

    path: str
    prefix: str
    entries: tuple[Entry, ...]


def is_left_behind(name: str) -> bool:
    """Whether a file or a folder of this name is nobody's work."""
    return name == "__MACOSX" or (name.startswith(".") and name != ".")


def read_tree(tree: Tree, course: Course) -> Submission:
    """The modules of one folder of the tree, or its only notebook. Raises UsageError when there is neither."""
    files = {f"{module.name}.py": module.name for module in course.modules}
    readable = [entry for entry in tree.entries if not entry.problem and not entry.left_behind]
    folder = _folder_of_modules(entry for entry in readable if entry.name in files)
    notebooks = [entry for entry in readable if entry.name.endswith(".ipynb")]
    if folder is None:
        return _only_notebook(tree, notebooks, course)
    chosen = {entry.name: entry for entry in readable if entry.folder == folder and entry.name in files}
    sources = {files[name]: _source(files[name], tree, chosen[name]) for name in files if name in chosen}
    if len(notebooks) == 1 and untouched(sources.values(), course):
        return _only_notebook(tree, notebooks, course)
    read = tuple(tree.prefix + chosen[name].path for name in files if name in chosen)
    return Submission(tree.path, sources, read, _ignored(tree, {x.path for x in chosen.values()}, course))


def _folder_of_modules(modules: Iterable[Entry]) -> str | None:
    """The root where there is a module, else exercises/, else the folder with most modules."""
    count: dict[str, int] = {}
    for entry in modules:
        if entry.folder.count("/") < DEPTH:
            count[entry.folder] = count.get(entry.folder, 0) + 1
    return min(count, key=lambda folder: (folder != "", _not_ours(folder), -count[folder], folder), default=None)


def _not_ours(folder: str) -> bool:
    return PurePosixPath(folder).name != PACKAGE


def _source(name: str, tree: Tree, entry: Entry) -> Source:
    path = tree.prefix + entry.path
    if entry.size > LARGEST:
        return Source(name, path, None, too_large())
    try:
        return source_of(name, path, entry.read(LARGEST + 1))
    except OSError as error:
        return Source(name, path, None, error.strerror or str(error))


def untouched(sources: Iterable[Source], course: Course) -> bool:
    """Whether all of these are the skeletons as they were handed out."""
    handed_out = {
        (module.name, file_text(cell for cell in cells if cell.module == module.name))
        for cells in course.cells.values()
        for module in course.modules
    }
    return all((source.name, with_newlines(source.text or "")) in handed_out for source in sources)


def _only_notebook(tree: Tree, notebooks: list[Entry], course: Course) -> Submission:
    if not notebooks:
        wanted = ", ".join(f"{module.name}.py" for module in course.modules)
        raise UsageError(_("{path} holds no module of the course ({wanted})").format(path=tree.path, wanted=wanted))
    if len(notebooks) > 1:
        names = ", ".join(entry.path for entry in notebooks)
        raise UsageError(_("{path} holds several notebooks: {names}; which one?").format(path=tree.path, names=names))
    [entry] = notebooks
    sources = read_notebook(entry.read(LARGEST_NOTEBOOK + 1), tree.prefix + entry.path, course)
    return Submission(tree.path, sources, (tree.prefix + entry.path,), _ignored(tree, {entry.path}, course))


def _ignored(tree: Tree, read: set[str], course: Course) -> tuple[tuple[str, str], ...]:
    """Each file that was not read, with the reason; a folder that has nothing to do with it stands for its files."""
    folder = next(iter(read)).split("/")[:-1]
    reasons: dict[str, str] = {}
    for entry in tree.entries:
        if entry.path not in read:
            shown = _beside(entry.path, folder)
            elsewhere = _("not part of the submission")
            apart = shown.endswith("/") or entry.left_behind
            reason = entry.problem or (elsewhere if apart else _reason(entry.name, course))
            reasons.setdefault(tree.prefix + shown, reason)
    return tuple(reasons.items())


def _beside(path: str, folder: list[str]) -> str:
    """The path, cut after the first part that is not on the way to the folder: "a/b/" for "a/b/c.py" beside "a"."""
    parts = path.split("/")
    common = 0
    while common < min(len(folder), len(parts) - 1) and parts[common] == folder[common]:
        common += 1
    return "/".join(parts[: common + 1]) + ("/" if len(parts) > common + 1 else "")


def _reason(name: str, course: Course) -> str:
    wanted = [f"{module.name}.py" for module in course.modules]
    if name.endswith(".ipynb"):
        return _("the modules are graded; to grade the notebook, name it")
    if name in wanted:
        return _("as it was handed out; the notebook is graded")
    similar = [x for x in wanted if name.lower().startswith(x.removesuffix(".py"))]
    if similar:
        return _("not a module of the course; should it be {name}?").format(name=similar[0])
    return _("not a module of the course")
