"""The notebook's demos: each shows what it should of right code, and a calm line where something is missing."""

import io
import re
import subprocess
import sys
from ast import literal_eval
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from autograder import language
from autograder.course import load_course
from autograder.judging.grade import grade
from autograder.notebook import show
from autograder.render.drawing import Picture
from autograder.render.show import answered, drawn
from autograder.submission.cells import notebook_text
from release.sources.build import answers
from release.sources.notebook import lab_notebook, notebook_bytes
from release.sources.read import read_sources
from release.sources.skeleton import without_markers
from tests.notebooks import added_text, cell_of, lab, split

ROOT = Path(__file__).parents[1]
COURSE = load_course()
DEMOS = [cell.name for cell in COURSE.cells["fr"] if cell.kind == "demo"]
SHOWN = [name for name in DEMOS if name.startswith("show_")]
ANSWERS = {  # to what is to be predicted
    "predict_line": "(1.0, 0.0)",
    "predict_collapse": "4",
    "predict_kink": "[0.5]",
    "predict_replaced": "5.0",
    "predict_square": "6.0",
    "predict_forwards": "(0.0, -1.0)",
    "predict_twice": "(-9.0, -11.0)",
    "predict_two_folds": "0.0",
    "predict_fold": "[[], [0]]",
}
NEED_NOTHING = ["show_relu"]


@pytest.fixture(scope="module")
def right() -> dict[str, Any]:
    """The notebook's names after every other cell with its answer, and all calls of `show`."""
    return namespace("fr", without_markers(answers(read_sources(ROOT / "solutions"), "fr")))


@pytest.fixture(scope="module")
def unwritten() -> dict[str, Any]:
    """The same before anything is written."""
    return namespace("fr", COURSE.cells["fr"])


def namespace(of: str, cells: Any) -> dict[str, Any]:
    language.use(of)
    names: dict[str, Any] = {"__name__": "notebook"}
    for cell in cells:
        if cell.kind in ("given", "solution") and cell.module:
            exec(compile(notebook_text(cell), cell.name, "exec", dont_inherit=True), names)
    return names


def run(name: str, names: dict[str, Any], *, of: str = "fr") -> tuple[Picture | str, str]:
    """What a demo shows, and what it prints."""
    language.use(of)
    shown: list[Picture | str] = [""]
    text = next(notebook_text(cell) for cell in COURSE.cells[of] if cell.name == name)
    with redirect_stdout(io.StringIO()) as printed:
        exec(text, {**names, "show": lambda *given: shown.append(drawn(*given)), "run": lambda f: print(answered(f))})
    return shown[-1], printed.getvalue()


@pytest.mark.parametrize("name", SHOWN)
def test_a_demo_shows_a_picture_of_right_code(name: str, right: dict[str, Any]) -> None:
    picture, printed = run(name, right)
    assert isinstance(picture, Picture), picture
    assert printed == "" and picture.svg.count("<svg") == 1


@pytest.mark.parametrize("name", SHOWN)
def test_a_demo_of_what_is_still_to_be_written_waits_in_one_calm_line(name: str, unwritten: dict[str, Any]) -> None:
    picture, printed = run(name, unwritten)
    assert printed == ""
    if name in NEED_NOTHING:
        assert isinstance(picture, Picture)
    else:
        assert re.fullmatch(
            r"Cette image attend [\w.]+ : une fois l'exercice fait, exécutez à nouveau cette cellule\.", str(picture)
        )


def test_every_question_is_asked_here() -> None:
    assert [name for name in DEMOS if name.startswith("predict_")] == list(ANSWERS)


@pytest.mark.parametrize("name", ANSWERS)
def test_right_code_answers_what_was_to_be_predicted(name: str, right: dict[str, Any]) -> None:
    assert run(name, right)[1] == f"{ANSWERS[name]}\n"


@pytest.mark.parametrize("name", sorted({*ANSWERS} - {"predict_replaced"}))
def test_a_question_about_what_is_still_to_be_written_waits_in_one_calm_line(
    name: str, unwritten: dict[str, Any]
) -> None:
    said = run(name, unwritten)[1]
    assert re.fullmatch(r"Prédisez dès maintenant ; .* quand [\w.]+ sera écrit\.\n", said)


def test_a_question_that_is_asked_too_early_says_so() -> None:
    assert run("predict_line", {})[1] == "Exécutez d'abord les cellules précédentes : neuron n'existe pas encore.\n"


def test_a_question_may_go_wrong() -> None:
    language.use("en")
    assert answered(lambda: 1 / 0) == "No answer: ZeroDivisionError: division by zero"


