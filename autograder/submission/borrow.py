"""A notebook is one namespace: a name of the student's that stands in one module is known in the others.

Modules are graded apart from each other, so what a module uses and another cell binds is carried over: the
statement itself where the student wrote it, an import where it is the course's.
"""

import ast
import builtins
import re
import symtable
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from autograder.course import Cell
from autograder.submission.cells import LONGEST_PARSED, PACKAGE, kept_for_cells, parsed, without_magics

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_BUILTINS = frozenset(dir(builtins))
_NAME = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True)
class Loan:
    """A statement of the notebook's cell `number`: its lines, the first of which is line `start` of the cell."""

    number: int
    start: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Code:
    """A cell of another module: its code as Python, and its course cell where it is one."""

    number: int
    text: str
    cell: Cell | None


def borrowed(texts: Iterable[str], above: Sequence[Code], below: Sequence[Code] = ()) -> tuple[Loan, ...]:
    """What code with these texts needs of other cells, in their order: from above it, else from below."""
    offers = {**_offers(below), **_offers(above)}
    texts = list(texts)
    needed = set[str]().union(*map(_free_names, texts)).difference(*map(_bound_at_top, texts))
    taken: dict[str, tuple[Loan, ...]] = {}
    while needed:
        name = needed.pop()
        if name in offers and name not in taken:
            taken[name] = offers[name]
            needed |= set[str]().union(*(_free_names("\n".join(loan.lines)) for loan in offers[name])) - set(taken)
    loans = {loan for of_one in taken.values() for loan in of_one}
    return tuple(sorted(loans, key=lambda loan: (loan.number, loan.start)))


@kept_for_cells
def _free_names(text: str) -> frozenset[str]:
    """Names that code reads from its module and does not bind there, builtins apart; all names in what is no Python."""
    if parsed(text) is None:
        return frozenset(_NAME.findall(text[:LONGEST_PARSED])) - _BUILTINS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read = frozenset(_read_from_module(symtable.symtable(text, "cell", "exec")))
    return read - _bound_at_top(text) - _BUILTINS


def _read_from_module(table: symtable.SymbolTable) -> set[str]:
    top = table.get_type() == "module"
    names = {x.get_name() for x in table.get_symbols() if x.is_referenced() and (top or x.is_global())}
    return names.union(*map(_read_from_module, table.get_children()))


def _bound_at_top(text: str) -> set[str]:
    return {binding.name for binding in _bindings(text)}


class Binding(NamedTuple):
    """A name that a statement at the margin binds: the statement's lines, and whether what was there before is gone."""

    name: str
    start: int
    end: int
    anew: bool


@kept_for_cells
def _bindings(text: str) -> tuple[Binding, ...]:
    """Which names code binds, in the order in which it does."""
    found = []
    for statement in (parsed(text) or ast.Module([], [])).body:
        start = min([statement.lineno, *(x.lineno for x in getattr(statement, "decorator_list", ()))])
        end, anew = statement.end_lineno or start, isinstance(statement, _ANEW)
        found += [Binding(name, start, end, anew) for name in bound_names(statement)]
    return tuple(found)


def bound_names(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement at the margin binds in its module."""
    if isinstance(statement, _DEFINITIONS):
        yield statement.name
        return
    for node in _same_scope(statement):
        if isinstance(node, _DEFINITIONS):
            yield node.name
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)


def _same_scope(node: ast.AST) -> Iterator[ast.AST]:
    """A node and what is in it, but not what is in a scope of its own."""
    yield node
    if not isinstance(node, (*_DEFINITIONS, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
        for child in ast.iter_child_nodes(node):
            yield from _same_scope(child)


def _offers(codes: Sequence[Code]) -> dict[str, tuple[Loan, ...]]:
    """The statements that give each name its value in these cells, as they run one after the other."""
    offers: dict[str, tuple[Loan, ...]] = {}
    for code in codes:
        lines = code.text.split("\n")
        for binding in _bindings(code.text):
            before = () if binding.anew else offers.get(binding.name, ())
            offers[binding.name] = (*before, _loan(code, binding, lines))
    return offers


_ANEW = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, *_DEFINITIONS)  # what was there before is gone


def _loan(code: Code, of: Binding, lines: list[str]) -> Loan:
    if code.cell and of.name in code.cell.defines:
        return Loan(code.number, of.start, (f"from {PACKAGE}.{code.cell.module} import {of.name}",))
    return Loan(code.number, of.start, tuple(lines[of.start - 1 : of.end]))


def code_of(number: int, text: str, cell: Cell | None) -> Code:
    """A cell as Python."""
    return Code(number, without_magics(text), cell)
