"""What the author wrote: solutions/course.toml and the modules that it lists, checked before anything is built."""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course, Exercise, decode_course
from autograder.errors import KitError
from autograder.language import LANGUAGES, require, require_all
from release.sources.percent import SourceCell, parse, regions

PACKAGE = "solutions"
SIBLING = re.compile(rf"from {PACKAGE}\.(\w+) import [^(\\]+")  # a whole line
CHECK = re.compile(r'check\("(\w+)"\)')


@dataclass(frozen=True)
class Sources:
    """The author's room. `course` has neither weights nor cells yet; `texts` are the modules by name."""

    course: Course
    texts: Mapping[str, str]

    def cells(self, module: str) -> tuple[SourceCell, ...]:
        """The cells of one module, in every language."""
        return parse(self.texts[module], file_of(module))


def file_of(module: str) -> str:
    """What a module is called in messages."""
    return f"{PACKAGE}/{module}.py"


def read_sources(folder: Path) -> Sources:
    """Read the solutions and check them. Raises KitError, naming the file, for the first fault."""
    course = decode_course(_read(folder / "course.toml"), f"{PACKAGE}/course.toml")
    texts = {module.name: _read(folder / f"{module.name}.py").decode() for module in course.modules}
    sources = Sources(course, texts)
    check_course(course)
    for module in texts:
        check_module(sources, module)
    return sources


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes().replace(b"\r\n", b"\n")
    except OSError as error:
        raise KitError(f"{PACKAGE}/{path.name}: {error.strerror}") from None


def check_course(course: Course) -> None:
    """Raises KitError where course.toml contradicts itself or lacks a translation."""
    where = f"{PACKAGE}/course.toml"
    modules, exercises = [x.name for x in course.modules], [x.name for x in course.exercises]
    for names in (modules, exercises):
        if len(set(names)) < len(names):
            raise KitError(f"{where}: {Counter(names).most_common(1)[0][0]} is listed twice")
    require(tuple(x for x in LANGUAGES if x in course.languages), course.languages, f"{where}: languages")
    require(course.languages, course.title, f"{where}: title")
    for module in course.modules:
        require(course.languages, module.title, f"{where}: title of {module.name}")
    for exercise in course.exercises:
        _known(where, exercise.name, [exercise.module], modules)
        _known(where, exercise.name, exercise.needs, exercises)
        require(course.languages, exercise.title, f"{where}: title of {exercise.name}")
        require(course.languages, exercise.hints, f"{where}: hints of {exercise.name}")
        if len({len(hints) for hints in exercise.hints.values()}) > 1:
            raise KitError(f"{where}: hints of {exercise.name}: not as many in each language")
    for assignment in course.assignments:
        _known(where, assignment.name, [*assignment.exercises, *assignment.points], exercises)


def _known(where: str, who: str, names: Iterable[str], known: list[str]) -> None:
    for name in names:
        if name not in known:
            raise KitError(f"{where}: {who} names {name}, which is not there")


def check_module(sources: Sources, module: str) -> None:
    """Raises KitError where a module cannot become a skeleton."""
    file, text, languages = file_of(module), sources.texts[module], sources.course.languages
    regions(text, file)
    require_all(text, languages, file)
    sibling_imports(sources, module)
    cells = sources.cells(module)
    _check_markdown(cells, languages, file)
    _check_solutions(cells, file)
    _check_checks(cells, sources.course, module)
    for exercise in sources.course.exercises:
        if exercise.module == module:
            _check_symbol(exercise, text)


def sibling_imports(sources: Sources, module: str) -> tuple[str, ...]:
    """The earlier modules that this one imports. Raises KitError for a later one, or for another spelling."""
    names = [x.name for x in sources.course.modules]
    earlier = names[: names.index(module)]
    found = []
    for number, line in enumerate(sources.texts[module].split("\n"), 1):
        if sibling := SIBLING.fullmatch(line):
            found.append(sibling[1])
        if re.match(rf"\s*(from|import) +({PACKAGE}\b|\.)", line) and (not sibling or sibling[1] not in earlier):
            wanted = f"only `from {PACKAGE}.X import Y`, on one line, X an earlier module"
            raise KitError(f"{file_of(module)}:{number}: {wanted}, can be rewritten: {line.strip()}")
    return tuple(dict.fromkeys(found))


