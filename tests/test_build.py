"""`python -m release exercises` and `check`: what is written, when, and what is called stale."""

import gettext
from io import BytesIO
from pathlib import Path

import pytest

from autograder.course import load_course
from autograder.errors import KitError
from autograder.judging.claims import Claim
from release import __main__ as command
from release.sources.build import generated, stale, write
from release.sources.catalogue import compiled
from release.sources.weights import with_weights

SAMPLE = Path(__file__).parent / "golden" / "sample"
PO = b"""msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPO-Revision-Date: 2020-01-01 00:00+0000\\n"

msgid "one file"
msgid_plural "{n} files"
msgstr[0] "un fichier"
msgstr[1] "{n} fichiers"
"""


def test_what_is_committed_is_what_the_sources_generate() -> None:
    assert stale(generated()) == ()


def test_building_twice_gives_the_same_bytes() -> None:
    assert generated() == generated()


def test_only_changed_files_are_written(tmp_path: Path) -> None:
    files = generated(SAMPLE, weigh=lambda course: course)
    assert set(write(files, tmp_path)) == set(files)
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.py")}
    (tmp_path / "exercises" / "value.py").write_text("edited by hand")
    assert write(files, tmp_path) == ("exercises/value.py",)
    assert write(files, tmp_path) == ()
    for path, time in times.items():
        assert path.name == "value.py" or path.stat().st_mtime_ns == time


def test_a_generated_file_that_nothing_generates_any_more_is_stale_and_removed(tmp_path: Path) -> None:
    files = generated(SAMPLE, weigh=lambda course: course)
    write(files, tmp_path)
    (tmp_path / "exercises" / "tensor.py").write_text("")
    assert stale(files, tmp_path) == ("exercises/tensor.py",)
    write(files, tmp_path)
    assert not (tmp_path / "exercises" / "tensor.py").exists()


def test_check_names_what_is_stale_and_exits_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = generated(SAMPLE, weigh=lambda course: course)
    write(files, tmp_path)
    (tmp_path / "exercises" / "relu.py").unlink()
    monkeypatch.setattr(command, "generated", lambda: files)
    monkeypatch.setattr(command, "stale", lambda files: stale(files, tmp_path))
    assert command.main(["check"]) == 1
    assert capsys.readouterr().err == "exercises/relu.py is stale: make exercises\n"


def test_a_fault_of_the_sources_exits_2_with_its_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def faulty() -> None:
        raise KitError("solutions/value.py:3: this solution region is not closed")

    monkeypatch.setattr(command, "generated", faulty)
    assert command.main(["exercises"]) == 2
    assert capsys.readouterr().err == "solutions/value.py:3: this solution region is not closed\n"


def test_weights_are_the_sums_over_the_graders() -> None:
    graders = [Claim("relu", weight, visible, {}, print) for weight, visible in ((1, True), (2, True), (4, False))]
    relu = with_weights(load_course(), graders).exercise("relu")
    assert (relu.visible_weight, relu.hidden_weight) == (3, 4)
    assert with_weights(load_course(), graders).exercise("add").visible_weight == 0


def test_a_grader_of_an_unknown_exercise_is_refused() -> None:
    with pytest.raises(KitError, match=r"a grader is for 'rleu': there is no such exercise in course\.toml"):
        with_weights(load_course(), [Claim("rleu", 1, True, {}, print)])


def test_a_catalogue_is_the_same_bytes_whatever_its_dates() -> None:
    once = compiled(PO, language="fr", file="x.po")
    assert once == compiled(PO.replace(b"2020", b"2021"), language="fr", file="x.po")
    assert b"2020" not in once


def test_a_compiled_catalogue_translates() -> None:
    translations = gettext.GNUTranslations(BytesIO(compiled(PO, language="fr", file="x.po")))
    assert translations.ngettext("one file", "{n} files", 2) == "{n} fichiers"
    assert translations.ngettext("one file", "{n} files", 0) == "un fichier"


def test_a_malformed_catalogue_names_its_file() -> None:
    with pytest.raises(KitError, match=r"x\.po"):
        compiled(b"msgid 3\n", language="fr", file="x.po")
