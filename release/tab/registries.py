"""What the page has of others: Pyodide and CodeMirror from npm, msgspec from PyPI, by pinned versions and hashes.

`package-lock.json` and `wheels.txt` are the pins. npm and pip fetch and verify, from wherever they are set up to; what
they brought is kept beside the environment, under a name that is made of the pins.
"""

import gzip
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from autograder.errors import KitError, UsageError
from release.files import write_whole

HERE = Path(__file__).parent
PINS = ("package.json", "package-lock.json", "wheels.txt")
# What Pyodide is called where wheels are named (PEP 783), and its Python.
PLATFORM = ("--platform", "pyemscripten_2026_0_wasm32", "--python-version", "3.14", "--implementation", "cp")
Files = Mapping[str, bytes]


@cache
def store() -> Path:
    """The folder with all that is pinned, fetched where it is not there yet. Raises KitError."""
    pins = b"".join((HERE / name).read_bytes() for name in PINS)
    folder = Path(sys.prefix) / "page" / sha256(pins).hexdigest()[:16]
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in PINS:
            shutil.copy(HERE / name, folder / name)
        _run("npm", ["ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"], folder)
        wheels = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
        _run(sys.executable, [*wheels, "--only-binary", ":all:", *PLATFORM, "-r", "wheels.txt", "-d", "wheels"], folder)
        write_whole(folder / "complete", b"")
    return folder


def runtime() -> Files:
    """What of Pyodide is no script: itself, packed, for few servers compress it on its way; Python's library."""
    package = store() / "node_modules" / "pyodide"
    packed = gzip.compress((package / "pyodide.asm.wasm").read_bytes(), mtime=0)
    return {"python.wasm.packed": packed, "python_stdlib.zip": (package / "python_stdlib.zip").read_bytes()}


def numpy_wheel(path: Path) -> bytes:
    """The wheel of numpy of the pinned Pyodide's distribution. Raises UsageError, KitError."""
    lock = json.loads((store() / "node_modules" / "pyodide" / "pyodide-lock.json").read_bytes())
    asked = lock["packages"]["numpy"]
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    if sha256(content).hexdigest() != asked["sha256"]:
        raise UsageError(
            f"{path} is not Pyodide's own numpy: {asked['file_name']}, of the distribution of this Pyodide"
        )
    return content


def wheels() -> Files:
    """What the judge imports beside the standard library, by path."""
    files: dict[str, bytes] = {}
    for path in sorted((store() / "wheels").glob("*.whl")):
        with zipfile.ZipFile(path) as wheel:
            names = (name for name in wheel.namelist() if not name.endswith((".pyi", "/")))
            files |= {name: wheel.read(name) for name in names}
    return files


def bundled(script: Path) -> bytes:
    """A script of the page's with what it imports of npm, as one file. Raises KitError."""
    folder = store()
    target = folder / f"bundled-{script.name}"
    binary = folder / "node_modules" / "esbuild" / "bin" / "esbuild"
    options = ["--bundle", "--minify", "--format=esm", "--charset=utf8", "--legal-comments=none", "--target=es2022"]
    options += ["--external:node:*"]  # what Pyodide would import where it ran in Node.js
    environment = {"NODE_PATH": str(folder / "node_modules")}
    _run(
        "node",
        [str(binary), str(script), *options, f"--outfile={target}", "--log-level=error"],
        folder,
        environment=environment,
    )
    return target.read_bytes()


def _run(program: str, arguments: Sequence[str], folder: Path, *, environment: Mapping[str, str] = {}) -> None:
    found = shutil.which(program)
    if not found:
        raise KitError(f"the page needs {program}: apt install nodejs npm")
    done = subprocess.run(
        [found, *arguments], cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise KitError(f"{program} {arguments[0]} failed: {(done.stderr or done.stdout).strip()[-600:]}")
