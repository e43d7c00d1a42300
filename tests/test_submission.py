"""A submission in any form: what is read, what is ignored and why, and what cannot be graded at all."""

import os
import zipfile
from pathlib import Path

import pytest

from autograder import language
from autograder.course import load_course
from autograder.errors import UsageError
from autograder.submission import Submission, open_submission
from tests.notebooks import code, lab, position
from tests.submissions import skeleton

COURSE = load_course()
ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _english() -> None:
    language.use("en")


def _open(path: Path) -> Submission:
    return open_submission(path, COURSE)


def _zip(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def _notebook(answer: str | None = None) -> str:
    import json

    notebook = lab()
    if answer:
        notebook["cells"][position(notebook, "relu")]["source"] = answer
    return json.dumps(notebook)


# Folders


def test_the_modules_of_a_folder_are_read_in_the_order_of_the_course() -> None:
    submission = _open(ROOT / "exercises")
    assert list(submission.sources) == [module.name for module in COURSE.modules]
    assert submission.sources["value"].text == skeleton("value")
    assert submission.read == tuple(source.path for source in submission.sources.values())


def test_a_line_of_a_module_is_located_by_file_and_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert _open(Path("exercises")).sources["value"].locate(41) == "exercises/value.py:41"


def test_a_folder_may_hold_some_modules_only(tmp_path: Path) -> None:
    (tmp_path / "relu.py").write_text("x = 1")
    assert list(_open(tmp_path).sources) == ["relu"]


def test_what_is_no_module_is_listed_with_its_reason(tmp_path: Path) -> None:
    for name in ("relu.py", "notes.txt", "values.py", "lab.ipynb"):
        (tmp_path / name).write_text("{}")
    (tmp_path / "__pycache__").mkdir()
    ignored = {Path(path).name: reason for path, reason in _open(tmp_path).ignored}
    assert ignored["notes.txt"] == "not a module of the course"
    assert ignored["values.py"] == "not a module of the course; should it be value.py?"
    assert ignored["lab.ipynb"].endswith("lab.ipynb is not a notebook: there is no cell in it")
    assert ignored["__pycache__"] == "not part of the submission"


def test_a_byte_order_mark_and_windows_line_ends_are_no_problem(tmp_path: Path) -> None:
    (tmp_path / "relu.py").write_bytes(b"\xef\xbb\xbfx = 1\r\ny = 2\rz = 3\n")
    assert _open(tmp_path).sources["relu"].text == "x = 1\ny = 2\nz = 3\n"


def test_a_module_that_is_not_utf8_has_a_problem_that_names_byte_and_line(tmp_path: Path) -> None:
    (tmp_path / "relu.py").write_bytes("x = 1\n# été\n".encode("latin-1"))
    (tmp_path / "value.py").write_text("x = 1")
    sources = _open(tmp_path).sources
    assert sources["relu"].text is None
    assert sources["relu"].problem == "not UTF-8: byte 0xe9 on line 2; save the file as UTF-8"
    assert sources["value"].text == "x = 1"


def test_a_module_over_a_megabyte_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "relu.py").write_bytes(b"#" * (1 << 20))
    (tmp_path / "value.py").write_bytes(b"#" * ((1 << 20) + 1))
    sources = _open(tmp_path).sources
    assert len(sources["relu"].text or "") == 1 << 20
    assert (sources["value"].text, sources["value"].problem) == (None, "larger than 1 MB")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text("secret = 1")
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "relu.py").write_text("x = 1")
    (folder / "value.py").symlink_to(tmp_path / "secret.py")
    submission = _open(folder)
    assert list(submission.sources) == ["relu"]
    assert submission.ignored == ((f"{folder}/value.py", "a link that leads out of the folder"),)


def test_a_link_within_the_folder_is_followed_and_one_to_itself_is_not(tmp_path: Path) -> None:
    (tmp_path / "old.py").write_text("x = 1")
    (tmp_path / "relu.py").symlink_to("old.py")
    (tmp_path / "value.py").symlink_to("value.py")
    assert list(_open(tmp_path).sources) == ["relu"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_what_is_no_plain_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "value.py")
    (tmp_path / "relu.py").write_text("x = 1")
    (tmp_path / "backward.py").mkdir()
    submission = _open(tmp_path)
    assert list(submission.sources) == ["relu"]
    assert (f"{tmp_path}/value.py", "not a file") in submission.ignored


