"""Replays run as a student runs them: in a process of their own, beside their own modules, without the kit."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from autograder.language import digits
from autograder.report import CheckResult
from tests.submissions import write

LIMIT = 60.0  # seconds for all replays of one submission
ROW = re.compile(r"^ *(.+?)  expected (.*?) +yours (.*)$")
# Each replay in fresh modules; what it printed, and what it raised.
RUNNER = """
import contextlib, io, json, sys, traceback
sys.path.insert(0, ".")
done = []
for text in json.load(sys.stdin):
    for name in [x for x in sys.modules if x.partition(".")[0] == "exercises"]:
        del sys.modules[name]
    out, error = io.StringIO(), None
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(text, "<replay>", "exec"), {"__name__": "__main__"})
    except BaseException as raised:
        error = type(raised).__name__
    done.append([out.getvalue(), error])
json.dump(done, sys.stdout)
"""


def run(folder: Path, modules: Mapping[str, str], replays: Sequence[str]) -> list[tuple[str, str | None]]:
    """What each replay prints beside these modules, and the type of what it raises."""
    write(
        folder / "exercises",
        {name: text.replace("from solutions.", "from exercises.") for name, text in modules.items()},
    )
    command = [sys.executable, "-I", "-c", RUNNER]
    done = subprocess.run(
        command, cwd=folder, input=json.dumps(replays), capture_output=True, text=True, timeout=LIMIT, check=False
    )
    assert done.returncode == 0, done.stderr
    return [(printed, error) for printed, error in json.loads(done.stdout)]


def rows(text: str) -> list[tuple[str, str, str]]:
    """Names, what is expected and what came, of lines `dL/dx  expected 2  yours 1`."""
    return [tuple(x.strip() for x in match.groups()) for line in text.split("\n") if (match := ROW.match(line))]  # type: ignore[misc]


def missing(check: CheckResult, printed: str, error: str | None) -> Iterator[str]:
    """What the report shows and the replay does not."""
    if check.outcome == "error":
        if error is None or error not in check.message:
            yield f"raised {error}"
        return
    shown, told = rows(check.message), [(name, rounded(want), rounded(got)) for name, want, got in rows(printed)]
    for name, want, got in shown:
        same = [x for x in told if x[:2] == (_short(name), want)] or [x for x in told if x[0] == _short(name)]
        if not any(_alike(x[2], got) for x in same) and not _alike(str(error), got):
            yield f"{name}: {got} in the report, {[x[2] for x in same]} in the replay (raised {error})"
    listed = re.findall(r"^ *your list: (.*)$", check.message, flags=re.MULTILINE)
    if listed and not any(x.startswith(listed[0].removesuffix(", …").removesuffix("[]")) for x in _lists(printed)):
        yield f"list {listed} and not {_lists(printed)}"
    if not shown and not listed and error is None and all(want == got for _name, want, got in told):
        yield "nothing that is wrong"


def _lists(printed: str) -> list[str]:
    return re.findall(r"^your list: (.*)$", printed, flags=re.MULTILINE)


def _short(name: str) -> str:
    """Widths of single neurons are printed as a list."""
    return re.sub(r"neurons\[\d+\]\.weights\)", "neurons[…].weights)", name)


def rounded(text: str) -> str:
    """A number as reports write it, a tensor's too; what is none as it stands."""
    try:
        return digits(float(re.sub(r"^tensor\((.*)\)$", r"\1", text)))
    except ValueError:
        return text


def _alike(printed: str, reported: str) -> bool:
    """Whether what Python prints is what the report calls it: a number, a shape, or a type's name."""
    names = {"NoneType": "None"}
    return printed in (reported, names.get(reported)) or (
        not re.match(r"^[-\d(]", reported) and reported not in ("nan", "inf", "-inf") and not _is_number(printed)
    )


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?", text) is not None