def test_central_differences_cost_two_passes_a_weight(right: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("timeit.repeat", passes)
    assert literal_eval(run("measure_cost", right)[1]) == {10: 20, 100: 200, 1000: 2000}


def passes(timed: Callable[[], object], **_times: int) -> list[int]:
    """In place of seconds: how many forward passes something makes."""
    called: list[str] = []
    sys.setprofile(lambda frame, event, _argument: called.append(frame.f_code.co_name) if event == "call" else None)
    try:
        timed()
    finally:
        sys.setprofile(None)
    return [called.count("sum_of_squares")]


def test_a_chain_of_ten_shows_the_influence_go_through_every_layer(right: dict[str, Any]) -> None:
    halved, kept, doubled = run("chain_of_ten", right)[1].splitlines()
    assert halved.startswith("0.5: 1 0.5 0.25 ") and halved.endswith(" 0.000977")
    assert kept == "1:" + 11 * " 1" and doubled.endswith(" 512 1.02e+03")


def test_a_chain_of_what_is_still_to_be_written_waits(unwritten: dict[str, Any]) -> None:
    assert run("chain_of_ten", unwritten)[1].startswith("Terminez d'abord `mul`")
    assert run("chain_of_ten", {})[1].startswith("Terminez d'abord `mul`")


def test_a_demo_names_the_function_that_it_waits_for(unwritten: dict[str, Any]) -> None:
    assert "attend neuron :" in str(run("show_best_line", unwritten)[0])
    assert "attend Layer.__init__ :" in str(run("show_losses", unwritten)[0])


def test_a_demo_that_is_run_too_early_says_so() -> None:
    assert run("show_best_line", {})[0] == "Cette image attend best_line : exécutez d'abord les cellules précédentes."


def test_wrong_code_is_no_traceback() -> None:
    language.use("en")
    assert drawn("loss_curve", lambda: 1 / 0) == "No picture: ZeroDivisionError: division by zero"
    assert str(drawn("half_planes", lambda: (None, "b"))).startswith("No picture: ")
    assert drawn("fold", _three_hidden) == "No picture: ValueError: the fold is drawn for two hidden neurons"


def _three_hidden() -> Any:
    from solutions.network import MLP

    return MLP([2, 3, 1])


def test_the_pictures_tell_the_course_s_story(right: dict[str, Any]) -> None:
    def titles(name: str) -> list[str]:
        picture = run(name, right)[0]
        assert isinstance(picture, Picture)
        return [axes.get_title() for axes in picture.figure.axes]

    assert titles("show_best_line") == ["meilleure droite : 3 points justes sur 4"]
    assert titles("show_surface") == ["avant", "après"]
    assert titles("show_fold") == titles("show_own_fold") == ["le plan", "vu par la couche cachée"]
    graph, by_hand = (run(name, right)[0] for name in ("show_graph", "show_forward_pass"))
    assert isinstance(graph, Picture) and isinstance(by_hand, Picture)
    labels = [sorted(text.get_text() for text in picture.figure.axes[0].texts) for picture in (graph, by_hand)]
    assert labels[0] == ["a +\ndata -1\ngrad -3", "b ×\ndata 3\ngrad 1", "x\ndata 2\ngrad -3", "y\ndata -3\ngrad -4"]
    assert labels[1] == ["a +\ndata -1", "b ×\ndata 3", "x\ndata 2", "y\ndata -3"]


def test_in_the_folded_plane_one_line_separates_xor(right: dict[str, Any]) -> None:
    model = right["train_on_xor"](seed=1, hidden=2)[0]
    [output] = model.layers[1].neurons
    w, b = [weight.data for weight in output.weights], output.bias.data
    for x, (t,) in zip(right["XOR_INPUTS"], right["XOR_TARGETS"], strict=True):
        h = [value.data for value in model.layers[0](x)]
        assert (w[0] * h[0] + w[1] * h[1] + b) * t > 0.5


@pytest.mark.parametrize("of", COURSE.languages)
def test_without_matplotlib_a_picture_says_what_it_needs(of: str) -> None:
    program = (
        "import sys; sys.modules['matplotlib'] = None; from autograder import language; from autograder.render.show "
        f"import drawn; language.use({of!r}); print(drawn('relu_and_derivative'))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == "" and done.stdout.count("\n") == 1
    assert "%pip install matplotlib networkx" in done.stdout


def test_show_displays_a_picture_or_prints_the_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    displayed: list[object] = []
    cells = [notebook_text(cell) for cell in COURSE.cells["fr"]]
    monkeypatch.setattr("autograder.notebook.executed_cells", lambda: cells)
    monkeypatch.setattr("IPython.display.display", displayed.append)
    show("relu_and_derivative")
    assert [type(x) for x in displayed] == [Picture] and capsys.readouterr().out == ""
    show("loss_curve", _unwritten)
    assert capsys.readouterr().out.startswith("Cette image attend _unwritten : ")


def _unwritten() -> None:
    raise NotImplementedError


# PyTorch (with it: tests/test_pytorch.py)


def test_without_pytorch_two_gradients_are_compared(right: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    *rows, how = run("pytorch", right)[1].splitlines()
    assert how == "PyTorch n'est pas installé\u00a0; pour le voir ici\u00a0: %pip install torch"
    [value, tensor] = [row.split() for row in rows]
    assert value[0] == "Value" and tensor[0] == "Tensor" and value[1:7] == tensor[1:7]
    assert all(abs(float(x)) > 0.01 for x in value[1:7]) and float(tensor[-1]) < 1e-12


@pytest.mark.parametrize(
    "change", [None, ("Tensor", "__matmul__"), ("MLP", "__call__")], ids=["nothing", "no matmul", "no network"]
)
def test_the_comparison_waits_for_what_is_unwritten(
    change: tuple[str, str] | None, right: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unwritten(*_: object) -> None:
        raise NotImplementedError

    if change:
        monkeypatch.setattr(right[change[0]], change[1], unwritten)
    later = "Terminez d'abord `matmul` et les exercices précédents, puis exécutez à nouveau cette cellule.\n"
    assert run("pytorch", right if change else {})[1] == later


def test_a_wrong_product_shows_as_a_difference(right: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    relu: Callable[..., Any] = right["Tensor"].relu
    monkeypatch.setattr(right["Tensor"], "relu", lambda self: relu(self) + self)
    row = next(row for row in run("pytorch", right)[1].splitlines() if row.startswith("Tensor"))
    assert float(row.split()[-1]) > 0.1


# In the notebook


def test_demos_stand_in_no_module_and_come_with_every_notebook() -> None:
    assert len(DEMOS) == 21
    for module in COURSE.modules:
        text = (ROOT / "exercises" / f"{module.name}.py").read_text(encoding="utf-8")
        assert "show(" not in text and "import torch" not in text


def test_a_demo_is_locked_and_earns_nothing() -> None:
    cell = cell_of(lab_notebook(COURSE, COURSE.cells["fr"]), "show_relu")
    marks = cell["metadata"]["nbgrader"]
    assert (marks["grade"], marks["locked"], marks["solution"]) == (False, True, False)


def test_a_demo_that_was_changed_is_the_student_s_own_cell() -> None:
    notebook = lab()
    assert not any("show(" in text for text in added_text(split(notebook)["linear"]))
    cell_of(notebook, "show_best_line")["source"] = "show('half_planes', lambda: ([1.0, 1.0], -0.5))"
    assert added_text(split(notebook)["linear"]) == ["show('half_planes', lambda: ([1.0, 1.0], -0.5))"]


def test_demos_that_were_changed_cost_right_answers_nothing(tmp_path: Path) -> None:
    cells = without_markers(answers(read_sources(ROOT / "solutions"), "fr"))
    notebook = lab_notebook(COURSE, cells)
    for name in DEMOS:
        cell_of(notebook, name)["source"] += "\nfrom autograder.notebook import show\nshow('fold', lambda: 1 / 0)"
    (tmp_path / "lab.ipynb").write_bytes(notebook_bytes(notebook))
    report = grade(tmp_path / "lab.ipynb", language="fr")
    assert report.complete, [x for x in report.exercises if x.points < x.max_points]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # zmq's and nbclient's own
@pytest.mark.parametrize("of", COURSE.languages)
@pytest.mark.parametrize("answered", [True, False])
def test_a_kernel_runs_the_whole_notebook_without_an_error_in_a_demo(answered: bool, of: str) -> None:
    cells = without_markers(answers(read_sources(ROOT / "solutions"), of)) if answered else COURSE.cells[of]
    notebook = nbformat.from_dict(lab_notebook(COURSE, cells))  # type: ignore[no-untyped-call]
    with redirect_stderr(io.StringIO()):
        ran = NotebookClient(notebook, kernel_name="python3", allow_errors=not answered, timeout=60).execute()
    for name in SHOWN:
        # Matplotlib says so where it has to wait for its list of fonts, the first time on a machine.
        [output] = [x for x in cell_of(ran, name)["outputs"] if "building the font cache" not in x.get("text", "")]
        pictured = answered or name in NEED_NOTHING
        assert output.output_type == ("display_data" if pictured else "stream"), (name, output)
        assert not pictured or output.data["image/svg+xml"].count("<svg") == 1
    assert {output.output_type for output in cell_of(ran, "pytorch")["outputs"]} == {"stream"}


def test_nothing_is_drawn_while_nbgrader_runs_a_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    show("loss_curve", lambda: pytest.fail("computed for nobody"))
