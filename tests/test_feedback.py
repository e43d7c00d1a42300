"""All that a student reads at home of ten mistakes, in both languages; `make golden` renews tests/golden/feedback."""

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder import language as languages
from autograder.render.console import render
from autograder.run import grade_directly
from autograder.session import open_session
from tests.bank import bank, wrong_module
from tests.submissions import write

# None of them answers by the order of a set.
READ = (
    "neuron.zero_on_the_line",
    "add.replaced_in_both",
    "mul.own_data",
    "relu.inverted",
    "relu.truthiness",
    "topological_sort.append_outside",
    "topological_sort.without_root",
    "backward.without_seed",
    "backward.intermediates_reset",
    "matmul.other_side",
)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", READ)
def test_the_feedback_reads_as_it_was_approved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[[str, str], None], name: str, language: str
) -> None:
    monkeypatch.chdir(tmp_path)  # a student grades the folder beside them
    golden(f"feedback/{name}.{language}.txt", feedback(name, Path("exercises"), language))


def feedback(name: str, folder: Path, language: str) -> str:
    """The console's text on the reference solution with this mistake, 80 columns wide."""
    sources, entries = bank()
    texts = sources.texts | dict([wrong_module(name)])
    languages.use(language)
    try:
        session = open_session(write(folder, texts), exercises=[entries[name].exercise])
        return render(grade_directly(session, visible=True, language=language), width=80)
    finally:
        languages.use("en")
