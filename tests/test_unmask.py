"""The masked engines: what is asked of them is what they answer, and nothing in the kit tells what is behind a mask."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.course import load_course
from autograder.errors import KitError
from autograder.judging.feedback.unmasking import is_expression
from autograder.judging.respondents.masks import MOST, POINT, answer_of, expressions, masks, right_answer
from autograder.programs.program import Program
from autograder.programs.trace import relu, trace
from autograder.report import CheckResult
from autograder.sandbox.messages import Written
from release.kit import kit_files, project_files
from release.sources.build import PROJECT, build_course
from release.sources.masks import MASKS, chosen, fewest_of, masks_file
from release.sources.misconceptions import exercise_of, read_misconceptions
from release.sources.notebook import lab_notebook, notebook_bytes
from release.sources.read import read_sources
from solutions.backward import backward
from solutions.by_hand import central_difference
from solutions.relu import relu as relu_of_values
from solutions.value import Value
from tests.replays import missing, run
from tests.submissions import grade, reference, results, skeleton

SOURCES = read_sources(PROJECT / "solutions")
BANK = read_misconceptions(PROJECT / "solutions", SOURCES.course)
CHOSEN = tuple(chosen(PROJECT, BANK))
ENGINE = ("value", "relu", "backward")

# Of each engine: an expression that unmasks it, and one that nearly does.
TELLING: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "add.replaced_in_both": (lambda x, y: x + x, lambda x, y: x + y),
    "mul.without_upstream": (lambda x, y: x * y * x, lambda x, y: x * y + x),
    "mul.replaced_in_first": (lambda x, y: x * y + x, lambda x, y: y * x + x),
    "relu.zeroed_when_negative": (lambda x, y: relu(y) + y, lambda x, y: relu(x) + x),
    "backward.walked_twice": (lambda x, y: (x + y) * y, lambda x, y: y * y),
    "topological_sort.breadth_first": (lambda x, y: _twice(x + y, x), lambda x, y: _flipped(x + y, x)),
}


def _twice(a: Any, x: Any) -> Any:
    return a + a * x


def _flipped(a: Any, x: Any) -> Any:
    return a * x + a


def _unmask(tmp_path: Path, expression: str, *, engine: int = 1, before: str = "") -> CheckResult:
    """The outcome of one engine's check, with this expression in the reference."""
    head, _, rest = reference("unmask").partition(f"def engine_{engine}(")
    own = f"{before}\n\ndef engine_{engine}(x, y):\n    return {expression}\n\n\ndef _rest("
    texts = {name: reference(name) for name in ENGINE} | {"unmask": head + own + rest}
    return results(grade(tmp_path, texts, exercises=["unmask"]))["unmask"].checks[engine - 1]


def test_there_is_a_telling_expression_for_each_engine() -> None:
    assert [entry.id for entry in CHOSEN] == list(TELLING)
    assert len(masks().rows) == len(TELLING) == len(load_course().exercise("unmask").symbols)


@pytest.mark.parametrize("number", range(1, len(TELLING) + 1))
def test_an_engine_is_unmasked_by_what_touches_it_and_by_nothing_else(number: int) -> None:
    wrong, right = (trace(function) for function in list(TELLING.values())[number - 1])
    assert answer_of(number, wrong) != right_answer(wrong)
    assert answer_of(number, right) == right_answer(right)


def test_the_data_are_what_the_bank_answers_today() -> None:
    assert masks_file(PROJECT, SOURCES, BANK) == {MASKS: (PROJECT / MASKS).read_bytes()}


def test_the_fewest_operations_are_those_of_an_enumeration() -> None:
    for number, fewest in enumerate(masks().fewest, start=1):
        sizes = {len(p.operations) for p in expressions() if answer_of(number, p) != right_answer(p)}
        assert min(sizes) == fewest and max(sizes) == MOST
    assert masks().fewest == tuple(sorted(masks().fewest))


def test_what_is_right_is_what_the_reference_and_central_differences_say() -> None:
    for program in expressions():
        leaves = [Value(x) for x in POINT]
        functions: dict[str, Callable[..., Any]] = {"relu": relu_of_values}
        functions |= {"+": lambda a, b: a + b, "*": lambda a, b: a * b}
        backward(program.evaluate(leaves, functions)[-1])
        assert tuple(leaf.grad for leaf in leaves) == right_answer(program), program
    for program in expressions()[::7]:
        slopes = central_difference(lambda at, program=program: program.evaluate(at)[-1], list(POINT), 1e-4)
        assert slopes == pytest.approx(right_answer(program), rel=1e-5, abs=1e-4), program


