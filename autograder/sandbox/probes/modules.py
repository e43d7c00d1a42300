"""The submission as modules: one object for each, whatever it is called, and run statement by statement."""

import __future__

import ast
import builtins
import importlib
import importlib.abc
import importlib.machinery
import itertools
import re
import sys
import types
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from autograder.sandbox.worker import PACKAGES, failure, filename

SKIPPED = 5  # how many failing lines are told
ROUNDS = 100  # failing lines, after which the rest of a module is left out
_FUTURE = re.compile(r"^from __future__ import ([\w, ]+)", re.MULTILINE)
_DEFINITION = re.compile(r"^(?:async\s+def|def|class)\s+(\w+)", re.MULTILINE)
_CELL = re.compile(r"^# ?%%", re.MULTILINE)  # where a cell begins, in a file too
# A line at the margin that begins a statement: it goes on from no other one.
_STATEMENT = re.compile(r"(?!else\b|elif\b|except\b|finally\b)[^\s#)\]}]")


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """`exercises.X`, `solutions.X`, `.X` and `X` are one module object: the submission's X, or its skeleton."""

    def __init__(self, sources: Mapping[str, Any], site: str | None) -> None:
        self.sources, self.site = sources, site
        self.skipped: dict[str, list[dict[str, Any]]] = {}
        for package in PACKAGES:
            module = types.ModuleType(package)
            module.__path__ = []
            sys.modules[package] = module

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> Any:
        package, _, name = fullname.rpartition(".")
        if name in self.sources and package in ("", *PACKAGES):
            return importlib.machinery.ModuleSpec(fullname, self)
        if fullname == "numpy" and self.site:
            return importlib.machinery.PathFinder.find_spec(fullname, [self.site])
        return None

    def create_module(self, spec: Any) -> types.ModuleType:
        package, _, name = spec.name.rpartition(".")
        if package != PACKAGES[0]:
            return importlib.import_module(f"{PACKAGES[0]}.{name}")
        return types.ModuleType(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        name = module.__name__.rpartition(".")[2]
        if "__source__" in module.__dict__:
            return
        # Set first: an alias imported meanwhile must not run it again.
        module.__dict__.update(__source__=name, __file__=f"{PACKAGES[0]}/{name}.py")
        self.skipped[name] = []
        run(module.__dict__, filename(name), self.sources[name], self.skipped[name])


def run(namespace: dict[str, Any], name: str, source: Mapping[str, Any], skipped: list[dict[str, Any]]) -> None:
    """Execute a module statement by statement: what fails is left out and told, what stands beside it counts.

    A `bare` source runs its definitions only. SystemExit is an error like others: in a notebook it ends a cell.
    """
    text, flags = _without_future(source["text"])
    tree = _parsed(text, name, flags, skipped)
    body = [x for x in tree.body if _defines(x)] if source.get("bare") else tree.body
    for _ in range(ROUNDS):
        code = compile(ast.Module(body, []), name, "exec", flags, dont_inherit=True)
        try:
            exec(code, namespace)
            return
        except BaseException as error:
            failed = _failing(body, error, code)
            _skip(skipped, error, _names(body[failed]))
            body = body[failed + 1 :]


def _without_future(text: str) -> tuple[str, int]:
    """The text without `from __future__`, which may stand on top of each cell of a notebook, and what it asks for."""
    flags = 0
    for features in _FUTURE.findall(text):
        for feature in features.replace(" ", "").split(","):
            flags |= getattr(getattr(__future__, feature, None), "compiler_flag", 0)
    return _FUTURE.sub("", text), flags


def _parsed(text: str, name: str, flags: int, skipped: list[dict[str, Any]]) -> ast.Module:
    """The module as a tree, without the statements that are not Python: these cost no other cell anything."""
    try:
        return _tree(text, name, flags)
    except SyntaxError:
        starts = [0, *(match.start() for match in _CELL.finditer(text) if match.start()), len(text)]
        body: list[ast.stmt] = []
        for start, end in itertools.pairwise(starts):
            above = text.count("\n", 0, start)
            body += _readable(text[start:end].split("\n"), above, name, flags, skipped)
        return ast.Module(body, [])


def _tree(text: str, name: str, flags: int) -> ast.Module:
    tree: ast.Module = compile(text, name, "exec", flags | ast.PyCF_ONLY_AST, dont_inherit=True)
    return tree


def _readable(lines: list[str], above: int, name: str, flags: int, skipped: list[dict[str, Any]]) -> Iterable[ast.stmt]:
    """The statements of a cell that are Python; there are so many lines `above` it."""
    for _ in range(ROUNDS):
        try:
            tree = _tree("\n".join(lines), name, flags)
        except SyntaxError as error:
            first, last = _around(lines, error.lineno or 0)
            error.lineno = above + (error.lineno or 1)
            _skip(skipped, error, _DEFINITION.findall("\n".join(lines[first:last])))
            if first == last:
                break
            lines[first:last] = [""] * (last - first)
        else:
            return ast.increment_lineno(tree, above).body
    return []


def _around(lines: Sequence[str], number: int) -> tuple[int, int]:
    """The lines [first, last), from 0, of the statement at the margin that line `number`, from 1, belongs to."""
    first = min(number, len(lines)) - 1
    while first > 0 and not _STATEMENT.match(lines[first]):
        first -= 1
    last = first + 1
    while last < len(lines) and not _STATEMENT.match(lines[last]):
        last += 1
    while first > 0 and lines[first - 1].startswith("@"):
        first -= 1
    return (first, last) if 0 <= first and any(line.strip() for line in lines[first:last]) else (0, 0)


def _failing(body: Sequence[ast.stmt], error: BaseException, code: types.CodeType) -> int:
    """Which statement raised: that of the line at which the module's own frame stands."""
    traceback, line = error.__traceback__, 0
    while traceback is not None:
        line = traceback.tb_lineno if traceback.tb_frame.f_code is code else line
        traceback = traceback.tb_next
    return max((n for n, statement in enumerate(body) if _start(statement) <= line), default=len(body) - 1)


def _start(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(x.lineno for x in decorators)])


def _skip(skipped: list[dict[str, Any]], error: BaseException, names: Sequence[str]) -> None:
    """Tell of a statement that was left out; that a stub is still there is said elsewhere."""
    if not isinstance(error, NotImplementedError) and len(skipped) < SKIPPED:
        skipped.append({**failure(error), "names": list(names)[:SKIPPED]})


def _names(statement: ast.stmt) -> list[str]:
    """What a statement would have defined."""
    name = getattr(statement, "name", None)
    return [name] if isinstance(name, str) else []


def _defines(statement: ast.stmt) -> bool:
    """Whether a statement only defines: an import, a function, a class, a value that no function of theirs computes."""
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        calls = [node.func for node in ast.walk(statement) if isinstance(node, ast.Call)]
        return all(isinstance(x, ast.Attribute) or getattr(x, "id", "") in dir(builtins) for x in calls)
    if isinstance(statement, ast.Try):
        return all(map(_defines, statement.body))
    kinds = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return isinstance(statement, kinds)


def line_of(module: types.ModuleType, symbol: str) -> int | None:
    """Where a function is defined; None when there is no such function, 0 when its line is not known."""
    found: Any = module
    for name in symbol.split("."):
        found = getattr(found, name, None)
        if found is None:
            return None
    line = getattr(getattr(found, "__code__", None), "co_firstlineno", 0)
    return line if type(line) is int else 0