def _check_markdown(cells: Iterable[SourceCell], languages: tuple[str, ...], file: str) -> None:
    """Between two code cells there are as many markdown cells in each language."""
    count: Counter[str] = Counter()
    for cell in [*cells, SourceCell("the end", "given", "", "")]:
        if cell.kind == "markdown" and cell.language:
            count[cell.language] += 1
        elif cell.kind != "markdown":
            if count:
                require(languages, count, f"{file}: text before {cell.title or cell.text[:40]!r}")
            if len(set(count.values())) > 1:
                raise KitError(f"{file}: text before {cell.title!r}: not as many cells in each language")
            count.clear()


def _check_solutions(cells: Iterable[SourceCell], file: str) -> None:
    for cell in cells:
        has = bool(regions(cell.text, file))
        if has and cell.kind != "solution":
            raise KitError(f'{file}: cell {cell.title!r} has a solution region and no tags=["solution"]')
        if cell.kind == "solution" and not has:
            raise KitError(f"{file}: cell {cell.title!r} is a solution without a region")


def _check_checks(cells: Iterable[SourceCell], course: Course, module: str) -> None:
    """Each exercise of the module has exactly one check cell, and each check cell an exercise of the module."""
    wanted = [exercise.name for exercise in course.exercises if exercise.module == module]
    found = [checked_exercise(cell, file_of(module)) for cell in cells if cell.kind == "check"]
    for name in found:
        if name not in wanted:
            raise KitError(f"{file_of(module)}: check({name!r}) is for no exercise of this module")
    for name in wanted:
        if found.count(name) != 1:
            raise KitError(f'{file_of(module)}: there are {found.count(name)} cells with check("{name}"), not 1')


def checked_exercise(cell: SourceCell, file: str) -> str:
    """The exercise that a check cell is for. Raises KitError when the cell says anything else."""
    match = CHECK.fullmatch(cell.text.strip())
    if match is None:
        raise KitError(f'{file}: cell {cell.title!r} is no check: it has to be exactly # check("exercise")')
    return match[1]


def _check_symbol(exercise: Exercise, text: str) -> None:
    """The exercise's symbols are defined, and a solution region stands in each."""
    begins = [begin for begin, _end in regions_of(exercise, text)]
    for symbol, (first, last) in zip(exercise.symbols, lines_of(exercise, text), strict=True):
        if not any(first < begin <= last for begin in begins):
            raise KitError(f"{file_of(exercise.module)}: exercise {exercise.name} has no solution region in {symbol}")


def regions_of(exercise: Exercise, text: str) -> tuple[tuple[int, int], ...]:
    """First and last line of each solution region of an exercise. Raises KitError where a symbol is not defined."""
    own = lines_of(exercise, text)
    # A region at the end of a function: its last comment line is no part of the tree.
    found = regions(text, file_of(exercise.module))
    return tuple(x for x in found if any(first < x[0] <= last for first, last in own))


def lines_of(exercise: Exercise, text: str) -> tuple[tuple[int, int], ...]:
    """First and last line of each symbol of an exercise in its module. Raises KitError where one is not defined."""
    return tuple(_lines_of(symbol, exercise, text) for symbol in exercise.symbols)


def _lines_of(symbol: str, exercise: Exercise, text: str) -> tuple[int, int]:
    file = file_of(exercise.module)
    found: ast.AST = ast.parse(text, file)
    for name in symbol.split("."):
        nodes = [node for node in getattr(found, "body", ()) if getattr(node, "name", None) == name]
        if not nodes:
            raise KitError(f"{file}: exercise {exercise.name} is in {symbol}, which is not defined there")
        found = nodes[-1]
    assert isinstance(found, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    return found.lineno, found.end_lineno or found.lineno
