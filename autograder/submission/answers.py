"""Which definition of an answer counts where there are several: each of them may, one is tried after the other.

The last one wins, as in Jupyter and in Python; but a function that was right and that was defined again, for a plot
say, was right. What is still as it was handed out is no answer.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from autograder.course import Cell, Course
from autograder.submission.borrow import bound_names
from autograder.submission.cells import PACKAGE, parsed
from autograder.submission.source import Source, Submission

MOST = 4  # definitions of a name that are tried
STUB = "NotImplementedError"
_CELL = re.compile(r"^# ?%%", re.MULTILINE)


@dataclass(frozen=True)
class Definition:
    """A statement that gives an answer its name, and the exercises' symbols under it; its lines, from 0."""

    statement: ast.stmt
    lines: range
    symbols: tuple[str, ...]
    handed_out: frozenset[str]

    @cached_property
    def untouched(self) -> bool:
        """Whether it is as it was handed out."""
        return _normal_form(self.statement) in self.handed_out

    @cached_property
    def stub(self) -> bool:
        """Whether each exercise under this name still raises NotImplementedError somewhere."""
        return all(_is_unanswered(self.statement, symbol) for symbol in self.symbols)


def versions(submission: Submission, course: Course) -> tuple[Submission, ...]:
    """The submission as it is to be tried first, and with other definitions of its answers where there are some.

    Its texts are parsed: another's are in a process that may be lost, see bounded.py.
    """
    found = {name: _versions(source, course) for name, source in submission.sources.items()}
    count = max(map(len, found.values()), default=1)
    chosen = [{name: x[min(n, len(x) - 1)] for name, x in found.items()} for n in range(count)]
    return tuple(replace(submission, sources=sources) for sources in chosen)


def is_answered(source: Source, course: Course) -> bool:
    """Whether somebody has worked on a module: it holds an answer, or what may become one and is no Python yet."""
    definitions = [x for of_one in _definitions(source, course).values() for x in of_one]
    return any(not x.untouched and not x.stub for x in definitions) or not parsed(source.text or "")


def answered(source: Source, course: Course) -> int:
    """How many of a module's exercises hold an answer; a module that is no Python yet holds one perhaps."""
    found = 0
    for name, definitions in _definitions(source, course).items():
        own = (symbol for x in course.exercises if x.module == source.name for symbol in x.symbols)
        symbols = [symbol for symbol in own if symbol.partition(".")[0] == name]
        mine = [x for x in definitions if not x.untouched]
        found += max((sum(not _is_unanswered(x.statement, symbol) for symbol in symbols) for x in mine), default=0)
    return found or int(not parsed(source.text or ""))


def is_touched(source: Source, course: Course) -> bool:
    """Whether an answer of the module is not as it was handed out, though it may still be a stub."""
    return any(not x.untouched for of_one in _definitions(source, course).values() for x in of_one)


def _versions(source: Source, course: Course) -> list[Source]:
    found: dict[Source, None] = {}
    for version in (x for one in (source, *source.others) for x in _of_one(one, course)):
        found.setdefault(version)
        if len(found) == MOST:
            break
    return list(found)


def _of_one(source: Source, course: Course) -> Iterator[Source]:
    """The module with the last answer under each name, then with the one before it, and so on."""
    ranked = [_ranked(x) for x in _definitions(source, course).values() if len(x) > 1]
    for n in range(max((sum(not x.untouched for x in of_one) for of_one in ranked), default=1) or 1):
        gone = {line for of_one in ranked for x in _left_out(of_one, n) for line in x.lines}
        lines = (source.text or "").split("\n")
        text = "\n".join("" if number in gone else line for number, line in enumerate(lines))
        yield replace(source, text=text if gone else source.text, others=())


def _ranked(definitions: Sequence[Definition]) -> list[Definition]:
    """What counts most comes last; what is as it was handed out counts where there is nothing else."""
    answers = [x for x in definitions if not x.untouched] or list(definitions[-1:])
    return [x for x in definitions if x not in answers] + sorted(answers, key=lambda x: not x.stub)


def _left_out(ranked: Sequence[Definition], n: int) -> Iterator[Definition]:
    """What must not run where the n-th last definition is to count: at first, only what would take its place."""
    chosen = ranked[max(-1 - n, -len(ranked))]
    yield from (x for x in ranked if x != chosen and (n or x.lines.start > chosen.lines.start))


def _definitions(source: Source, course: Course) -> dict[str, list[Definition]]:
    """The definitions of each answer of the module, in their order."""
    cells = (cell for of_one in course.cells.values() for cell in of_one)
    chosen = tuple(cell for cell in cells if cell.module == source.name and cell.kind == "solution")
    return _found(
        source.text or "", chosen, tuple(symbol for exercise in course.exercises for symbol in exercise.symbols)
    )


@lru_cache(maxsize=64)  # a module that did not change is looked at for each session of `watch`
def _found(text: str, cells: tuple[Cell, ...], symbols: tuple[str, ...]) -> dict[str, list[Definition]]:
    names = {name for cell in cells for name in cell.defines}
    handed_out = _normal_forms(tuple(cell.text for cell in cells))
    found: dict[str, list[Definition]] = {}
    for above, statement in _statements(text):
        for name in sorted(names & set(bound_names(statement))):
            if not _from_sibling(statement):
                start = min([statement.lineno, *(x.lineno for x in getattr(statement, "decorator_list", ()))])
                lines = range(above + start - 1, above + (statement.end_lineno or start))
                own = tuple(symbol for symbol in symbols if symbol.partition(".")[0] == name) or (name,)
                found.setdefault(name, []).append(Definition(statement, lines, own, handed_out))
    return found


def _statements(text: str) -> Iterator[tuple[int, ast.stmt]]:
    """The statements at the margin, with the number of lines above; of the cells that are Python, where not all are."""
    if tree := parsed(text):
        yield from ((0, statement) for statement in tree.body)
        return
    starts = [0, *(match.start() for match in _CELL.finditer(text) if match.start()), len(text)]
    for start, end in pairwise(starts):
        tree, above = parsed(text[start:end]), text.count("\n", 0, start)
        yield from ((above, statement) for statement in (tree.body if tree else ()))


def _from_sibling(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and (
        bool(statement.level) or (statement.module or "").partition(".")[0] in (PACKAGE, "solutions")
    )


def _is_unanswered(statement: ast.stmt, symbol: str) -> bool:
    return any(_raises_stub(node) for node in _inner(statement, symbol))


def _inner(statement: ast.stmt, symbol: str) -> Iterable[ast.AST]:
    """What stands in a function or a method of this name."""
    found: ast.AST | None = statement
    for part in symbol.split(".")[1:]:
        body = getattr(found, "body", ())
        found = next((x for x in body if getattr(x, "name", None) == part), None)
    return ast.walk(found) if found else ()


def _raises_stub(node: ast.AST) -> bool:
    return isinstance(node, ast.Raise) and STUB in ast.dump(node)


@cache
def _normal_forms(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_normal_form(statement) for text in texts for _, statement in _statements(text))


def _normal_form(statement: ast.stmt) -> str:
    """A statement without what no program depends on: layout, comments, and what its texts say."""
    return re.sub(r"Expr\(value=Constant\(value=''\)\)(, )?", "", _TEXT.sub("Constant(value='')", ast.dump(statement)))


_TEXT = re.compile(r"""Constant\(value=(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\)""")
