"""The receipt: what of a folder or an archive was not read, and why."""

from collections.abc import Mapping, Set
from pathlib import PurePosixPath

from autograder.course import Course
from autograder.language import _
from autograder.submission.tree import KIT, Entry, Tree, module_of

ARCHIVES = (".rar", ".7z", ".zip", ".gz", ".xz", ".bz2", ".tar")


def ignored(
    tree: Tree, read: Set[str], course: Course, modules: Mapping[str, Entry], faults: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Each file that was not read, with the reason; a folder that has nothing to do with it stands for its files.

    Of the answers in such a folder it is told by "folder/*.py".
    """
    folder = min((path.split("/")[:-1] for path in read), key=len, default=[])
    reasons: dict[str, str] = {}
    for entry in tree.entries:
        if entry.path not in read:
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