@pytest.mark.parametrize("folder", ["exercises", "kit/exercises", "answers"])
def test_modules_may_stand_in_a_folder_of_the_folder(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir(parents=True)
    (tmp_path / folder / "relu.py").write_text("x = 1")
    assert _open(tmp_path).sources["relu"].path == f"{tmp_path}/{folder}/relu.py"


def test_exercises_comes_before_another_folder(tmp_path: Path) -> None:
    for folder in ("aaa", "exercises"):
        (tmp_path / folder).mkdir()
        for module in ("relu", "value") if folder == "aaa" else ("relu",):
            (tmp_path / folder / f"{module}.py").write_text(folder)
    submission = _open(tmp_path)
    assert submission.sources["relu"].text == "exercises"
    assert (f"{tmp_path}/aaa/*.py", "modules too; those that hold more answers are graded") in submission.ignored


def test_the_only_notebook_of_a_folder_without_modules_is_read(tmp_path: Path) -> None:
    (tmp_path / "lab.ipynb").write_text(_notebook(), encoding="utf-8")
    (tmp_path / "timestamp.txt").write_text("2026-01-01")
    submission = _open(tmp_path)
    assert submission.sources["value"].text == skeleton("value")
    assert submission.read == (f"{tmp_path}/lab.ipynb",)
    assert submission.ignored == ((f"{tmp_path}/timestamp.txt", "not a module of the course"),)


def test_an_answered_notebook_comes_before_modules_as_they_were_handed_out(tmp_path: Path) -> None:
    (tmp_path / "lab.ipynb").write_text(_notebook("def relu(x):\n    return x"), encoding="utf-8")
    for module in COURSE.modules:
        (tmp_path / f"{module.name}.py").write_bytes(skeleton(module.name).replace("\n", "\r\n").encode())
    submission = _open(tmp_path)
    assert "return x" in (submission.sources["relu"].text or "")
    assert (f"{tmp_path}/value.py", "as it was handed out; the notebook is graded") in submission.ignored


def test_answered_modules_come_before_a_notebook(tmp_path: Path) -> None:
    (tmp_path / "lab.ipynb").write_text(_notebook(), encoding="utf-8")
    (tmp_path / "relu.py").write_text("x = 1")
    assert _open(tmp_path).sources["relu"].text == "x = 1"


# Archives


@pytest.mark.parametrize("folder", ["", "exercises/", "kit/exercises/"])
def test_an_archive_is_read_without_unpacking_it(tmp_path: Path, folder: str) -> None:
    files = {f"{folder}relu.py": "x = 1", "__MACOSX/._relu.py": b"\0", f"{folder}notes.txt": ""}
    submission = _open(_zip(tmp_path / "work.zip", files))
    assert submission.sources["relu"].text == "x = 1"
    assert submission.sources["relu"].locate(1) == f"{tmp_path}/work.zip/{folder}relu.py:1"
    assert (f"{tmp_path}/work.zip/__MACOSX/", "not part of the submission") in submission.ignored
    assert list(tmp_path.iterdir()) == [tmp_path / "work.zip"]


def test_an_archive_of_the_whole_kit_gives_its_exercises(tmp_path: Path) -> None:
    files = {f"kit/autograder/data/skeletons/fr/{m.name}.py": "" for m in COURSE.modules}
    submission = _open(_zip(tmp_path / "kit.zip", {**files, "kit/exercises/relu.py": "x = 1", "kit/Makefile": ""}))
    assert {name: source.text for name, source in submission.sources.items()} == {"relu": "x = 1"}
    assert {path.removeprefix(f"{tmp_path}/kit.zip/") for path, _ in submission.ignored} == {
        "kit/autograder/",
        "kit/Makefile",
    }


def test_an_archive_may_hold_a_notebook(tmp_path: Path) -> None:
    submission = _open(_zip(tmp_path / "work.zip", {"work/lab.ipynb": _notebook()}))
    assert submission.sources["value"].text == skeleton("value")
    assert submission.sources["value"].locate(1) == f"{tmp_path}/work.zip/work/lab.ipynb"


LEFT_BEHIND = (
    "__MACOSX/mine/._lab.ipynb",
    "mine/._lab.ipynb",
    "mine/.ipynb_checkpoints/lab-checkpoint.ipynb",
    ".ipynb_checkpoints/relu.py",
)


def test_what_a_mac_and_jupyter_leave_in_an_archive_is_no_second_notebook(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"mine/lab.ipynb": _notebook(), **dict.fromkeys(LEFT_BEHIND, b"\0")}
    path = _zip(tmp_path / "all.zip", files)
    submission = _open(path)
    assert submission.read == (f"{path}/mine/lab.ipynb",)
    assert submission.ignored == tuple(
        (f"{path}/{shown}", "not part of the submission")
        for shown in ("__MACOSX/", "mine/._lab.ipynb", "mine/.ipynb_checkpoints/", ".ipynb_checkpoints/")
    )


def test_nor_is_what_they_leave_in_a_folder(tmp_path: Path) -> None:
    for name in ("mine/lab.ipynb", *LEFT_BEHIND):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(_notebook() if name == "mine/lab.ipynb" else "\0", encoding="utf-8")
    submission = _open(tmp_path)
    assert submission.read == (f"{tmp_path}/mine/lab.ipynb",)
    assert (f"{tmp_path}/mine/._lab.ipynb", "not part of the submission") in submission.ignored
    assert (f"{tmp_path}/mine/.ipynb_checkpoints/", "not part of the submission") in submission.ignored


def test_a_folder_that_an_archive_calls_by_a_dot_is_its_root(tmp_path: Path) -> None:
    assert _open(_zip(tmp_path / "work.zip", {"./relu.py": "x = 1"})).sources["relu"].text == "x = 1"


def test_a_link_in_an_archive_is_ignored(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("value.py")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "work.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("relu.py", "x = 1")
    submission = _open(tmp_path / "work.zip")
    assert list(submission.sources) == ["relu"]
    assert submission.ignored == ((f"{tmp_path}/work.zip/value.py", "a link"),)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = _zip(tmp_path / "work.zip", {"value.py": b"\0" * (64 << 20), "relu.py": "x = 1"})
    sources = _open(path).sources
    assert sources["value"].problem == "larger than 1 MB"
    assert sources["relu"].text == "x = 1"


def test_a_bomb_that_declares_a_small_size_is_damaged(tmp_path: Path) -> None:
    path = _zip(tmp_path / "work.zip", {"value.py": b"\0" * (8 << 20)})
    size = (8 << 20).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (100).to_bytes(4, "little")))
    with pytest.raises(UsageError, match="is a damaged archive"):
        _open(path)


