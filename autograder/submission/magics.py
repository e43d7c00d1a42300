"""What Jupyter understands and Python does not: magics and shell lines become comments, line for line."""

import re
from functools import lru_cache

from autograder.submission.cells import parse_error

# `%time f()`, `!ls`, `?f`, `f?`, `x = !ls`, `x = %who`
_MAGIC = re.compile(r"\s*+(?:[%!?].*|[\w.]+\s*\?\??|[\w., ]+=\s*[%!].*)")
_CHECK = re.compile(r"""^([ \t]*)(check\((["'])\w+\3\)[ \t]*+;?[ \t]*+)$""", re.MULTILINE)
_ROUNDS = 50  # magics in one cell: each costs a look at the whole of it
# Cell magics under which the rest of the cell is still Python that runs here.
_PYTHON = {"time", "timeit", "capture", "prun", "memit"}


@lru_cache(maxsize=256)
def without_magics(text: str) -> str:
    """The code of a cell as Python with the same lines; what is no magic is left as it is, right or wrong."""
    lines = _CHECK.sub(r"\1pass  # \2", text).split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if lines[first].startswith("%%"):
        if lines[first][2:].split(" ")[0] not in _PYTHON:
            return "\n".join(f"# {line}".rstrip() for line in lines)
        lines[first] = f"# {lines[first]}"
    # Python itself says where a magic is: a line that starts with % may well continue an expression.
    for _ in range(min(len(lines), _ROUNDS)):
        number = parse_error("\n".join(lines))
        if number is None or not 0 < number <= len(lines) or not _MAGIC.fullmatch(lines[number - 1]):
            break
        _silence(lines, number - 1)
    return "\n".join(lines)


def _silence(lines: list[str], n: int) -> None:
    """Comment line n out, and the lines that a backslash joins to it."""
    continued = lines[n].endswith("\\")
    indent = lines[n][: len(lines[n]) - len(lines[n].lstrip())]
    lines[n] = f"{indent}pass  # {lines[n].strip()}"
    while continued and n + 1 < len(lines):
        n += 1
        continued = lines[n].endswith("\\")
        lines[n] = f"# {lines[n]}"
