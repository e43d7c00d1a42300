"""Nothing around the kit changes what it does: variables, files beside it, its folder, closed or full outputs."""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.submissions import ROOT, reference, write

SHADOWS = ("random", "json", "msgspec", "numpy", "rich", "pyseccomp")
SHADOW = 'raise SystemExit("a module of the current folder was imported")\n'
INI = "[pytest]\naddopts = --collect-only -k nothing\n"
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX shells and signals")


def grade(
    *arguments: str | Path, cwd: Path, flags: tuple[str, ...] = ("-I",), **environment: str
) -> subprocess.CompletedProcess[str]:
    """`grade` of one exercise as JSON, as the Makefile calls it, or with other flags of the interpreter."""
    command = [sys.executable, *flags, "-m", "autograder", "grade", *map(str, arguments), "--exercise", "add"]
    return subprocess.run(
        [*command, "--format", "json", "--lang", "en"],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def points(done: subprocess.CompletedProcess[str]) -> float:
    assert done.stdout, done.stderr
    return float(json.loads(done.stdout)["points"])


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A submission that is right, among files that are there to mislead the grader."""
    folder = write(tmp_path / "theirs", {"value": reference("value")})
    write(folder, dict.fromkeys(SHADOWS, SHADOW))
    write(folder / "autograder", {"__init__": SHADOW, "__main__": SHADOW, "cli": SHADOW})
    (tmp_path / "pytest.ini").write_text(INI)
    (tmp_path / "conftest.py").write_text(SHADOW)
    return folder


@pytest.mark.parametrize("place", [".", "..", "autograder"])
def test_from_within_a_submission_the_kit_grades_the_same(theirs: Path, place: str) -> None:
    done = grade(theirs, cwd=theirs / place)
    assert (done.returncode, points(done)) == (0, 2.0), done.stderr


def test_without_isolated_mode_modules_of_the_current_folder_are_not_imported_either(theirs: Path) -> None:
    shutil.rmtree(theirs / "autograder")
    done = grade(theirs, cwd=theirs, flags=())
    assert (done.returncode, points(done)) == (0, 2.0), done.stderr


@pytest.mark.parametrize("name", ["PYTHONPATH", "PYTHONSTARTUP", "PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTHONOPTIMIZE"])
@pytest.mark.parametrize("flags", [(), ("-I",)], ids=["plain", "isolated"])
def test_variables_change_nothing(theirs: Path, name: str, flags: tuple[str, ...]) -> None:
    shutil.rmtree(theirs / "autograder")
    value = {
        "PYTHONPATH": str(theirs),
        "PYTHONSTARTUP": str(theirs / "random.py"),
        "PYTEST_ADDOPTS": "--collect-only -k nothing",
        "PYTEST_PLUGINS": "random",
        "PYTHONOPTIMIZE": "2",
    }[name]
    right, wrong = grade(theirs, cwd=ROOT, flags=flags, **{name: value}), write(theirs.parent / "wrong", {})
    (wrong / "value.py").write_text(reference("value").replace("+= 1.0 * out.grad", "= 0.5 * out.grad"))
    assert (right.returncode, points(right)) == (0, 2.0), right.stderr
    done = grade(wrong, cwd=ROOT, flags=flags, **{name: value})
    assert done.returncode == 1 and points(done) < 1.0


@pytest.mark.parametrize("name", ["PYTEST_ADDOPTS", "PYTEST_PLUGINS"])
def test_plain_pytest_refuses_what_would_choose_among_the_graders(name: str) -> None:
    value = "-k nothing" if name == "PYTEST_ADDOPTS" else "colorsys"
    command = [sys.executable, "-m", "pytest", "autograder/graders", "--submission", "solutions", "--lang", "en"]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {name: value}, capture_output=True, text=True, check=False
    )
    assert done.returncode == pytest.ExitCode.USAGE_ERROR and name in done.stderr


def test_plain_pytest_imports_nothing_of_the_folder_that_it_runs_in(theirs: Path) -> None:
    shutil.rmtree(theirs / "autograder")
    command = [sys.executable, "-P", "-m", "pytest", str(ROOT / "autograder" / "graders"), "-q"]
    ask = [*command, "--submission", str(theirs), "--exercise", "add"]
    done = subprocess.run(ask, cwd=theirs, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _shell(script: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    python = f"{shlex.quote(sys.executable)} -I -m"
    return subprocess.run(
        ["sh", "-c", script.replace("PYTHON ", f"{python} ")], cwd=cwd, capture_output=True, text=True, check=False
    )


@posix
@pytest.mark.parametrize("output", ["1>&-", ">/dev/full"])
@pytest.mark.parametrize("command", ["autograder grade exercises", "autograder doctor"])
def test_an_output_that_cannot_be_written_is_one_line_and_status_two(command: str, output: str) -> None:
    done = _shell(f"PYTHON {command} {output}")
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1, done.stderr


@posix
def test_a_closed_input_and_error_output_change_nothing() -> None:
    assert _shell("PYTHON autograder grade exercises <&- 2>&-").returncode == 1


@posix
def test_the_publisher_says_in_one_line_that_its_output_is_full() -> None:
    done = _shell("PYTHON release exercises >/dev/full")
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1, done.stderr


@posix
def test_a_folder_that_was_deleted_is_one_line_and_status_two(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    done = _shell(f"rmdir {shlex.quote(str(gone))}; PYTHON autograder grade", cwd=gone)
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1, done.stderr
    assert "dossier courant" in done.stderr


@posix
def test_ignored_signals_of_children_change_nothing() -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        process = subprocess.Popen(
            [sys.executable, "-I", "-m", "autograder", "grade", "exercises", "--format", "json"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
    finally:
        signal.signal(signal.SIGCHLD, before)
    said, _ = process.communicate()
    report = json.loads(said)
    assert process.returncode == 1 and {x["outcome"] for x in report["exercises"]} == {"todo"}


def test_an_uncaught_exception_is_one_line_and_status_two(tmp_path: Path) -> None:
    """A trial with a kit that is broken: a grader's course data is no JSON."""
    kit = tmp_path / "kit"
    shutil.copytree(ROOT / "autograder", kit / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    (kit / "autograder" / "judging" / "claims.py").write_text("1 / 0\n")
    write(kit / "exercises", {"value": reference("value")})
    command = [
        sys.executable,
        "-c",
        "import sys; sys.path.insert(0, '.'); from autograder.cli import main; sys.exit(main())",
    ]
    plain, debug = (
        subprocess.run([*command, "grade", "--lang", "en", *more], cwd=kit, capture_output=True, text=True, check=False)
        for more in ([], ["--debug"])
    )
    assert plain.returncode == debug.returncode == 2
    assert len(plain.stderr.splitlines()) == 1 and "ZeroDivisionError" in plain.stderr and "--debug" in plain.stderr
    assert "Traceback" in debug.stderr


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize("name", ["lab (1)", "l'été $$HOME", "a;b & c", 'the "best"'])
def test_make_takes_any_name_and_passes_two_on(tmp_path: Path, name: str) -> None:
    folder = write(tmp_path / name.replace("$$", "$"), {"value": reference("value")})
    grade = ["make", "-s", "grade", "EXERCISE=add mul", "UNSAFE=1"]
    right = subprocess.run([*grade, f"SUBMISSION={folder.parent}/{name}"], cwd=ROOT, capture_output=True, check=False)
    assert right.returncode == 0, right.stderr
    (folder / "value.py").write_text(reference("value").replace("+= ", "-= "))
    wrong = subprocess.run([*grade, f"SUBMISSION={folder.parent}/{name}"], cwd=ROOT, capture_output=True, check=False)
    assert wrong.returncode == 0  # points that are missing are no failure of make's
    absent = subprocess.run(
        [*grade, f"SUBMISSION={name} absent"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert absent.returncode == 2 and "Error 2" in absent.stderr


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize("name", ["collect", "class"])
def test_without_a_source_the_repository_is_not_taken_for_a_class(name: str) -> None:
    done = subprocess.run(["make", "-s", name], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and f"make {name} FROM=" in done.stderr


# The instructor's commands

DOWN = "postgresql+psycopg2://ada:s3cr3t@127.0.0.1:1/autograd"  # nobody listens there
NO_SHARED_MEMORY = "mount -t tmpfs -o ro none /dev/shm"


@pytest.fixture
def handed_in(root: Path) -> Path:
    """A course in which one student has handed in a right `add`."""
    from tests import nbgrader_course as lab

    lab.submit(root, "ada", lab.answered(root, {"value": lab.solutions()["value"]}))
    return root


@pytest.mark.parametrize("command", ["autograde", "feedback", "grades", "collect"])
def test_the_password_of_a_database_that_is_down_is_not_printed(handed_in: Path, command: str) -> None:
    with (handed_in / "nbgrader_config.py").open("a") as configuration:
        configuration.write(f"\nc.CourseDirectory.db_url = {DOWN!r}\n")
    source = str(handed_in / "submitted") if command == "collect" else ""
    done = _shell(f"PYTHON release {command} {source} --course {handed_in} --debug")
    said = done.stdout + done.stderr
    assert "s3cr3t" not in said
    if command != "collect":  # which asks no database
        assert done.returncode == 2 and "ada:***@127.0.0.1" in done.stderr.splitlines()[-1]


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs a mount of its own")
def test_without_shared_memory_grade_works_and_autograde_says_so_in_one_line(handed_in: Path) -> None:
    if subprocess.run(["unshare", "-m", "sh", "-c", NO_SHARED_MEMORY], capture_output=True, check=False).returncode:
        pytest.skip("no mount of its own here")
    alone = f"unshare -m sh -c '{NO_SHARED_MEMORY} && exec {shlex.quote(sys.executable)} -I -m "
    graded = _shell(f"{alone}autograder grade solutions --exercise add'")
    assert graded.returncode == 0, graded.stderr
    done = _shell(f"{alone}release autograde --course {handed_in}'")
    assert done.returncode == 2 and done.stderr.splitlines()[-1].endswith("is /dev/shm there?"), done.stderr


@posix
@pytest.mark.parametrize("output", ["1>&-", ">/dev/full"])
def test_an_output_that_cannot_be_written_costs_the_instructor_nothing(handed_in: Path, output: str) -> None:
    done = _shell(f"PYTHON release autograde --course {handed_in} {output}")
    if output == "1>&-":  # nothing is read there, and the points are in the gradebook
        assert done.returncode == 0, done.stderr
    else:
        assert done.returncode == 2 and done.stderr.splitlines()[-1].startswith("standard output cannot be"), (
            done.stderr
        )


@posix
def test_from_a_deleted_folder_autograde_says_so(handed_in: Path) -> None:
    gone = handed_in / "gone"
    gone.mkdir()
    done = _shell(f"rmdir {shlex.quote(str(gone))}; PYTHON release autograde --course {handed_in}", cwd=gone)
    assert done.returncode == 2 and done.stderr.splitlines()[-1].startswith("the current folder was deleted")


@posix
def test_without_assertions_autograde_does_the_same(handed_in: Path) -> None:
    done = _shell(f"PYTHONOPTIMIZE=1 {shlex.quote(sys.executable)} -m release autograde --course {handed_in}")
    assert done.returncode == 0 and done.stdout.startswith("ada: 3 / 20"), done.stderr