# What cannot be graded at all


def _damaged(path: Path) -> Path:
    _zip(path, {"value.py": "x = 1\n" * 1000})
    path.write_bytes(path.read_bytes()[:60] + b"\0" * 20 + path.read_bytes()[80:])
    return path


def _encrypted(path: Path) -> Path:
    _zip(path, {"value.py": "x = 1"})
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(content)
    return path


def _file(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


UNUSABLE = {
    "nothing": (lambda folder: folder / "nothing", "nothing does not exist"),
    "empty folder": (lambda folder: folder, "value.py, relu.py, backward.py"),
    "two notebooks": (
        lambda folder: [_file(folder / f"{name}.ipynb", "{}") for name in "ab"] and folder,
        "holds several notebooks: a.ipynb, b.ipynb; which one?",
    ),
    "text": (lambda folder: _file(folder / "notes.txt", ""), "is neither a folder, nor a .zip, nor an .ipynb"),
    "no zip": (
        lambda folder: _file(folder / "work.zip", "hello"),
        "is a damaged archive, perhaps cut off on its way: pack it anew",
    ),
    "empty zip": (lambda folder: _zip(folder / "work.zip", {}), "is an archive without a file in it"),
    "cut zip": (lambda folder: _damaged(folder / "work.zip"), "is a damaged archive"),
    "zip with ..": (lambda folder: _zip(folder / "w.zip", {"../value.py": ""}), "holds ../value.py, which leads out"),
    "zip with \\": (lambda folder: _zip(folder / "w.zip", {"a\\..\\..\\b.py": ""}), "which leads out of it"),
    "zip with /": (lambda folder: _zip(folder / "w.zip", {"/value.py": ""}), "holds /value.py, which leads out"),
    "zip with C:": (lambda folder: _zip(folder / "w.zip", {"C:/value.py": ""}), "holds C:/value.py, which leads out"),
    "locked zip": (lambda folder: _encrypted(folder / "w.zip"), "wants a password"),
    "no notebook": (
        lambda folder: _file(folder / "lab.ipynb", "hello"),
        "is not a notebook: it breaks off or is damaged; save it anew",
    ),
    "binary": (lambda folder: _file(folder / "lab.ipynb", b"\xff\xfe\0"), "lab.ipynb is not a notebook"),
    "deep": (lambda folder: _file(folder / "lab.ipynb", "[" * 100_000), "lab.ipynb is not a notebook"),
    "list": (lambda folder: _file(folder / "lab.ipynb", "[]"), "is not a notebook: there is no cell in it"),
    "other cells": (
        lambda folder: _file(folder / "lab.ipynb", '{"cells": [{"cell_type": "code", "source": "x = 1"}]}'),
        "lab.ipynb holds no cell of the course",
    ),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_cannot_be_graded_has_one_clear_message(tmp_path: Path, name: str) -> None:
    make, message = UNUSABLE[name]
    with pytest.raises(UsageError) as error:
        _open(make(tmp_path))
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_folder_that_cannot_be_listed_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(UsageError, match="cannot be read: Permission denied"):
        _open(tmp_path)


def test_one_unreadable_module_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from autograder.submission import tree

    def refuse(path: Path, _limit: int) -> bytes:
        if path.name == "value.py":
            raise PermissionError(13, "Permission denied")
        return b"x = 1"

    monkeypatch.setattr(tree, "_read", refuse)
    for name in ("value", "relu"):
        (tmp_path / f"{name}.py").write_text("")
    sources = _open(tmp_path).sources
    assert (sources["value"].text, sources["value"].problem) == (None, "Permission denied")
    assert sources["relu"].text == "x = 1"


def test_a_notebook_of_fifty_megabytes_of_outputs_is_read(tmp_path: Path) -> None:
    import json

    notebook = lab()
    output = {"output_type": "stream", "name": "stdout", "text": ["x" * 80 + "\n"] * 600_000}
    notebook["cells"].append(code("print()", outputs=[output]))
    path = _file(tmp_path / "lab.ipynb", json.dumps(notebook))
    assert path.stat().st_size > 50_000_000
    assert _open(path).sources["value"].text == skeleton("value")