def test_the_same_expression_written_in_another_order_has_the_same_answer() -> None:
    def one(x: Any, y: Any) -> Any:
        a, b = x * x, x + y
        return a * b

    def other(x: Any, y: Any) -> Any:
        b, a = x + y, x * x
        return a * b

    assert trace(one) != trace(other)
    assert all(answer_of(k, trace(one)) == answer_of(k, trace(other)) for k in range(1, len(TELLING) + 1))


def test_no_engine_is_unmasked_by_a_single_use_of_each_input() -> None:
    """What `return x + y` and its like deserve: see solutions/proof.toml."""
    single = [p for p in expressions() if len(p.operations) == 1 and p.uses()[:2] in ([1, 1], [1, 0], [0, 1])]
    assert len(single) == 6
    assert all(answer_of(k, p) == right_answer(p) for p in single for k in range(1, len(TELLING) + 1))


# Nothing to be read


def test_the_file_holds_small_numbers_and_noise() -> None:
    """Equal answers do not look equal, nor do those of a right engine look like one."""
    found = json.loads((PROJECT / MASKS).read_bytes())
    assert set(found) == {"fewest", "rows"}
    rows = [masks().rows[k][i : i + 6] for k in range(len(TELLING)) for i in range(0, len(masks().rows[k]), 6)]
    assert len(rows) == len(TELLING) * len(expressions())
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize("language", SOURCES.course.languages)
def test_a_kit_tells_of_no_engine_what_is_wrong_with_it(language: str) -> None:
    course = build_course(SOURCES)
    notebook = notebook_bytes(lab_notebook(course, course.cells[language]))
    files = kit_files(project_files(PROJECT), course, language, notebook)
    told = {path: content.decode(errors="replace") for path, content in files.items()}
    assert not any("masks.toml" in path or path.startswith("solutions") for path in told)
    for text in told.values():
        assert not any(re.search(rf"\b(?:engine|moteur).{{0,40}}{re.escape(x.id)}", text) for x in CHOSEN)
    for entry in CHOSEN:
        for line in [*(patch.put for patch in entry.patches), *entry.body.strip().split("\n\n")]:
            if not _is_said_anyway(line):
                assert not any(line in text for text in told.values()), line
    texts = "\n".join(text for path, text in told.items() if "unmask" in path)
    assert texts and not any(answer in texts for answer in ("x + x", "relu(y)", "(x + y) * y", "a * x"))


def _is_said_anyway(line: str) -> bool:
    """What every module of the course says somewhere, and what is too short to tell anything."""
    return len(line) < 12


# What is handed in


@pytest.mark.parametrize(
    ("expression", "outcome", "message"),
    [
        ("x + x", "passed", ""),
        ("x + y", "failed", "answers as a right engine"),
        ("x", "failed", "operations  expected 1 … 3  yours 0"),
        ("x + y + x + y + x", "failed", "operations  expected 1 … 3  yours 4"),
        ("x * 2.0 + x", "failed", "what stands here is: float"),
        ("x + Value(1.0)", "failed", "what stands here is"),
        ("x - y", "failed", "no other operation"),
        ("-x", "failed", "no other operation"),
        ("x / y", "failed", "no other operation"),
        ("'x + x'", "failed", "what stands here is: str"),
        ("lambda x, y: x + x", "failed", "what stands here is: function"),
        ("[x + x]", "failed", "what stands here is: list"),
        ("None", "failed", "returns nothing"),
        ("x.data + x.data", "error", "AttributeError"),
        ("engine_1(x, y)", "error", "RecursionError"),
        ("_sum(x, 200_000)", "failed", "yours 200,000"),
        ("_forever()", "timeout", "a loop that never ends"),
        ("_knot(x)", "timeout", "a loop that never ends"),
        ("_forged(x)", "crashed", "not an answer"),
    ],
)
def test_whatever_is_returned_is_told(tmp_path: Path, expression: str, outcome: str, message: str) -> None:
    check = _unmask(tmp_path, expression, before=HOSTILE)
    assert check.outcome == outcome and message in check.message.replace("200000", "200,000"), check.message


