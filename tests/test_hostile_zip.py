"""Through the door that the README shows, without a wish: a hostile zip gets its honest points and changes nothing."""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import tomllib
import zipfile
from pathlib import Path

import pytest

from autograder.sandbox import open_sandbox
from tests.submissions import ROOT, skeleton

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or open_sandbox().rung != "confined" or not shutil.which("make"),
    reason="needs make, and a machine that confines",
)
Done = subprocess.CompletedProcess[str]
ATTACK = """
def attempt(what):
    try:
        what()
    except BaseException:
        pass


def answers():
    text = open("{root}/solutions/value.py").read()
    exec(compile(text, __file__ if "__file__" in globals() else "value", "exec"), globals())


def write():
    with open("{root}/autograder/kit-hostile.py", "w") as file:
        file.write("x = 1")


def connect():
    import socket
    socket.create_connection(("127.0.0.1", {port}), 1).sendall(open("{root}/solutions/value.py", "rb").read())


def daemon():
    import os, time
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)


def link():
    import os
    os.symlink("/", "{root}/exercises/kit-hostile")


def truncate():
    import os
    os.truncate("{root}/autograder/graders/hidden/test_value.py", 0)


def remove():
    import os
    os.remove("{root}/autograder/data/course.json")


def kill():
    import os, signal
    os.kill(os.getppid(), signal.SIGKILL)


for what in (answers, write, connect, daemon, link, truncate, remove, kill):
    attempt(what)
"""


def _state(folder: Path) -> dict[str, str]:
    """Every file and link of the kit by what is in it."""
    found = {}
    for place, folders, files in os.walk(folder):
        folders[:] = [x for x in folders if x not in ("__pycache__", ".venv", ".git")]
        for path in (Path(place, name) for name in (*files, *folders)):
            if path.is_symlink():
                found[str(path)] = str(path.readlink())
            elif path.is_file():
                found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def test_the_binding_of_seccomp_is_part_of_the_core_set_up() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert [x for x in project["dependencies"] if x.startswith("pyseccomp") and "sys_platform == 'linux'" in x]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project, to be attacked."""
    root = tmp_path / "project"
    root.mkdir()
    for name in ("autograder", "solutions", "exercises", "Makefile", "pyproject.toml", "constraints.txt", ".ci"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, root / name)
    return root


def test_a_hostile_zip_gets_its_honest_points_and_changes_nothing(project: Path) -> None:
    """What make itself would install is there already."""
    inside = "import sys; sys.path.insert(0, '.'); from autograder.cli import main; sys.exit(main())"
    grade = [sys.executable, "-c", inside, "grade", "{zip}", "--exercise", "add", "--exercise", "mul"]
    done = attack(project, [*grade, "--format", "json"])
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout)
    assert report["rung"] == "confined" and report["points"] == 0


@pytest.mark.slow
def test_so_it_is_in_an_environment_that_make_grade_alone_has_made(project: Path) -> None:
    """Packages come from the index that this machine is set up for; of the tests' own environment nothing is there."""
    path = os.pathsep.join(x for x in os.environ["PATH"].split(os.pathsep) if ".venv" not in x)
    installed = {"PATH": path} | {name: x for name, x in os.environ.items() if name.startswith(("PIP_", "UV_", "SSL_"))}
    made = subprocess.run(["make", "-s", ".venv/.core"], cwd=project, env=installed, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    grade = ["make", "-s", "grade", "SUBMISSION={zip}", "EXERCISE=add mul", "L=en"]
    done = attack(project, grade, installed)
    assert done.returncode == 0, done.stderr
    assert "isolation:" not in done.stdout + done.stderr  # only a rung that is not the strongest is named
    assert "total 0 / 3 " in done.stdout, done.stdout


def attack(project: Path, command: list[str], environment: dict[str, str] | None = None) -> Done:
    """What a command says that grades the hostile zip; nothing of the project, of ports and processes is another."""
    archive = project.parent / "rendu.zip"
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        text = ATTACK.replace("{root}", str(project)).replace("{port}", str(server.getsockname()[1]))
        with zipfile.ZipFile(archive, "w") as packed:
            packed.writestr("exercises/value.py", f"{skeleton('value')}\n\n{text}")
        before = _state(project)
        asked = [x.replace("{zip}", str(archive)) for x in command]
        done = subprocess.run(asked, cwd=project, env=environment, capture_output=True, text=True, check=False)
        with pytest.raises(TimeoutError):
            server.accept()
    assert _state(project) == before
    time.sleep(0.2)
    running = [x.read_bytes() for x in Path("/proc").glob("[0-9]*/cmdline") if _readable(x)]
    assert not [x for x in running if str(project).encode() in x]
    return done


def _readable(path: Path) -> bool:
    try:
        return bool(path.read_bytes())
    except OSError:
        return False
