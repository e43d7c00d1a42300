"""Every number that students read is what the code computes: examples are run, sentences are compared."""

import ast
import doctest
import re
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from tokenize import COMMENT, generate_tokens
from types import ModuleType

import pytest

from autograder import language as languages
from autograder.course import Cell, Course
from autograder.judging.claims import claims_of
from autograder.submission.cells import file_text
from release.sources.read import read_sources
from release.sources.skeleton import authored_cells, without_markers
from tests.printed_numbers import PRINTED, Printed

SOURCES = read_sources(Path(__file__).parents[1] / "solutions")
COURSE: Course = SOURCES.course
LANGUAGES = COURSE.languages
MODULES = [module.name for module in COURSE.modules]
CELLS = {language: without_markers(authored_cells(SOURCES, language)) for language in LANGUAGES}

NUMBER = re.compile(r"(?<![\w.])[-−+]?(?:\d{1,3}(?:[ ,]000)+|\d+(?:(?:[.,]|\{,\})\d+)?)(?!\d)")
THOUSANDS = re.compile(r"[ ,](?=000)")
WORDS = {
    "un million": 1e6,
    "a million": 1e6,
    "deux millions": 2e6,
    "two million": 2e6,
    "un millier": 1000,
    "mille": 1000,
    "a thousand": 1000,
    "cent pas": 100,
    "a hundred steps": 100,
    "dix": 10,
    "ten": 10,
}
WORD = re.compile(rf"\b({'|'.join(WORDS)})\b", re.IGNORECASE)
HEADING = re.compile(r"^#+ .*$", re.MULTILINE)
EFFORT = re.compile(
    r"^\*Sections? (?P<slides>[\d, ]+(?:(?:et|and) \d)?) (?:des diapositives|of the slides)"
    r" · (?:difficulté|difficulty) (?P<difficulty>\d)/3 · (?P<minutes>\d+) minutes"
    r"(?P<bonus> · (?:pour aller plus loin|to go further))?\*$",
    re.MULTILINE,
)
SLIDES = re.compile(r"^\*Sections? [^*\n]* (?:des diapositives|of the slides)\*$", re.MULTILINE)  # below a heading
REFERENCE = re.compile(r"\b(?:la|of|to) section \d")  # where else the course speaks of it


def numbers(text: str) -> list[float]:
    """The numbers in a text, in order, in figures and in the words that we know."""
    found = {match.start(): _number(match[0]) for match in NUMBER.finditer(text)}
    found |= {m.start(): WORDS[m[0].lower()] for m in WORD.finditer(text)}
    return [found[place] for place in sorted(found)]


def _number(text: str) -> float:
    return float(THOUSANDS.sub("", text).replace("{,}", ".").replace(",", ".").replace("−", "-"))


def prose(cell: Cell) -> str:
    """What a cell says to people, on one line: markdown, or the comments and docstrings of code, without examples."""
    if cell.kind == "markdown":
        text = SLIDES.sub("", EFFORT.sub("", HEADING.sub("", cell.text)))
    else:
        text = "\n".join([*_comments(cell.text), *_docstrings(cell.text)])
    return REFERENCE.sub("", " ".join(text.split()))


def _comments(code: str) -> list[str]:
    tokens = generate_tokens(StringIO(code).readline)
    return [token.string for token in tokens if token.type == COMMENT and "noqa" not in token.string]