HOSTILE = """
def _sum(x, times):
    total = x
    for _ in range(times):
        total = total + x
    return total


def _forever():
    while True:
        pass


def _knot(x):
    root = x + x
    root.operands = (root, root)
    return root


def _forged(x):
    root = x + x
    root.op = 77
    return root
"""


def test_an_answer_that_is_no_expression_is_none() -> None:
    assert is_expression(Written(count=1, operations=((0, (0, 1)),)))
    assert not is_expression(Written(count=1, operations=((0, (0, 2)),)))
    assert not is_expression(Written(count=1, operations=((0, (0,)),)))
    assert not is_expression(Written(count=1, operations=((9, (0, 1)),)))
    assert not is_expression(Written(count=0, operations=((0, (0, 1)),)))


def test_a_larger_expression_unmasks_and_keeps_its_part_of_the_points(tmp_path: Path) -> None:
    text = reference("unmask").replace("return x + x\n", "return (x + x) * y\n")
    report = grade(tmp_path, {name: reference(name) for name in ENGINE} | {"unmask": text}, exercises=["unmask"])
    exercise = results(report)["unmask"]
    [wrong] = [check for check in exercise.checks if check.outcome != "passed"]
    assert exercise.points == pytest.approx(exercise.max_points * 15 / 18, abs=1e-6)
    assert "dL/dx  a right engine: -6  engine 1: -3" in wrong.message
    assert "operations  expected 1  yours 2" in wrong.message


def test_the_replay_shows_it_on_the_students_own_engine(tmp_path: Path) -> None:
    for expression in ("x + y", "x + y + x + y + x"):
        check = _unmask(tmp_path / "graded", expression)
        text = reference("unmask").replace("return x + x\n", f"return {expression}\n")
        modules = {name: reference(name) for name in (*ENGINE, "by_hand")} | {"unmask": text}
        [(printed, error)] = run(tmp_path / "own", modules, [check.replay])
        assert error is None and not list(missing(check, printed, error)), printed


def test_it_waits_for_a_right_engine_where_no_reference_is_at_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.judging.respondents.reference.REFERENCE", tmp_path / "nowhere")
    texts = {name: reference(name) for name in ENGINE} | {"unmask": reference("unmask"), "relu": skeleton("relu")}
    for check in results(grade(tmp_path, texts, exercises=["unmask"]))["unmask"].checks:
        assert (check.outcome, check.message) == ("blocked", "waits for relu")


def test_a_wrong_engine_changes_nothing_where_the_reference_is_lent(tmp_path: Path) -> None:
    wrong = reference("value").replace("self.grad += 1.0", "self.grad = 1.0")
    texts = {name: reference(name) for name in ENGINE} | {"unmask": reference("unmask"), "value": wrong}
    assert results(grade(tmp_path, texts, exercises=["unmask"]))["unmask"].outcome == "passed"


def test_where_the_reference_is_lent_the_sentence_ends_before_what_it_may_not_say(tmp_path: Path) -> None:
    text = reference("unmask").replace("return x + x\n", "return None\n")
    texts = {name: reference(name) for name in ENGINE} | {"unmask": text, "value": skeleton("value")}
    check = results(grade(tmp_path, texts, exercises=["unmask"]))["unmask"].checks[0]
    assert check.outcome == "failed" and check.message.endswith("relu alone"), check


# What the author writes


def test_an_engine_that_nothing_unmasks_is_refused() -> None:
    with pytest.raises(KitError, match="nothing unmasks"):
        fewest_of(tuple(map(right_answer, expressions())))


@pytest.mark.parametrize(
    ("text", "message"),
    [('engines = ["add.no_such"]', "there is no misconception add.no_such"), ("engine = []", "masks.toml")],
)
def test_a_mask_of_nothing_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "masks.toml").write_text(text, encoding="utf-8")
    with pytest.raises(KitError, match=message):
        masks_file(tmp_path, SOURCES, BANK)


def test_a_course_without_masks_has_none(tmp_path: Path) -> None:
    assert masks_file(tmp_path, SOURCES, BANK) == {}


def test_every_engine_is_made_of_what_has_to_be_right_first() -> None:
    needs = load_course().exercise("unmask").needs
    assert {exercise_of(SOURCES, entry).name for entry in CHOSEN} <= set(needs)
    assert Program(2, ()).nodes == len(POINT)
