"""What unfolds into gigabytes or minutes costs a process that may be lost; the submission behind it is read.

Run with -s, it prints the peak memory and the time of each bomb.
"""

import bz2
import json
import lzma
import os
import signal
import struct
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course import load_course
from autograder.errors import KitError, UsageError
from autograder.submission import Submission, bounded, open_versions
from tests.submissions import reference, write

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are Linux's")
MEGABYTE = 1 << 20


def _zip(path: Path, method: int, content: bytes, names: tuple[str, ...] = ("value.py",)) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name in names:
            archive.writestr(name, content)
    return path


def _lying(path: Path, method: int, size: int, name: str = "value.py") -> Path:
    """An archive of so many equal bytes that says that there are few."""
    packed = _zip(path, method, b"[" * size, (name,)).read_bytes()
    path.write_bytes(packed.replace(struct.pack("<L", size), struct.pack("<L", 1000)))
    return path


def _notebook(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def _cells(folder: Path, cells: list[object]) -> Path:
    return _notebook(folder / "lab.ipynb", json.dumps({"cells": cells, "nbformat": 4}))


def _code(source: object) -> dict[str, object]:
    return {"cell_type": "code", "source": source, "metadata": {"nbgrader": {"grade_id": "value"}}}


def _script(folder: Path, cell: str) -> Path:
    """A module of 15 cells: longer texts than such a cell are not parsed."""
    return write(folder, {"by_hand": f"# %%\n{cell}" * 15})


BOMBS: dict[str, Callable[[Path], Path]] = {
    "bzip2 of 512 MiB": lambda x: _lying(x / "b.zip", zipfile.ZIP_BZIP2, 1 << 29),
    "LZMA of 512 MiB": lambda x: _lying(x / "l.zip", zipfile.ZIP_LZMA, 1 << 29),
    "bzip2 notebook": lambda x: _lying(x / "b.zip", zipfile.ZIP_BZIP2, 1 << 29, "lab.ipynb"),
    "deflated notebook": lambda x: _zip(x / "d.zip", zipfile.ZIP_DEFLATED, b"[" * (1 << 28), ("lab.ipynb",)),
    "empty cells": lambda x: _notebook(x / "lab.ipynb", '{"cells":[' + "{}," * 30_000 + "{}]}"),
    "a million empty cells": lambda x: _notebook(x / "lab.ipynb", '{"cells":[' + "{}," * 1_000_000 + "{}]}"),
    "cells of one line": lambda x: _cells(x, [_code("x = 1")] * 400_000),
    "brackets": lambda x: _notebook(x / "lab.ipynb", "[" * (80 * MEGABYTE)),
    "lists in lists": lambda x: _notebook(
        x / "lab.ipynb", '{"cells":' + "[[]," * 4_000_000 + "0" + "]" * 4_000_000 + "}"
    ),
    "a long number": lambda x: _notebook(x / "lab.ipynb", '{"cells":[' + "9" * (4 * MEGABYTE) + "]}"),
    "many keys": lambda x: _notebook(x / "lab.ipynb", json.dumps({str(n): {} for n in range(1_500_000)})),
    "magics": lambda x: _cells(x, [_code("%time 1\n" * 8_000)] * 8),
    "shell lines": lambda x: _cells(x, [_code("x = !ls\n" * 8_000)] * 8),
    "deep code": lambda x: _cells(x, [_code("(" * 60_000)] * 8),
    "long unary": lambda x: _cells(x, [_code("x = " + "-" * 60_000 + "1")] * 8),
    "sums without end": lambda x: _cells(x, [_code("x = " + "1+" * 30_000 + "1")] * 8),
    "strings in pieces": lambda x: _cells(x, [_code(["x\n"] * 2_000_000)]),
    "an answer that is defined 40,000 times": lambda x: _script(x, "def forward_pass(): 1\n" * 2_700),
    "an answer of 450,000 terms": lambda x: _script(x, f"def forward_pass():\n return {'1,' * 30_000}1\n"),
    "names that are borrowed": lambda x: _cells(x, [_code("\n".join(f"a{n} = b{n}" for n in range(4_000)))] * 12),
}


def read(path: Path) -> Submission:
    """What a door makes of it, in its first version."""
    return bounded.bounded(path, tuple[Submission, ...], open_versions, path, load_course())[0]


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_stays_within_its_bounds_and_the_next_one_is_read(tmp_path: Path, bomb: str) -> None:
    path = BOMBS[bomb](tmp_path)
    right = write(tmp_path / "next", {"value": reference("value")})
    assert read(right).sources["value"].text
    process = bounded._reader()._process
    before, said = _ticks(process.pid), "read"
    try:
        read(path)
    except UsageError as refused:
        said = str(refused)
        assert len(said) < 1000
    peak, used = _peak(process.pid), _ticks(process.pid) - before
    assert peak <= bounded.MEMORY and used <= bounded.SECONDS + 1.5
    cost = f"{peak / 1e6:.0f} MB | {used:.1f} s" if peak else f" | {bounded.SECONDS} s"
    print(f"| {bomb} | {_size(path) / 1000:.0f} kB | {cost} | {said[-60:]} |")
    began = time.monotonic()
    assert read(right).sources["value"].text
    assert time.monotonic() - began < bounded.PATIENCE


def _size(path: Path) -> int:
    return sum(x.stat().st_size for x in (path.iterdir() if path.is_dir() else [path]) if x.is_file())


def _peak(pid: int) -> int:
    """Bytes; nothing where it was ended by its limit of time, which had less than its limit of memory."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return int(text.split("VmHWM:")[1].split()[0]) * 1024 if "VmHWM:" in text else 0


def _ticks(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _end_itself(number: int) -> str:
    os.kill(os.getpid(), number)
    return "still here"


def _exhaust(_path: str) -> str:
    return str(len(b"x" * (1 << 30)))


def _loop(_path: str) -> str:
    while True:
        pass


def test_each_bound_says_which_it_is() -> None:
    bounded.close_reader()  # a new one has all of its memory: it imports this module, and that is no bound to be hit
    for function, told in ((_exhaust, "300 MB"), (_loop, "5 s")):
        with pytest.raises(UsageError, match=f"theirs: .*{told}"):
            bounded.bounded("theirs", str, function, "")
    with pytest.raises(UsageError, match="ends the program"):
        bounded.bounded("theirs", str, _end_itself, signal.SIGSEGV)


def test_a_reader_that_is_killed_is_replaced_once_and_then_the_kit_is_at_fault(tmp_path: Path) -> None:
    right = write(tmp_path, {"value": reference("value")})
    assert read(right)
    bounded._reader()._process.kill()
    assert read(right)
    with pytest.raises(KitError) as fault:
        bounded.bounded("theirs", str, _end_itself, signal.SIGKILL)
    assert not isinstance(fault.value, UsageError)


def test_packed_by_other_means_a_right_submission_is_still_read(tmp_path: Path) -> None:
    text = reference("value").encode()
    for method, pack in ((zipfile.ZIP_BZIP2, bz2.compress), (zipfile.ZIP_LZMA, lzma.compress)):
        assert pack(text)
        assert read(_zip(tmp_path / "ok.zip", method, text)).sources["value"].text == reference("value")