def _docstrings(code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield (ast.get_docstring(node) or "").partition(">>>")[0]


def said(language: str) -> dict[str, str]:
    """All that is said in a language, by the name of the cell or the exercise."""
    languages.use(language)
    texts = {cell.name: prose(cell) for cell in CELLS[language] if cell.kind != "header"}
    for exercise in COURSE.exercises:
        texts[f"hints of {exercise.name}"] = " / ".join(exercise.hints[language])
        texts[f"claims of {exercise.name}"] = " / ".join(claim.text for claim in claims_of([exercise.name]))
    return texts


def words(printed: Printed, language: str) -> str:
    """The words in this language."""
    return printed.fr if language == "fr" else printed.en


@pytest.mark.parametrize("printed", PRINTED, ids=lambda printed: f"{printed.cell}: {printed.en}")
def test_a_printed_number_is_what_the_code_computes(printed: Printed) -> None:
    assert numbers(printed.fr) == numbers(printed.en) != []
    if printed.numbers is not None:
        assert numbers(printed.en) == pytest.approx([float(x) for x in printed.numbers()])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_is_printed_that_no_entry_computes(language: str) -> None:
    left = said(language)
    for printed in PRINTED:
        assert words(printed, language) in left[printed.cell], (
            f"{printed.cell} says no longer: {words(printed, language)}"
        )
        left[printed.cell] = left[printed.cell].replace(words(printed, language), " … ", 1)
    uncovered = {name: found for name, text in left.items() if (found := numbers(text))}
    assert not uncovered, "no entry of tests/printed_numbers/ computes these"


def test_numbers_are_found_as_each_language_writes_them() -> None:
    assert numbers(r"de $1{,}5 \times (-3) = -4{,}5$, ou 1,5 ; W_1, x₂ et `[2, 3]`") == [1.5, -3, -4.5, 1.5, 2, 3]
    assert numbers("−3, $+1$, 2N, 0.5; deux millions, ou a hundred steps") == [-3, 1, 2, 0.5, 2e6, 100]
    assert numbers("10 000, 10,000, 1,5 000") == [10_000, 10_000, 1.5, 0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("module", MODULES)
def test_the_effort_that_an_exercise_announces_is_that_of_the_table_of_contents(module: str, language: str) -> None:
    text = "\n\n".join(cell.text for cell in CELLS[language] if cell.module == module and cell.kind == "markdown")
    announced = list(EFFORT.finditer(text))
    exercises = [x for x in COURSE.exercises if x.module == module]
    assert [(int(x["difficulty"]), int(x["minutes"]), bool(x["bonus"])) for x in announced] == [
        (exercise.difficulty, exercise.minutes, exercise.bonus) for exercise in exercises
    ]
    slides = {number for x in announced for number in re.findall(r"\d", x["slides"])}
    assert slides == set(re.findall(r"\d", next(x.slides for x in COURSE.modules if x.name == module)))


def test_the_number_of_bodies_to_write_and_of_lines_that_try_are_as_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    from solutions import linear

    source = SOURCES.texts["network"].split("# %% mlp ")[1].split("# %% check_mlp")[0]
    bodies = re.findall(r"### BEGIN SOLUTION\n(.*?) *### END", source, re.DOTALL)
    assert (len(bodies), min(x.count("\n") for x in bodies), max(x.count("\n") for x in bodies)) == (3, 1, 4)
    assert "trois corps d'une à quatre lignes" in said("fr")["about_mlp"]
    assert "three bodies of one to four lines" in said("en")["about_mlp"]
    tried: list[float] = []
    one = linear.neuron
    monkeypatch.setattr(linear, "neuron", lambda w, x, b: [tried.append(b), one(w, x, b)][1])
    linear.best_line(linear.XOR_POINTS, linear.XOR_SIGNS)
    assert 200 < len(tried) < 1000
    assert "centaines de droites" in said("fr")["about_best_line"]
    assert "hundreds of lines" in said("en")["about_best_line"]


def test_more_than_half_of_the_starts_get_stuck_nearly_always_with_a_dead_neuron() -> None:
    from solutions.network import XOR_INPUTS, XOR_TARGETS, train_on_xor

    stuck = dead = 0
    for seed in range(40):
        model, _ = train_on_xor(seed)
        if any(model(x)[0].data * t <= 0 for x, (t,) in zip(XOR_INPUTS, XOR_TARGETS, strict=True)):
            stuck += 1
            dead += any(not any(one(x).data for x in XOR_INPUTS) for one in model.layers[0].neurons)
    assert stuck > 20 and dead > 0.8 * stuck
    assert (
        "plus d'un départ sur deux reste bloqué. C'est presque toujours à cause d'un neurone *mort*"
        in said("fr")["about_learn_xor"]
    )
    assert (
        "more than half of the starts get stuck. It is nearly always because of a *dead* neuron"
        in said("en")["about_learn_xor"]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_steps_of_the_notebook_are_numbered_in_order(language: str) -> None:
    text = "\n".join(cell.text for cell in CELLS[language] if cell.kind == "markdown")
    assert re.findall(r"^# (\d+)\. ", text, re.MULTILINE) == [str(step) for step in range(1, 11)]


# Examples


@pytest.fixture
def as_students_have_it(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> dict[str, ModuleType]:
    """Every module in one language with its answers, imported from each other as `exercises.NAME`."""
    modules: dict[str, ModuleType] = {}
    for name in MODULES:
        module = modules[name] = ModuleType(f"exercises.{name}")
        monkeypatch.setitem(sys.modules, module.__name__, module)
        text = file_text(cell for cell in CELLS[request.param] if cell.module == name)
        exec(compile(text, f"{name}.{request.param}.py", "exec", dont_inherit=True), module.__dict__)
    return modules


@pytest.mark.parametrize("as_students_have_it", LANGUAGES, indirect=True)
def test_the_example_in_a_docstring_prints_what_it_says(as_students_have_it: dict[str, ModuleType]) -> None:
    tried = set()
    for module in as_students_have_it.values():
        for example in doctest.DocTestFinder(exclude_empty=True).find(module, module.__name__):
            if example.examples:
                told = StringIO()
                result = doctest.DocTestRunner(verbose=False).run(example, out=told.write)
                assert result.failed == 0, told.getvalue()
                tried.add(example.name.removeprefix("exercises."))
    without = {"value.Value.__add__", "value.Value.__mul__", "tensor.Tensor.__matmul__"}  # in the example of the class
    without |= {"tensor.in_pytorch"}  # PyTorch may not be there
    assert {f"{x.module}.{x.symbol}" for x in COURSE.exercises} - without <= tried


@pytest.mark.parametrize("language", LANGUAGES)
def test_skeletons_show_the_examples_that_were_tried(language: str) -> None:
    for module in MODULES:
        skeleton = Path(__file__).parents[1] / "autograder" / "data" / "skeletons" / language / f"{module}.py"
        answered = file_text(cell for cell in CELLS[language] if cell.module == module)
        assert _examples(skeleton.read_text(encoding="utf-8")) == _examples(answered) != []


def _examples(text: str) -> list[str]:
    found = [doctest.DocTestParser().get_examples(ast.get_docstring(node) or "") for node in _documented(text)]
    return [f"{example.source}{example.want}" for examples in found for example in examples]


def _documented(text: str) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    return (node for node in ast.walk(ast.parse(text)) if isinstance(node, (ast.FunctionDef, ast.ClassDef)))
