"""`watch`: graded on save, what was saved first; the terminal is left as it was; what is gone is waited for."""

import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from autograder.course import load_course
from autograder.morning.watching.judge import Judge
from autograder.morning.watching.loop import Watch
from autograder.morning.watching.screen import Screen
from autograder.report import Report
from autograder.sandbox import open_sandbox
from tests.submissions import reference, skeleton, write
from tests.test_morning import ADD, WRONG

pytestmark = pytest.mark.alone  # a person would wait as long as these do, on a machine of their own
terminal = pytest.importorskip("tests.terminal", reason="there are no pseudo-terminals")
COURSE = load_course()
LEFT = "\x1b[?1049l"  # the terminal's own screen is back


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    modules = {module.name: skeleton(module.name) for module in COURSE.modules}
    write(tmp_path / "exercises", modules | {"linear": reference("linear"), "by_hand": reference("by_hand")})
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Drawn:
    """A watch whose screens are kept."""

    def __init__(self, kit: Path) -> None:
        self.order: list[str] = []
        self.watch = Watch(Judge(kit / "exercises", COURSE, open_sandbox()), self._draw)
        self.settle()

    def _draw(self, _watched: Watch, report: Report | None) -> None:
        self.order += [report.exercises[0].name] if report else ["?"]

    def settle(self) -> list[str]:
        """Grade all that there is to grade; what was graded, in this order."""
        self.order.clear()
        while self.watch.step():
            continue
        return list(self.order)

    def screen(self, height: int = 24) -> list[str]:
        console = Console(file=StringIO(), width=80, height=height, force_terminal=True, color_system=None)
        lines = console.render_lines(Screen(self.watch.state), console.options.update(height=height), pad=False)
        return ["".join(segment.text for segment in line).rstrip() for line in lines]


def _save(kit: Path, module: str, text: str) -> None:
    (kit / "exercises" / f"{module}.py").write_text(text, encoding="utf-8")


def test_what_was_saved_is_graded_first_and_nothing_that_it_does_not_touch(kit: Path) -> None:
    drawn = Drawn(kit)
    assert drawn.watch.state.current == "add" and "5 of 18 exercises" in drawn.screen()[0]
    _save(kit, "relu", skeleton("relu").replace("    raise NotImplementedError", "    return x", 1))
    assert drawn.settle()[0] == "relu" and drawn.watch.state.current == "relu"
    _save(kit, "value", skeleton("value").replace(ADD, WRONG, 1))
    order = drawn.settle()
    assert order[0] == "add" and not {"neuron", "collapse", "backward_pass"} & set(order)
    assert {"mul", "relu", "topological_sort", "mlp"} <= set(order) and len(order) == len(set(order))
    assert drawn.settle() == []


def test_the_screen_fits_and_says_what_does_not(kit: Path) -> None:
    drawn = Drawn(kit)
    _save(kit, "value", skeleton("value").replace(ADD, f"            print('here')\n{WRONG}", 1))
    drawn.settle()
    screen = drawn.screen()
    assert len(screen) == 24 and max(map(len, screen)) <= 80
    assert "next:" in "\n".join(screen) and screen[-1].startswith(" h hint")
    small = drawn.screen(height=12)
    assert len(small) == 12 and "too small" in small[-2] and small[-1].startswith(" h hint")
    assert any("│ here" in line for line in drawn.screen(height=50))


def test_what_is_half_saved_renamed_or_gone_is_waited_for(kit: Path) -> None:
    drawn = Drawn(kit)
    _save(kit, "relu", "")
    assert drawn.settle() == []  # an editor that empties a file first has a moment
    _save(kit, "relu", skeleton("relu").replace("def relu(", "def relu(("))
    assert drawn.settle()[0] == "relu" and drawn.watch.state.results["relu"].outcome == "error"
    (kit / "exercises" / "relu.py").rename(kit / "exercises" / "other.py")
    _save(kit, "relu", reference("relu"))
    assert set(drawn.settle()[:3]) == {"relu", "exp", "tanh"} and drawn.watch.state.results["relu"].outcome == "passed"
    shutil.move(kit / "exercises", kit / "elsewhere")
    assert drawn.settle() == ["?"] and "does not exist" in " ".join(drawn.screen())
    shutil.move(kit / "elsewhere", kit / "exercises")
    assert drawn.settle() and "does not exist" not in " ".join(drawn.screen())


@pytest.fixture
def student(kit: Path) -> Iterator["terminal.Terminal"]:
    opened = terminal.Terminal(kit, "watch", "--lang", "en")
    yield opened
    opened.close()


def test_a_save_shows_and_keys_work(kit: Path, student: "terminal.Terminal") -> None:
    student.wait_for("add")
    _save(kit, "value", skeleton("value").replace(ADD, WRONG, 1))
    student.wait_for("dL/dx  expected 2  yours 1")
    student.press("h")
    student.wait_for("hint 1 of 3")
    student.press("l")
    student.wait_for("topological_sort")
    student.press("r")
    student.wait_for("any key")
    student.press(" ")
    student.wait_for("h hint")
    student.press("q")
    status, written, same = student.end()
    assert status == 0 and LEFT in written and same


def test_an_interrupt_leaves_the_terminal_as_it_was(student: "terminal.Terminal") -> None:
    student.wait_for("add")
    student.interrupt()
    status, written, same = student.end()
    assert status == 0 and LEFT in written and same and "Traceback" not in written


def test_lines_are_written_where_a_screen_is_not_wanted(kit: Path) -> None:
    student = terminal.Terminal(kit, "watch", "--plain", "--lang", "en")
    student.wait_for("matmul  to do")
    _save(kit, "value", skeleton("value").replace(ADD, WRONG, 1))
    said = student.wait_for("✗")
    student.interrupt()
    status, written, _same = student.end()
    student.close()
    assert "add  not yet  3 of 5" in said and "\x1b" not in said + written and status == 0
