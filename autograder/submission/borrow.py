"""A notebook is one namespace: a helper of the student's that stands in one module is known in the later ones.

Modules are graded apart from each other, so what a module uses and another cell defines is carried over: the
statement itself where the student wrote it, an import where it is the course's.
"""

import ast
import builtins
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from autograder.course import Cell
from autograder.submission.cells import PACKAGE, parsed
from autograder.submission.magics import without_magics

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Loan:
    """A statement of the notebook's cell `number`: its lines, the first of which is line `start` of the cell."""

    number: int
    start: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Code:
    """A cell that stands before the module: its code as Python, and its course cell where it is one."""

    number: int
    text: str
    cell: Cell | None


def borrowed(texts: Iterable[str], earlier: Sequence[Code]) -> tuple[Loan, ...]:
    """What code with these texts needs from earlier cells, in their order."""
    offers = _offers(earlier)
    needed = _free_names(texts)
    taken: dict[str, Loan] = {}
    while needed:
        name = needed.pop()
        if name in offers and name not in taken:
            taken[name] = offers[name]
            needed |= _free_names(["\n".join(offers[name].lines)]) - set(taken)
    return tuple(sorted(set(taken.values()), key=lambda loan: (loan.number, loan.start)))


def _free_names(texts: Iterable[str]) -> set[str]:
    """Names that the code reads and never binds, builtins apart."""
    read: set[str] = set()
    bound = set(dir(builtins))
    for text in texts:
        for node in ast.walk(parsed(text) or ast.Module([], [])):
            if isinstance(node, ast.Name):
                (read if isinstance(node.ctx, ast.Load) else bound).add(node.id)
            bound.update(_bound(node))
    return read - bound


def _bound(node: ast.AST) -> Iterator[str]:
    """Names that a node binds, other than by assignment."""
    if isinstance(node, _DEFINITIONS):
        yield node.name
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.ExceptHandler) and node.name:
        yield node.name


def _offers(earlier: Sequence[Code]) -> dict[str, Loan]:
    """Each name that an earlier cell defines at its top level; the last definition counts."""
    offers: dict[str, Loan] = {}
    for code in earlier:
        lines = code.text.split("\n")
        for statement in (parsed(code.text) or ast.Module([], [])).body:
            for name in _offered(statement):
                offers[name] = _loan(code, statement, name, lines)
    return offers


def _loan(code: Code, statement: ast.stmt, name: str, lines: list[str]) -> Loan:
    start = min([statement.lineno, *(x.lineno for x in getattr(statement, "decorator_list", ()))])
    if code.cell and name in code.cell.defines:
        return Loan(code.number, start, (f"from {PACKAGE}.{code.cell.module} import {name}",))
    return Loan(code.number, start, tuple(lines[start - 1 : statement.end_lineno]))


def _offered(statement: ast.stmt) -> Iterator[str]:
    """Imports, functions, classes, and constants: what can run again elsewhere without doing anything else."""
    if isinstance(statement, (ast.Import, ast.ImportFrom, *_DEFINITIONS)):
        yield from _bound(statement)
    elif isinstance(statement, ast.Assign) and _is_constant(statement.value):
        yield from (target.id for target in statement.targets if isinstance(target, ast.Name))


def _is_constant(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


def code_of(number: int, text: str, cell: Cell | None) -> Code:
    """A cell as Python."""
    return Code(number, without_magics(text), cell)
