"""The receipt: what of a folder or an archive was not read, and why; where that is all of it, one sentence.

The sentence says what it is and what to hand in instead: students and teachers read the same.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import PurePosixPath
from typing import IO

from autograder.course import Course
from autograder.errors import UsageError
from autograder.language import _
from autograder.submission.tree import DEPTH, KIT, Entry, Tree, module_of, too_deep

FOREIGN = {".rar": b"Rar!", ".7z": b"7z\xbc\xaf\x27\x1c"}  # archives that nothing here can read, and their first bytes
LISTED = 200  # characters of what there is instead
ARCHIVES = (*FOREIGN, ".zip", ".gz", ".xz", ".bz2", ".tar")


def ignored(
    tree: Tree, read: Set[str], course: Course, modules: Mapping[str, Entry], faults: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Each file that was not read, with the reason; a folder that has nothing to do with it stands for its files.

    Of the answers in such a folder it is told by "folder/*.py".
    """
    folder = min((path.split("/")[:-1] for path in read), key=len, default=[])
    reasons: dict[str, str] = {}
    for entry in tree.entries:
        if deep := _deep(entry):
            reasons.setdefault(tree.prefix + deep, _("below more than {limit} folders").format(limit=DEPTH))
        elif entry.path not in read:
            shown = _beside(entry.path, folder)
            known = entry in modules.values() or entry.path in faults
            apart = not known and (shown.endswith("/") or entry.left_behind)
            another = _another(entry, course) if apart else ""
            reason = entry.problem or faults.get(entry.path) or another
            reason = reason or (
                _("not part of the submission") if apart else _reason(entry, course, known, _only_notebooks(read))
            )
            file = entry.path if known else f"{shown}*{PurePosixPath(entry.path).suffix}" if another else shown
            reasons.setdefault(tree.prefix + file, reason)
    return tuple(reasons.items())


def _deep(entry: Entry) -> str:
    """The folder in which it lies too deep to be read, "" where it does not, or is nobody's work."""
    return "" if entry.problem or entry.left_behind or KIT in entry.path.split("/") else too_deep(entry.path)


def _another(entry: Entry, course: Course) -> str:
    """Why answers that stand elsewhere do not count, "" for what holds none."""
    if entry.left_behind or KIT in entry.path.split("/"):
        return ""
    if module_of(entry.name, course):
        return _("modules too; those that hold more answers are graded")
    return _("a notebook too; another one is graded") if entry.name.lower().endswith(".ipynb") else ""


def _beside(path: str, folder: list[str]) -> str:
    """The path, cut after the first part that is not on the way to the folder: "a/b/" for "a/b/c.py" beside "a"."""
    parts = path.split("/")
    common = 0
    while common < min(len(folder), len(parts) - 1) and parts[common] == folder[common]:
        common += 1
    return "/".join(parts[: common + 1]) + ("/" if len(parts) > common + 1 else "")


def _only_notebooks(read: Set[str]) -> bool:
    return all(path.lower().endswith(".ipynb") for path in read)


def _reason(entry: Entry, course: Course, handed_out: bool, only_notebooks: bool) -> str:
    name = entry.name.lower()
    if name.endswith(".ipynb") and only_notebooks:
        return _("another notebook is graded; to grade this one, name it")
    if name.endswith(".ipynb"):
        return _("the modules are graded; to grade the notebook, name it")
    if handed_out:
        return _("as it was handed out; the notebook is graded")
    if name.endswith(ARCHIVES):
        return _("an archive that cannot be read here; pack a .zip")
    if module := module_of(entry.name, course):
        return _("a copy; {name} is graded, or it is not clear which copy").format(name=f"{module}.py")
    similar = [module.name for module in course.modules if name.startswith(module.name)]
    if similar:
        return _("not a module of the course; should it be {name}?").format(name=f"{similar[0]}.py")
    return _("not a module of the course")


# Nothing at all


def foreign(name: str, start: bytes = b"") -> str:
    """What is told of an archive by its name or by its first bytes, "" where it is none of these."""
    for kind, magic in FOREIGN.items():
        if name.lower().endswith(kind) or start.startswith(magic):
            told = _("{path} is in the format {kind}, which is not read here: hand in the same files as a .zip")
            return told.format(path=name, kind=kind)
    return ""


def damaged(name: str, file: IO[bytes]) -> str:
    """What is told of an archive that does not open: it is empty, another format under this name, or damaged."""
    file.seek(0)
    start = file.read(8)
    if not start:
        return empty(name)
    return foreign(name, start) or cut_off(name)


def empty(name: str) -> str:
    """What is told of a file without anything in it."""
    return _("{path} is an empty file: save it anew and hand it in again").format(path=name)


def cut_off(name: str) -> str:
    """What is told of an archive that breaks off, or does not hold what it says."""
    told = _("{path} is a damaged archive, perhaps cut off on its way: pack it anew and hand it in again")
    return told.format(path=name)


def unknown_packing(name: str) -> str:
    """What is told of an archive that is sound, and compressed by a method that nothing here knows."""
    told = _("{path} is compressed in a way that is not read here: pack it as an ordinary .zip and hand it in again")
    return told.format(path=name)


def without_files(name: str) -> str:
    """What is told of an archive that opens, and holds nothing."""
    told = _("{path} is an archive without a file in it: put the folder of the exercises into it and hand it in again")
    return told.format(path=name)


def nothing_in(tree: Tree, course: Course) -> UsageError:
    """Why there is nothing in a folder or an archive: archives that do not open, folders too deep, or no module."""
    files = [x for x in tree.entries if not x.left_behind and not x.path.endswith("/")]
    archives = (x.problem if x.unopened else foreign(x.path) for x in files)
    return UsageError(next(filter(None, archives), "") or _nested(tree, course) or _no_module(tree, files, course))


def _nested(tree: Tree, course: Course) -> str:
    """What is told of modules, or of a folder that may hold some, below more folders than are looked into."""
    deep = (x for x in tree.entries if not x.left_behind and _may_answer(x, course))
    where = next((folder for x in deep if (folder := too_deep(x.path))), "")
    told = _("{path} nests more than {limit} folders, and {folder} is not read: hand in the folder with the modules")
    return told.format(path=tree.path, limit=DEPTH, folder=where) if where else ""


def _may_answer(entry: Entry, course: Course) -> bool:
    return entry.path.endswith(("/", ".ipynb")) or module_of(entry.name, course) is not None


def _no_module(tree: Tree, files: Iterable[Entry], course: Course) -> str:
    wanted = ", ".join(f"{module.name}.py" for module in course.modules)
    nothing = _("{path} holds no module of the course ({wanted})").format(path=tree.path, wanted=wanted)
    there = some_of([_listed(x) for x in files])
    return _("{nothing}; there is: {files}").format(nothing=nothing, files=there) if there else nothing


def _listed(entry: Entry) -> str:
    return f"{entry.path} ({entry.problem})" if entry.problem else entry.path


def some_of(names: Sequence[str], longest: int = LISTED) -> str:
    """The names as a list, whole ones only and at least one, and how many more there are."""
    shown = list(names[:1])
    for name in names[1:]:
        if len(", ".join([*shown, name])) > longest:
            break
        shown.append(name)
    listed, more = ", ".join(shown), len(names) - len(shown)
    return _("{files} and {count} more").format(files=listed, count=more) if more else listed
