"""Which files of a folder or an archive are the submission."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from autograder.course import Course
from autograder.errors import UsageError
from autograder.language import _
from autograder.submission.answers import answered, is_answered, is_touched
from autograder.submission.cells import PACKAGE
from autograder.submission.compose import elsewhere
from autograder.submission.notebook import LARGEST as LARGEST_NOTEBOOK
from autograder.submission.notebook import notebook_of, read_notebook
from autograder.submission.receipt import ignored, nothing_in, some_of
from autograder.submission.source import LARGEST, Source, Submission, source_of, too_large
from autograder.submission.tree import KIT, Entry, Tree, module_of, too_deep

LAB = "lab.ipynb"  # what the kit calls it
NOTEBOOKS = 5  # that are looked at, where there are several
FOLDERS = 5  # with modules, likewise


@dataclass(frozen=True)
class Notebook:
    """A notebook of the tree, read: its content, and its modules."""

    entry: Entry
    content: bytes
    sources: Mapping[str, Source]


def read_tree(tree: Tree, course: Course) -> Submission:
    """The best of what is there, module by module, of a folder and a notebook. Raises UsageError for neither."""
    readable = [x for x in tree.entries if not x.problem and not x.left_behind and not _apart(x)]
    chosen, files = _modules(tree, readable, course)
    files |= elsewhere(files, course)
    faults: dict[str, str] = {}
    notebook = _notebook(tree, readable, files, course, faults)
    sources = _chosen(files, notebook.sources if notebook else {}, course)
    counting = {x.path for source in sources.values() for x in (source, *source.others)}
    read = [entry for entry in chosen.values() if tree.prefix + entry.path in counting]
    if notebook and tree.prefix + notebook.entry.path in counting:
        read.append(notebook.entry)
    alone = notebook.content if notebook and read == [notebook.entry] else None
    unread = {x.path: x.problem for x in sources.values() if x.problem}
    paths = [path for entry in read if (path := tree.prefix + entry.path) not in unread]
    unused = (*unread.items(), *ignored(tree, {x.path for x in read}, course, chosen, faults))
    return Submission(tree.path, sources, tuple(paths), unused, alone)


def _apart(entry: Entry) -> bool:
    return KIT in entry.path.split("/") or bool(too_deep(entry.path))


def _modules(tree: Tree, readable: Iterable[Entry], course: Course) -> tuple[dict[str, Entry], dict[str, Source]]:
    """The modules of the folder in which most is answered, by name; where that is the same, of the first."""
    found = [(entry, name) for entry in readable if (name := module_of(entry.name, course))]
    exact = [entry for entry, name in found if entry.name == f"{name}.py"]
    folders = [_named(folder, found, course) for folder in _folders(exact or [entry for entry, _name in found])]
    read = [(chosen, {name: _source(name, tree, entry) for name, entry in chosen.items()}) for chosen in folders]
    if len(read) == 1:  # nearly always, and there is nothing to choose
        return read[0]
    return min(read, key=lambda x: -sum(answered(source, course) for source in x[1].values()), default=({}, {}))


def _named(folder: str, found: Iterable[tuple[Entry, str]], course: Course) -> dict[str, Entry]:
    """The files of one folder that are modules; under a name that is nearly right where none is right."""
    inside = [(entry, name) for entry, name in found if entry.folder == folder]
    chosen = {}
    for module in course.modules:
        same = [entry for entry, name in inside if name == module.name]
        right = [entry for entry in same if entry.name == f"{module.name}.py"] or same
        if len(right) == 1:
            chosen[module.name] = right[0]
    return chosen


def _folders(modules: Iterable[Entry]) -> list[str]:
    """The root where there is a module, then exercises/, then the folders with most modules; a few of them."""
    count: dict[str, int] = {}
    for entry in modules:
        count[entry.folder] = count.get(entry.folder, 0) + 1
    ranked = sorted(count, key=lambda folder: (folder != "", _not_ours(folder), -count[folder], folder))
    return ranked[:FOLDERS]


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


def _chosen(files: Mapping[str, Source], cells: Mapping[str, Source], course: Course) -> dict[str, Source]:
    """Of the files and of a notebook's cells what was worked on: all of one of them, or the best for each module."""
    for worked_on in (is_answered, is_touched):
        ours, theirs = ({x for x in of.values() if worked_on(x, course)} for of in (files, cells))
        if ours and theirs:
            best = {x.name: _best(files.get(x.name), cells.get(x.name), ours, theirs) for x in course.modules}
            return {name: source for name, source in best.items() if source}
        if ours or theirs:
            return dict(files if ours else cells)
    return dict(files or cells)


def _best(file: Source | None, cells: Source | None, ours: Set[Source], theirs: Set[Source]) -> Source | None:
    """The one that was worked on; where both were, each may earn the points."""
    if file is None or cells is None or file.text is None:
        return cells if file is None or cells in theirs else file
    if file in ours and cells in theirs and file.text != cells.text:
        return replace(file, others=(cells,))
    return cells if cells in theirs else file


# Notebooks


def _notebook(
    tree: Tree, readable: Sequence[Entry], files: Mapping[str, Source], course: Course, faults: dict[str, str]
) -> Notebook | None:
    """The notebook that was worked on most; `faults` are told why others are none.

    Raises UsageError where there is nothing else and it is not clear which.
    """
    entries = [x for x in readable if x.name.lower().endswith(".ipynb")] or _scripts(readable, files, course)
    found = []
    for entry in entries[:NOTEBOOKS]:
        try:
            content = notebook_of(entry.name, entry.read(LARGEST_NOTEBOOK + 1))
            found.append(Notebook(entry, content, read_notebook(content, tree.prefix + entry.path, course)))
        except UsageError as error:
            faults[entry.path] = str(error)
    if not found and not files:
        if not entries or not entries[0].name.lower().endswith(".ipynb"):
            raise nothing_in(tree, course)
        raise UsageError(*faults.values()) if len(faults) == 1 else _which(tree, entries)
    ranked = sorted(found, key=lambda x: _rank(x, course))
    if len(ranked) > 1 and not files and _rank(ranked[0], course) == _rank(ranked[1], course) and _differ(ranked):
        raise _which(tree, [x.entry for x in found])
    return ranked[0] if ranked else None


def _scripts(readable: Iterable[Entry], files: Mapping[str, Source], course: Course) -> list[Entry]:
    """Files that may be a notebook that was exported as a script, where no module was handed in."""
    return [x for x in readable if x.name.endswith(".py") and not module_of(x.name, course)] if not files else []


def _rank(notebook: Notebook, course: Course) -> tuple[int, bool]:
    count = sum(answered(source, course) for source in notebook.sources.values())
    return -count, notebook.entry.name.lower() != LAB


def _differ(notebooks: Sequence[Notebook]) -> bool:
    """Whether it matters which of the first two is graded."""
    texts = [[source.text for source in notebook.sources.values()] for notebook in notebooks[:2]]
    return texts[0] != texts[1]


def _which(tree: Tree, entries: Iterable[Entry]) -> UsageError:
    names = some_of([entry.path for entry in entries])
    return UsageError(_("{path} holds several notebooks: {names}; which one?").format(path=tree.path, names=names))
